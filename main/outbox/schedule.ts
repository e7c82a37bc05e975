// Decides which outbox rows may go now and when to look again, and what an error means for its row. Pure: time and
// chance are parameters.
import type { ErrorCode } from '../../preload/contract/index.ts'
import type { OutboxHead } from '../store/outbox.ts'

export const FIRST_DELAY_MS = 1000
export const LONGEST_DELAY_MS = 5 * 60_000
/** Devices whose rows are under way at the same time. */
export const MAX_PARALLEL = 4

/**
 * How long to wait after the n-th failed attempt (1 = the first): between one second and a ceiling that doubles up to
 * five minutes. Spread over the whole range, so that the stations of a plant do not all come back in the same second.
 */
export function backOffMs(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 30))
  return Math.round(FIRST_DELAY_MS + random * (ceiling - FIRST_DELAY_MS))
}

/** What is to become of a row that was not acknowledged. */
export type Verdict =
  /** The cloud will never take it. */
  | 'dead'
  /** Try this row again later. */
  | 'retry'
  /** The same would happen to every row now: try this one again later, and hold the others back too. */
  | 'pause'

export function judge(code: ErrorCode): Verdict {
  switch (code) {
    case 'CLOUD_REFUSED':
    case 'TASK_NOT_FOUND':
      return 'dead'
    case 'CLOUD_UNREACHABLE':
    case 'CLOUD_TIMEOUT':
    case 'CLOUD_BUSY':
    case 'CLOUD_TOKEN':
    case 'CLOUD_UNSET':
      return 'pause'
    default:
      // Anything else may be mended by a person or an update: a result is never thrown away for it.
      return 'retry'
  }
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

/** `heads`: the first waiting row of each device. A device has at most one row under way, so its rows stay in order. */
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
  return atMs > nowMs + LONGEST_DELAY_MS ? 0 : atMs
}
