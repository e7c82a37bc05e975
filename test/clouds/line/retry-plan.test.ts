import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planRepeat, readRetryAfter } from '../../../main/clouds/line/retry-plan.ts'
import { errorCodes } from '../../../preload/contract/index.ts'

const lost = { code: 'CLOUD_UNREACHABLE', begun: true, retryAfterMs: null } as const
const safe = { repeatable: true }
const unsafe = { repeatable: false }

describe('whether an attempt is repeated', () => {
  it('waits half a second, then one, then gives up', () => {
    expect([1, 2, 3].map((attempt) => planRepeat(lost, safe, attempt, 0.5))).toEqual([500, 1000, null])
  })

  it('spreads the waits by a quarter to either side', () => {
    expect([0, 0.5, 0.999].map((chance) => planRepeat(lost, safe, 1, chance))).toEqual([375, 500, 625])
  })

  it('repeats what may have begun only when that does no harm', () => {
    expect(planRepeat(lost, unsafe, 1, 0.5)).toBeNull()
    expect(planRepeat({ ...lost, begun: false }, unsafe, 1, 0.5)).toBe(500)
  })

  it('repeats only what may pass, and never a probe', () => {
    const repeated = errorCodes.filter((code) => planRepeat({ ...lost, code }, safe, 1, 0.5) !== null)
    expect(repeated).toEqual([
      'CLOUD_UNREACHABLE',
      'CLOUD_TIMEOUT',
      'CLOUD_SERVER',
      'CLOUD_BUSY',
      'CLOUD_HOST_UNKNOWN',
    ])
    expect(planRepeat(lost, { repeatable: true, probe: true }, 1, 0.5)).toBeNull()
  })

  it('waits as long as it is asked to, up to ten seconds, and never shorter than of its own', () => {
    const asked = (retryAfterMs: number) => planRepeat({ ...lost, retryAfterMs }, safe, 1, 0.5)
    expect([1, 3000, 10_000, 10_001].map(asked)).toEqual([500, 3000, 10_000, null])
  })

  it('never waits less than a little nor more than ten seconds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.option(fc.integer({ min: 1, max: 10_000 })),
        (attempt, chance, retryAfterMs) => {
          const waitMs = planRepeat({ ...lost, retryAfterMs }, safe, attempt, chance)
          expect(waitMs).toBeGreaterThanOrEqual(Math.max(375, retryAfterMs ?? 0))
          expect(waitMs).toBeLessThanOrEqual(10_000)
        },
      ),
    )
  })
})

describe('Retry-After', () => {
  const now = new Date('2024-05-01T12:00:00Z')
  const read = (value: string, date?: string) =>
    readRetryAfter({ 'retry-after': value, ...(date === undefined ? {} : { date }) }, now)

  it.each([
    ['7', 7000],
    [' 120 ', 120_000],
    ['Wed, 01 May 2024 12:00:30 GMT', 30_000],
    ['0', null],
    ['Wed, 01 May 2024 11:00:00 GMT', null],
    ['soon', null],
    ['', null],
    ['-5', null],
  ])('%j', (value, delayMs) => {
    expect(read(value)).toBe(delayMs)
  })

  it('is told against the date of the answer, for our clock may be wrong', () => {
    expect(read('Wed, 01 May 2024 03:00:10 GMT', 'Wed, 01 May 2024 03:00:00 GMT')).toBe(10_000)
  })

  it('is capped at an hour', () => {
    expect(read('999999999999')).toBe(3_600_000)
    expect(read('Fri, 01 Jan 2100 00:00:00 GMT')).toBe(3_600_000)
  })

  it('is null when there is none', () => {
    expect(readRetryAfter({}, now)).toBeNull()
  })
})
