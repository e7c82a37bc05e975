// Leaves a cloud alone that several times was not there: closed, open for a while, then half open for one call, whose end
// decides. Pure: a state in, a state out; time is a parameter, in milliseconds that only grow.
import type { ErrorCode } from '../../../preload/contract/index.ts'

const FAILURES_TO_OPEN = 5
const OPEN_MIN_MS = 5_000
const OPEN_MAX_MS = 120_000
/** What others are told while one call tries. */
const TRIAL_WAIT_MS = 1_000

export interface BreakerState {
  /** In a row. */
  readonly failures: number
  /** How long it opened last; 0 while it is closed. */
  readonly openMs: number
  readonly openUntilMs: number
  /** One call is trying. */
  readonly trial: boolean
  /** What failed last. */
  readonly cause: ErrorCode | null
}

export const closedBreaker: BreakerState = {
  failures: 0,
  openMs: 0,
  openUntilMs: 0,
  trial: false,
  cause: null,
}

export type Entry =
  | { readonly state: BreakerState; readonly pass: 'free' | 'trial' }
  | {
      readonly state: BreakerState
      readonly pass: null
      readonly retryAfterMs: number
      readonly cause: ErrorCode | null
    }

/** A probe passes always. Whoever passes has to be settled, however it ends. */
export function enter(state: BreakerState, probe: boolean, nowMs: number): Entry {
  if (state.openMs === 0 || probe) return { state, pass: 'free' }
  const waitMs = state.openUntilMs - nowMs
  if (waitMs <= 0 && !state.trial) return { state: { ...state, trial: true }, pass: 'trial' }
  const retryAfterMs = state.trial ? TRIAL_WAIT_MS : Math.ceil(waitMs)
  return { state, pass: null, retryAfterMs, cause: state.cause }
}

/** Nobody was there. The rest is either an answer, or the caller's own doing. */
const absences: ReadonlySet<ErrorCode> = new Set([
  'CLOUD_UNREACHABLE',
  'CLOUD_HOST_UNKNOWN',
  'CLOUD_TLS',
  'CLOUD_PROXY',
  'CLOUD_TIMEOUT',
  'CLOUD_SERVER',
])

/** `end`: an answer; the code that an attempt failed with; or nothing that says anything, as after an abort. */
export type End = 'answer' | 'nothing' | ErrorCode

export function settle(state: BreakerState, pass: 'free' | 'trial', end: End, nowMs: number): BreakerState {
  const released = pass === 'trial' ? { ...state, trial: false } : state
  if (end === 'nothing' || end === 'INPUT_INVALID') return released
  if (end === 'answer' || !absences.has(end)) return closedBreaker
  // What began before it opened, and a probe's failure, say nothing new.
  if (state.openMs > 0 && pass !== 'trial') return released
  const failures = state.failures + 1
  if (failures < FAILURES_TO_OPEN) return { ...released, failures, cause: end }
  const openMs = Math.min(OPEN_MAX_MS, Math.max(OPEN_MIN_MS, state.openMs * 2))
  return { failures, openMs, openUntilMs: nowMs + openMs, trial: false, cause: end }
}
