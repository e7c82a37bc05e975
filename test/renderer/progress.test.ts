// Speed and time left: smooth, and silent where they would be a guess.
import { describe, expect, it } from 'vitest'
import {
  advance,
  firstProgress,
  type Progress,
  stalledMs,
  timeLeftMs,
} from '../../renderer/store/progress.ts'

const facts = { step: 'flash', doneBytes: 0, totalBytes: 1_000_000, bytesPerSecond: 0 } as const

/** `seconds` of ten reports each at this speed. */
function run(bytesPerSecond: number, seconds: number, from?: Progress, fromMs = 0): Progress {
  let progress = from ?? advance(undefined, facts, fromMs)
  for (let tick = 1; tick <= seconds * 10; tick += 1) {
    const doneBytes = progress.doneBytes + bytesPerSecond / 10
    progress = advance(progress, { ...facts, doneBytes, bytesPerSecond }, fromMs + tick * 100)
  }
  return progress
}

describe('progress', () => {
  it('says nothing before the speed is known for a while', () => {
    expect(timeLeftMs(run(50_000, 1), 1000)).toBeNull()
    expect(timeLeftMs(run(50_000, 2), 2000)).not.toBeNull()
  })

  it('does not count the wait before the first byte', () => {
    // The device answered after ten seconds; the station's own window still says a low speed.
    let progress = advance(undefined, facts, 0)
    for (let tick = 1; tick <= 20; tick += 1)
      progress = advance(
        progress,
        { ...facts, doneBytes: tick * 5000, bytesPerSecond: 8000 },
        10_000 + tick * 100,
      )
    expect(progress.smoothBytesPerSecond).toBeCloseTo(50_000, -2)
  })

  it('says the time of this step in readable strides', () => {
    // 900 000 bytes left at 50 000 per second.
    expect(timeLeftMs(run(50_000, 2), 2000)).toBe(20_000)
  })

  it('does not jump with one slow report', () => {
    const steady = run(50_000, 10)
    const dip = advance(steady, { ...facts, doneBytes: 500_100, bytesPerSecond: 1000 }, 10_100)
    expect(dip.smoothBytesPerSecond).toBeGreaterThan(45_000)
  })

  it('follows a lasting change', () => {
    const slower = run(10_000, 20, run(50_000, 5), 5000)
    expect(slower.smoothBytesPerSecond).toBeLessThan(11_000)
  })

  it('says that nothing moves instead of a time', () => {
    const progress = run(50_000, 5)
    expect(stalledMs(progress, 6000)).toBeNull()
    expect(stalledMs(progress, 12_000)).toBe(7000)
    expect(timeLeftMs(progress, 12_000)).toBeNull()
  })

  it('begins again with another step', () => {
    const verify = advance(
      run(50_000, 5),
      { ...facts, step: 'verify', doneBytes: 1, bytesPerSecond: 0 },
      6000,
    )
    expect(verify).toMatchObject({ smoothBytesPerSecond: 0, firstAtMs: 6000 })
    expect(timeLeftMs(verify, 9000)).toBeNull()
  })

  it('knows no time left without a total, without a speed, and when done', () => {
    const base = run(50_000, 5)
    expect(timeLeftMs({ ...base, totalBytes: null }, 5000)).toBeNull()
    expect(timeLeftMs({ ...base, smoothBytesPerSecond: 0 }, 5000)).toBeNull()
    expect(timeLeftMs({ ...base, doneBytes: 1_000_000 }, 5000)).toBeNull()
  })

  it('takes over from the protocol when the cloud speaks, which says neither a time nor that nothing moves', () => {
    const cloud = (percent: number) =>
      ({ ...facts, doneBytes: percent, totalBytes: 100, source: 'cloud' }) as const
    const begun = advance(run(50_000, 5), cloud(40), 6000)
    expect(begun).toMatchObject({ doneBytes: 40, totalBytes: 100, source: 'cloud', firstAtMs: 6000 })
    const later = advance(begun, { ...cloud(60), bytesPerSecond: 1 }, 16_000)
    expect(timeLeftMs(later, 20_000)).toBeNull()
    expect(stalledMs(later, 99_000)).toBeNull()
    expect(advance(later, { ...facts, doneBytes: 500_000 }, 20_000).firstAtMs).toBe(20_000)
  })

  it('does not guess from a snapshot alone', () => {
    expect(timeLeftMs(firstProgress({ ...facts, doneBytes: 10, bytesPerSecond: 1000 }), 99_000)).toBeNull()
  })
})
