// Whether a failed attempt is repeated within the call, and after how long. Pure; chance is a parameter.
import type { ErrorCode } from '../../../preload/contract/index.ts'
import type { Failure } from './failure.ts'
import type { LineCall } from './line.ts'

export const attemptsMax = 3
/** A cloud that asks for more is taken at its word, but not waited for inside the call. */
const WAIT_MAX_MS = 10_000
const FIRST_WAIT_MS = 500
/** Nobody's mistaken date keeps results back for longer. */
const RETRY_AFTER_MAX_MS = 3_600_000

/** The others are the same again a second later. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'CLOUD_UNREACHABLE',
  'CLOUD_HOST_UNKNOWN',
  'CLOUD_TIMEOUT',
  'CLOUD_SERVER',
  'CLOUD_BUSY',
])

/** Null: the failure stands. `attempt` starts at 1, `chance` is in [0, 1) and spreads half a wait around the whole. */
export function planRepeat(
  failure: Pick<Failure, 'code' | 'begun' | 'retryAfterMs'>,
  call: Pick<LineCall, 'repeatable' | 'probe'>,
  attempt: number,
  chance: number,
): number | null {
  if (call.probe === true || attempt >= attemptsMax || !passing.has(failure.code)) return null
  if (failure.begun && !call.repeatable) return null
  const asked = failure.retryAfterMs ?? 0
  if (asked > WAIT_MAX_MS) return null
  const ownMs = FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.75 + chance / 2)
  return Math.max(asked, Math.round(ownMs))
}

/**
 * Retry-After in milliseconds: as seconds, or as a date, which is told against the answer's own Date where it has one.
 * Null when there is none, it cannot be read, or it is past.
 */
export function readRetryAfter(headers: Readonly<Record<string, string>>, now: Date): number | null {
  const value = headers['retry-after']?.trim() ?? ''
  const answered = Date.parse(headers.date ?? '')
  const delayMs = /^\d{1,12}$/.test(value)
    ? Number(value) * 1000
    : Date.parse(value) - (Number.isNaN(answered) ? now.getTime() : answered)
  return delayMs > 0 ? Math.min(delayMs, RETRY_AFTER_MAX_MS) : null
}
