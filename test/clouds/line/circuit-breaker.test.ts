import { describe, expect, it } from 'vitest'
import {
  type BreakerState,
  closedBreaker,
  type End,
  enter,
  settle,
} from '../../../main/clouds/line/circuit-breaker.ts'

/** One call from beginning to end; fails when the breaker holds it back. */
function pass(state: BreakerState, end: End, nowMs: number, probe = false): BreakerState {
  const entry = enter(state, probe, nowMs)
  if (entry.pass === null) throw new Error('held back')
  return settle(entry.state, entry.pass, end, nowMs)
}

const open = (nowMs = 0) =>
  Array.from({ length: 5 }).reduce<BreakerState>(
    (state) => pass(state, 'CLOUD_TIMEOUT', nowMs),
    closedBreaker,
  )

describe('the circuit breaker', () => {
  it('opens after five failures in a row, for five seconds', () => {
    let state = closedBreaker
    for (let failures = 1; failures < 5; failures++) state = pass(state, 'CLOUD_UNREACHABLE', 0)
    expect(enter(state, false, 0).pass).toBe('free')
    state = pass(state, 'CLOUD_TLS', 1000)
    expect(enter(state, false, 1000)).toMatchObject({ pass: null, retryAfterMs: 5000, cause: 'CLOUD_TLS' })
    expect(enter(state, false, 5999)).toMatchObject({ pass: null, retryAfterMs: 1 })
  })

  it.each([
    'CLOUD_UNREACHABLE',
    'CLOUD_HOST_UNKNOWN',
    'CLOUD_TLS',
    'CLOUD_PROXY',
    'CLOUD_TIMEOUT',
    'CLOUD_SERVER',
  ] as const)('counts %s', (code) => {
    expect(pass(closedBreaker, code, 0)).toMatchObject({ failures: 1, cause: code })
  })

  it.each(['answer', 'CLOUD_BUSY', 'CLOUD_REPLY'] as const)('takes %s as a sign of life', (end) => {
    const failed = pass(pass(closedBreaker, 'CLOUD_SERVER', 0), 'CLOUD_SERVER', 0)
    expect(pass(failed, end, 0)).toEqual(closedBreaker)
  })

  it.each(['nothing', 'INPUT_INVALID'] as const)('learns nothing from %s', (end) => {
    const failed = pass(closedBreaker, 'CLOUD_SERVER', 0)
    expect(pass(failed, end, 0)).toEqual(failed)
  })

  it('lets one call through when the time is over, and that one decides', () => {
    const trial = enter(open(), false, 5000)
    expect(trial.pass).toBe('trial')
    expect(enter(trial.state, false, 5000)).toMatchObject({ pass: null, retryAfterMs: 1000 })
    expect(settle(trial.state, 'trial', 'answer', 5100)).toEqual(closedBreaker)
    const again = settle(trial.state, 'trial', 'CLOUD_SERVER', 5100)
    expect(enter(again, false, 5100)).toMatchObject({
      pass: null,
      retryAfterMs: 10_000,
      cause: 'CLOUD_SERVER',
    })
  })

  it('stays open twice as long each time, up to two minutes', () => {
    let state = open()
    const durations = []
    for (let round = 0; round < 7; round++) {
      durations.push(state.openMs)
      state = pass(state, 'CLOUD_TIMEOUT', state.openUntilMs)
    }
    expect(durations).toEqual([5000, 10_000, 20_000, 40_000, 80_000, 120_000, 120_000])
    expect(pass(state, 'answer', state.openUntilMs)).toEqual(closedBreaker)
  })

  it('gives the turn of a call that was broken off to the next one', () => {
    const trial = enter(open(), false, 5000)
    const released = settle(trial.state, 'trial', 'nothing', 5050)
    expect(enter(released, false, 5050).pass).toBe('trial')
  })

  it('never holds back a probe, closes when it is answered, and opens no further when it is not', () => {
    const state = open()
    expect(pass(state, 'CLOUD_TIMEOUT', 100, true)).toEqual(state)
    expect(pass(state, 'answer', 100, true)).toEqual(closedBreaker)
  })

  it('is not opened further by calls that began before it opened', () => {
    const state = open()
    expect(settle(state, 'free', 'CLOUD_TIMEOUT', 4000)).toEqual(state)
  })
})
