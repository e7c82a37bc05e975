// Decides which outbox rows may go now and when to look again, and what an error means for its row. Pure: time and
// chance are parameters.
import type { ErrorCode, FlashlineError } from '../../preload/contract/index.ts'
import type { OutboxHead } from '../store/outbox.ts'

export const FIRST_DELAY_MS = 1000
export const LONGEST_DELAY_MS = 5 * 60_000
/** The longest that a cloud may ask to be left alone; after it it is asked again. */
export const LONGEST_WISH_MS = 60 * 60_000
/** Devices whose rows are under way to one connection at the same time. */
export const MAX_PARALLEL = 4
/**
 * A row that fails for a reason of its own is given up when it has failed so often and for so long, both: often enough to
 * outlast a cloud's restart, long enough that somebody was there meanwhile. Then a lead decides. Failures of the way to the
 * cloud (`pause`) count for neither: a network that is away for weeks ends nothing.
 */
export const GIVE_UP_FAILURES = 30
export const GIVE_UP_AGE_MS = 24 * 60 * 60_000

type Failure = Pick<FlashlineError, 'code' | 'context'>

/**
 * How long to wait after the n-th failed attempt (1 = the first): between one second and a ceiling that doubles up to
 * five minutes. Spread over the whole range, so that the stations of a plant do not all come back in the same second.
 */
export function backOffMs(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 30))
  return Math.round(FIRST_DELAY_MS + random * (ceiling - FIRST_DELAY_MS))
}

/** How long the cloud asks to be left alone; 0 when it does not ask. */
export function wishMs({ context }: Failure): number {
  const { retryAfterMs } = context
  return typeof retryAfterMs === 'number' ? Math.min(Math.max(0, retryAfterMs), LONGEST_WISH_MS) : 0
}

/** What is to become of a row that was not acknowledged. */
export type Verdict =
  /** The cloud will never take it. */
  | 'dead'
  /** Try this row again later. */
  | 'retry'
  /** The same would happen to every row of this connection now: try this one again later, and hold the others back too. */
  | 'pause'

const pausing: ReadonlySet<ErrorCode> = new Set([
  'CLOUD_UNREACHABLE',
  'CLOUD_HOST_UNKNOWN',
  'CLOUD_TLS',
  'CLOUD_PROXY',
  'CLOUD_TIMEOUT',
  'CLOUD_BUSY',
  'CLOUD_CIRCUIT_OPEN',
  'CLOUD_TOKEN',
  'CLOUD_CREDENTIALS',
  'CLOUD_SIGNATURE',
  'CLOUD_CLOCK',
  'CLOUD_UNSET',
  'SECRET_MISSING',
  'WEBHOOK_UNREACHABLE',
  'WEBHOOK_GONE',
  'DROP_FOLDER',
  // Of a record that is read when it is sent.
  'STORE_FULL',
  'STORE_BROKEN',
  'DATA_IN_USE',
])

const final: ReadonlySet<ErrorCode> = new Set(['TASK_NOT_FOUND', 'JOB_UNKNOWN', 'MESSAGE_TOO_LARGE'])

/** Refusals that speak of the moment and not of the message: timed out, in conflict, too early, too many. */
const passingStatuses: ReadonlySet<unknown> = new Set([408, 409, 425, 429])

export function judge({ code, context }: Failure): Verdict {
  if (pausing.has(code)) return 'pause'
  if (final.has(code)) return 'dead'
  if (code === 'CLOUD_REFUSED') return passingStatuses.has(context.status) ? 'retry' : 'dead'
  // Anything else may be mended by a person or an update, and has a day for it.
  return 'retry'
}

/** How often and since when a row fails for reasons of its own. */
export interface OwnFailures {
  readonly count: number
  /** ISO 8601; null: it does not. */
  readonly since: string | null
}

export function addFailure({ count, since }: OwnFailures, now: Date): { count: number; since: string } {
  return { count: count + 1, since: since ?? now.toISOString() }
}

/** A clock that was set back makes no row older. */
export function isGivenUp({ count, since }: OwnFailures, now: Date): boolean {
  return count >= GIVE_UP_FAILURES && since !== null && now.getTime() - Date.parse(since) >= GIVE_UP_AGE_MS
}

const unclear: ReadonlySet<ErrorCode> = new Set([
  'CLOUD_UNREACHABLE',
  'CLOUD_TIMEOUT',
  'CLOUD_SERVER',
  'CLOUD_REPLY',
  // A mistake of ours may have come after the answer.
  'SOFTWARE',
])

/** Whether the cloud may have taken the message although it did not say so. */
export function mayHaveArrived({ code, context }: Failure): boolean {
  return unclear.has(code) && context.begun !== false
}

export interface ScheduleState {
  readonly now: Date
  /** Devices with a row under way. */
  readonly busyDevices: ReadonlySet<string>
  /** Nothing goes before this time; null: no pause. */
  readonly pausedUntil: Date | null
  /** The cloud did not answer last time: one row at a time asks whether it does again. */
  readonly probing: boolean
}

/** `wakeAt`: when something that waits for time comes due; null when only an event can change anything. */
export interface Schedule {
  readonly go: OutboxHead[]
  readonly wakeAt: Date | null
}

/**
 * `heads`: the first waiting row of each device at one connection. A device has at most one row under way there, so its
 * rows stay in order.
 */
export function planSends(heads: readonly OutboxHead[], state: ScheduleState): Schedule {
  const nowMs = state.now.getTime()
  const pausedMs = state.pausedUntil === null ? 0 : waitsUntil(state.pausedUntil.getTime(), nowMs)
  const free = (state.probing ? 1 : MAX_PARALLEL) - state.busyDevices.size
  const go: OutboxHead[] = []
  let wakeMs: number | null = null
  for (const head of heads) {
    if (state.busyDevices.has(head.deviceId)) continue
    const rowMs = head.nextAttemptAt === null ? 0 : waitsUntil(Date.parse(head.nextAttemptAt), nowMs)
    const dueMs = Math.max(rowMs, pausedMs)
    if (dueMs > nowMs) wakeMs = wakeMs === null ? dueMs : Math.min(wakeMs, dueMs)
    else if (go.length < free) go.push(head)
  }
  return { go, wakeAt: wakeMs === null ? null : new Date(wakeMs) }
}

/** A time further away than any delay was written before the clock was set back: it counts as passed. */
function waitsUntil(atMs: number, nowMs: number): number {
  return atMs > nowMs + LONGEST_WISH_MS ? 0 : atMs
}
