// Follows one device's upgrade to its end by asking again and again: often while it moves, seldom while it does not. The
// platform's ten minutes ("abnormal") are no end, since the upgrade may still succeed; only our own deadline is.
import { isDeepStrictEqual } from 'node:util'
import { type ErrorCode, FlashlineError, type UpgradeProgress } from '../../../preload/contract/index.ts'
import { type Clock, pause, systemClock } from '../clock.ts'
import type { ProgressQuery, ProgressSource } from '../cloud.ts'

const QUICK_MS = 1000
const SLOW_MS = 15_000

/** What passes by itself. Anything else is the same again a second later. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'CLOUD_UNREACHABLE',
  'CLOUD_HOST_UNKNOWN',
  'CLOUD_TIMEOUT',
  'CLOUD_SERVER',
  'CLOUD_BUSY',
  'CLOUD_CIRCUIT_OPEN',
])

export interface FollowOptions {
  readonly deadlineMs: number
  readonly clock?: Clock
}

/**
 * Every change; ends behind `succeeded` or `failed`. An upgrade that does not exist yet is waited for. UPGRADE_STALLED
 * {deadlineMs, cause}: the deadline passed, `cause` is the code of the last question's failure or null. What asking again
 * cannot mend (token, signature, rights, input) is thrown as it comes. On abort rejects with `signal.reason`.
 */
export async function* followProgress(
  source: ProgressSource,
  query: ProgressQuery,
  { deadlineMs, clock = systemClock }: FollowOptions,
  signal: AbortSignal,
): AsyncGenerator<UpgradeProgress, void, undefined> {
  const endsAtMs = clock.now().getTime() + deadlineMs
  const leftMs = () => Math.max(endsAtMs - clock.now().getTime(), 0)
  let last: UpgradeProgress | null = null
  let waitMs = QUICK_MS
  for (;;) {
    const answer = await ask(source, query, signal)
    const changed = answer.progress !== null && !isDeepStrictEqual(answer.progress, last)
    if (changed && answer.progress !== null) {
      last = answer.progress
      yield last
      if (last.state === 'succeeded' || last.state === 'failed') return
    }
    waitMs = changed && last?.stalled === false ? QUICK_MS : Math.min(waitMs * 2, SLOW_MS)
    const askedForMs = answer.retryAfterMs
    // One last question at the deadline; but never earlier than the cloud wants it.
    const isLast = leftMs() === 0 || askedForMs > leftMs()
    await pause(clock, Math.min(Math.max(waitMs, askedForMs), leftMs()), signal)
    if (isLast) throw new FlashlineError('UPGRADE_STALLED', { deadlineMs, cause: answer.failure })
  }
}

interface Answer {
  /** Null: nothing known, or the question failed. */
  readonly progress: UpgradeProgress | null
  readonly failure: ErrorCode | null
  readonly retryAfterMs: number
}

async function ask(source: ProgressSource, query: ProgressQuery, signal: AbortSignal): Promise<Answer> {
  try {
    return { progress: await source.getProgress(query, signal), failure: null, retryAfterMs: 0 }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof FlashlineError) || !passing.has(error.code)) throw error
    const { retryAfterMs } = error.context
    return {
      progress: null,
      failure: error.code,
      retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : 0,
    }
  }
}
