// What a plug is: a board that was put in, and not a chip that left the bus for a moment.
import { describe, expect, it } from 'vitest'
import { PlugWatch } from '../../main/bench/plug-watch.ts'
import { type SlotSource, Slots } from '../../main/bench/slots.ts'
import type { Slot } from '../../preload/contract/index.ts'
import { job } from '../store/job-fixture.ts'

function bench(kind: Slot['kind'] = 'usb') {
  const seen: string[] = []
  let nowMs = 0
  const watch = new PlugWatch({
    onPlugged: ({ slotId }, goneMs) => seen.push(`${slotId} plugged ${goneMs}`),
    onBack: ({ slotId }, jobId) => seen.push(`${slotId} back ${jobId}`),
    bounceMs: 1500,
    now: () => nowMs,
  })
  const slots = new Slots(
    (slot) => watch.observe({ type: 'slotChanged', slot }),
    (slotId) => watch.observe({ type: 'slotRemoved', slotId }),
  )
  const source: SlotSource = {
    ...{ slotId: 'a', name: '1', kind, address: '/dev/a', profileId: 'p', productId: 'q', hint: null },
  }
  return {
    seen,
    slots,
    put: (present: boolean) => slots.put(source, present),
    wait: (ms: number) => {
      nowMs += ms
    },
    jobEnds(jobId: string) {
      watch.observe({ type: 'jobFinished', job: job(jobId, { slotId: 'a', outcome: 'passed' }) })
      slots.release('a')
    },
  }
}

describe('PlugWatch', () => {
  it('tells of a new port, and of a board that comes after another has gone', () => {
    const { seen, put, wait } = bench()
    put(true)
    put(true)
    put(false)
    wait(4000)
    put(true)
    expect(seen).toEqual(['a plugged null', 'a plugged 4000'])
  })

  it('takes no typed address and no device of the LAN for a plugged board when it is first seen', () => {
    const typed = bench('address')
    typed.put(true)
    const lan = bench('lan')
    for (const present of [false, true, false, true]) lan.put(present)
    expect([...typed.seen, ...lan.seen]).toEqual([])
  })

  it('knows a unit that its job has reset, and one that a person has changed', () => {
    const { seen, put, wait, slots, jobEnds } = bench()
    put(true)
    slots.take('a', 'j1')
    jobEnds('j1')
    wait(800)
    put(false)
    wait(1000)
    put(true)
    expect(seen).toEqual(['a plugged null', 'a back j1'])
    // Much later, however fast: a person.
    wait(10_000)
    put(false)
    wait(1000)
    put(true)
    expect(seen.at(-1)).toBe('a plugged 1000')
    slots.take('a', 'j2')
    jobEnds('j2')
    put(false)
    wait(1600)
    put(true)
    expect(seen.at(-1)).toBe('a plugged 1600')
  })

  it('knows a unit that left while its job gave it back', () => {
    const { seen, put, wait, slots, jobEnds } = bench()
    put(true)
    slots.take('a', 'j1')
    put(false)
    wait(200)
    jobEnds('j1')
    wait(300)
    put(true)
    expect(seen).toEqual(['a plugged null', 'a back j1'])
  })
})
