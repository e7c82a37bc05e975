// What starts by itself, and what must not: the rules around the plug, without boards.
import { expect, it, vi } from 'vitest'
import { Slots } from '../../main/bench/slots.ts'
import { AutoStart } from '../../main/station/auto-start.ts'
import { FlashlineError, type Job, type Slot, type WorkOrder } from '../../preload/contract/index.ts'
import { job } from '../store/job-fixture.ts'

const automatic = { mode: 'automatic', scanFirst: false } as WorkOrder

function bench(order: WorkOrder | null = automatic) {
  const started: string[] = []
  const refused: unknown[] = []
  let armed = order
  const slots = new Slots(
    (slot) => autoStart.observe({ type: 'slotChanged', slot }),
    () => undefined,
  )
  const autoStart = new AutoStart({
    slots,
    armed: () => armed,
    async startJob(slotId) {
      if (slotId === 'refused') throw new FlashlineError('ORDER_SLOT')
      started.push(slotId)
    },
    onRefused: (_slotId, error) => refused.push(error),
    settleMs: 0,
  })
  const put = (slotId: string, present = true): Slot => {
    const facts = { name: slotId, kind: 'usb', address: `/dev/${slotId}`, hint: null } as const
    slots.put({ slotId, ...facts, profileId: 'p', productId: 'q' }, present)
    return slots.get(slotId)
  }
  const ends = (mac: string, part: Partial<Job> = {}) =>
    autoStart.observe({
      type: 'jobFinished',
      job: job('j', { slotId: 'a', device: { deviceId: null, mac, sn: null }, touched: false, ...part }),
    })
  return { autoStart, slots, started, refused, put, ends, disarm: () => (armed = null) }
}

it('starts a plugged board when it has settled, and not one that has gone again', async () => {
  const { autoStart, started, put } = bench()
  autoStart.plugged(put('a'), null)
  autoStart.plugged(put('b'), null)
  put('b', false)
  await vi.waitUntil(() => started.length > 0)
  expect(started).toEqual(['a'])
})

it('starts nothing of a manual order, without one, or when it was disarmed while the board settled', async () => {
  const manual = bench({ ...automatic, mode: 'manual' })
  manual.autoStart.plugged(manual.put('a'), null)
  const none = bench(null)
  none.autoStart.plugged(none.put('a'), null)
  const late = bench()
  late.autoStart.plugged(late.put('a'), null)
  late.disarm()
  const witness = bench()
  witness.autoStart.plugged(witness.put('a'), null)
  await vi.waitUntil(() => witness.started.length > 0)
  expect([...manual.started, ...none.started, ...late.started]).toEqual([])
})

it('tells why a board did not start, and starts nothing when it is stopped', async () => {
  const { autoStart, refused, started, put } = bench()
  autoStart.plugged(put('refused'), null)
  await vi.waitUntil(() => refused.length > 0)
  expect(refused).toMatchObject([{ code: 'ORDER_SLOT' }])
  autoStart.plugged(put('a'), null)
  autoStart.stop()
  autoStart.plugged(put('b'), null)
  const witness = bench()
  witness.autoStart.plugged(witness.put('a'), null)
  await vi.waitUntil(() => witness.started.length > 0)
  expect(started).toEqual([])
})

it('does not go on with a unit that comes back by itself and has nothing to do', async () => {
  const { autoStart, started, put, ends } = bench()
  const slot = put('a')
  const witness = () => autoStart.plugged(put(`w${started.length}`), null)
  ends('01', { touched: true })
  ends('01')
  autoStart.plugged(slot, 2000)
  await vi.waitUntil(() => started.length === 1)
  ends('01')
  autoStart.plugged(slot, 2000)
  witness()
  await vi.waitUntil(() => started.length === 2)
  expect(started).toEqual(['a', 'w1'])
  // A person has had time to change it.
  autoStart.plugged(slot, 6000)
  await vi.waitUntil(() => started.length === 3)
  // Another unit: all is new.
  ends('02')
  autoStart.plugged(slot, 2000)
  await vi.waitUntil(() => started.length === 4)
  expect(started).toEqual(['a', 'w1', 'a', 'a'])
})

it('starts a board that waited for its scan, in an order that wants one', async () => {
  const { autoStart, started, put } = bench({ ...automatic, scanFirst: true })
  autoStart.bound({ ...put('shown'), jobId: 'j' })
  autoStart.bound(put('a'))
  await vi.waitUntil(() => started.length > 0)
  const other = bench()
  other.autoStart.bound(other.put('a'))
  other.autoStart.plugged(other.put('b'), null)
  await vi.waitUntil(() => other.started.length > 0)
  expect([started, other.started]).toEqual([['a'], ['b']])
})
