// Hints are given for what stands out, and for nothing else.
import { describe, expect, it } from 'vitest'
import { hintFor } from '../../../main/bench/statistics/slot-hints.ts'

const good = { jobs: 40, failed: 1, retriesPerJob: 0.02, bytesPerSecond: 90_000 }
const peers = Array.from({ length: 7 }, () => good)
const slot = (change: Partial<typeof good & { speedRatio: number | null }> = {}) => ({
  ...good,
  speedRatio: 1,
  ...change,
})

describe('the hint of a slot', () => {
  it('says nothing of a slot like the others', () => {
    expect(hintFor(slot(), peers)).toBeNull()
    expect(hintFor(slot({ failed: 3, retriesPerJob: 0.1, speedRatio: 0.9 }), peers)).toBeNull()
  })

  it('finds what repeats where its peers do not, also when it is slow or fails with it', () => {
    expect(hintFor(slot({ retriesPerJob: 1.5 }), peers)).toBe('badCable')
    expect(hintFor(slot({ retriesPerJob: 1.5, speedRatio: 0.5, failed: 20 }), peers)).toBe('badCable')
  })

  it('finds what is slow without repeats', () => {
    expect(hintFor(slot({ speedRatio: 0.8 }), peers)).toBe('slow')
    expect(hintFor(slot({ speedRatio: 0.81 }), peers)).toBeNull()
    expect(hintFor(slot({ speedRatio: null }), peers)).toBeNull()
  })

  it('finds what fails beyond chance', () => {
    expect(hintFor(slot({ failed: 10 }), peers)).toBe('failing')
    expect(hintFor(slot({ failed: 3 }), peers)).toBeNull()
    const clean = peers.map((peer) => ({ ...peer, failed: 0 }))
    expect(hintFor(slot({ jobs: 20, failed: 3 }), clean)).toBe('failing')
    expect(hintFor(slot({ jobs: 20, failed: 2 }), clean)).toBeNull()
  })

  it('blames no slot for what all of them have', () => {
    const bad = { jobs: 40, failed: 12, retriesPerJob: 2, bytesPerSecond: 90_000 }
    expect(hintFor({ ...bad, speedRatio: 1 }, [bad, bad, bad])).toBeNull()
  })

  it('is not led astray by one bad peer', () => {
    const bad = { ...good, retriesPerJob: 3, failed: 30 }
    expect(hintFor(slot(), [bad, good, good])).toBeNull()
    expect(hintFor(slot({ retriesPerJob: 2 }), [bad, good])).toBe('badCable')
  })

  it('says nothing of few jobs, or beside few', () => {
    expect(hintFor(slot({ jobs: 7, retriesPerJob: 5, failed: 7 }), peers)).toBeNull()
    expect(hintFor(slot({ retriesPerJob: 5 }), [{ ...good, jobs: 7 }])).toBeNull()
    expect(hintFor(slot({ retriesPerJob: 5 }), [])).toBeNull()
  })
})
