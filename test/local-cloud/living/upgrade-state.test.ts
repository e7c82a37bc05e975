import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decideIssued,
  decideResult,
  decideStep,
  isAbnormal,
  isFinal,
  type UpgradeState,
} from '../../../main/local-cloud/living/upgrade-state.ts'

const step = fc.integer({ min: -4, max: 100 })
const anyState = fc
  .tuple(fc.boolean(), fc.array(step))
  .map(([isManual, steps]) => steps.reduce(decideStep, decideIssued(isManual)))

describe('upgrade state', () => {
  it('waits for a person when the task is manual, and runs otherwise', () => {
    expect(decideIssued(true)).toEqual({ status: 'TO_BE_UPGRADED', step: 0 })
    expect(decideIssued(false)).toEqual({ status: 'UPGRADING', step: 0 })
  })

  it.each<[UpgradeState, number, UpgradeState]>([
    [{ status: 'TO_BE_UPGRADED', step: 0 }, 0, { status: 'UPGRADING', step: 0 }],
    [{ status: 'UPGRADING', step: 40 }, 60, { status: 'UPGRADING', step: 60 }],
    [{ status: 'UPGRADING', step: 40 }, 10, { status: 'UPGRADING', step: 40 }],
    [{ status: 'UPGRADING', step: 40 }, 100, { status: 'UPGRADING', step: 100 }],
    [{ status: 'UPGRADING', step: 100 }, -3, { status: 'FAILED', step: -3 }],
    [{ status: 'FAILED', step: -3 }, 50, { status: 'FAILED', step: -3 }],
    [{ status: 'SUCCEEDED', step: 100 }, -1, { status: 'SUCCEEDED', step: 100 }],
  ])('%o, step %i: %o', (before, told, after) => {
    expect(decideStep(before, told)).toEqual(after)
  })

  it('ends by a result, once', () => {
    const running: UpgradeState = { status: 'UPGRADING', step: 40 }
    expect(decideResult(running, true)).toEqual({ status: 'SUCCEEDED', step: 100 })
    expect(decideResult(running, false)).toEqual({ status: 'FAILED', step: -1 })
    expect(decideResult({ status: 'FAILED', step: -2 }, true)).toEqual({ status: 'FAILED', step: -2 })
  })

  it('never leaves an end, never goes back, and is below zero exactly when it failed', () => {
    fc.assert(
      fc.property(anyState, step, (before, told) => {
        const after = decideStep(before, told)
        if (isFinal(before)) expect(after).toEqual(before)
        else if (told >= 0) expect(after.step).toBeGreaterThanOrEqual(before.step)
        expect(after.step < 0).toBe(after.status === 'FAILED')
        expect(after.status).not.toBe('SUCCEEDED')
      }),
    )
  })

  it('is abnormal from minute ten of the task on, as long as it runs', () => {
    const madeAt = '2026-01-02T03:00:00.000Z'
    const running: UpgradeState = { status: 'UPGRADING', step: 99 }
    expect(isAbnormal(running, madeAt, new Date('2026-01-02T03:09:59.999Z'))).toBe(false)
    expect(isAbnormal(running, madeAt, new Date('2026-01-02T03:10:00.000Z'))).toBe(true)
    for (const status of ['TO_BE_UPGRADED', 'SUCCEEDED', 'FAILED'] as const) {
      expect(isAbnormal({ status, step: 0 }, madeAt, new Date('2026-01-03T00:00:00Z'))).toBe(false)
    }
  })
})
