import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProgressMeter } from '../../main/job/progress-meter.ts'
import type { EventBody } from '../../preload/contract/index.ts'

type ProgressEvent = Extract<EventBody, { type: 'progress' }>

function meter() {
  const events: { event: ProgressEvent; atMs: number }[] = []
  let atMs = 0
  const it = new ProgressMeter('j', 'flash', (event) => events.push({ event, atMs }))
  return {
    events,
    update(doneBytes: number, totalBytes: number | null, nowMs: number) {
      atMs = nowMs
      it.update(doneBytes, totalBytes, nowMs)
    },
  }
}

describe('ProgressMeter', () => {
  it('sends at most ten events a second, and always the last count', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 300 }), (gapsMs) => {
        const { events, update } = meter()
        let now = 0
        gapsMs.forEach((gapMs, index) => {
          now += gapMs
          update(index + 1, gapsMs.length, now)
        })
        const beforeLast = events.slice(0, -1)
        for (let index = 1; index < beforeLast.length; index += 1)
          expect((beforeLast[index]?.atMs ?? 0) - (beforeLast[index - 1]?.atMs ?? 0)).toBeGreaterThanOrEqual(
            100,
          )
        expect(events.at(-1)?.event.doneBytes).toBe(gapsMs.length)
      }),
    )
  })

  it('measures the speed over the last seconds, not since the start', () => {
    const { events, update } = meter()
    for (let ms = 0; ms <= 10_000; ms += 100) update(ms, null, ms)
    expect(events.at(-1)?.event.bytesPerSecond).toBe(1000)
    for (let ms = 10_100; ms <= 20_000; ms += 100) update(10_000 + (ms - 10_000) * 5, null, ms)
    expect(events.at(-1)?.event.bytesPerSecond).toBe(5000)
  })

  it('starts over when a download starts over', () => {
    const { events, update } = meter()
    update(0, 1000, 0)
    update(900, 1000, 500)
    update(0, 1000, 1000)
    expect(events.at(-1)?.event).toMatchObject({ doneBytes: 0, bytesPerSecond: 0 })
  })
})
