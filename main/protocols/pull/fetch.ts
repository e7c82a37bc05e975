// One fetch from the instruction to the device's word that it took the image, as events for the job. Not here: the offer
// (index.ts), how the device is told (trigger.ts) and what it says meanwhile (follow.ts).
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { ConnectContext, WriteEvent } from '../protocol.ts'
import type { FetchNews } from './fetch-news.ts'

export interface FetchRules {
  readonly totalBytes: number
  /** From the instruction to the first request. */
  readonly startTimeoutMs: number
  /** Between two signs of life while it fetches. */
  readonly stallTimeoutMs: number
  /** From the last byte to the device's word; null: it gives none. */
  readonly doneTimeoutMs: number | null
  /** Nothing else will say what became of the image: without the word the fetch has failed. */
  readonly wordIsNeeded: boolean
}

/** PULL_NOT_STARTED, PULL_STOPPED, OTA_SILENT {phase: 'done'}, what `news` failed with; the signal's reason. */
export async function* watchFetch(
  news: FetchNews,
  rules: FetchRules,
  now: () => number,
  { signal, notice }: Pick<ConnectContext, 'signal' | 'notice'>,
): AsyncGenerator<WriteEvent, void, void> {
  let isAccepted = false
  let isPast = false
  let shownBytes = 0
  let wholeAtMs: number | null = null
  let isWaiting = false
  for (;;) {
    const { served, percent } = news
    if (!isAccepted && (news.isTaken || served.requests > 0)) {
      isAccepted = true
      yield { kind: 'accepted' }
    }
    if (!isPast && served.doneBytes > 0) {
      isPast = true
      yield { kind: 'pointOfNoReturn' }
    }
    const doneBytes = Math.max(shownBytes, takenBytes(served.doneBytes, percent, rules.totalBytes))
    if (doneBytes > shownBytes) {
      shownBytes = doneBytes
      yield { kind: 'progress', doneBytes, totalBytes: rules.totalBytes }
    }
    if (news.failure !== null) throw news.failure
    const isServed = news.served.isWhole && news.served.open === 0
    if (isServed) wholeAtMs ??= now()
    // An answer that is still owed may be a no: some devices give it only after the fetch.
    const isOver = isServed && news.toldAtMs !== null
    if (isOver && (rules.doneTimeoutMs === null || news.isDone)) break
    if (isWaiting !== (news.toldAtMs !== null && news.served.requests === 0)) {
      isWaiting = !isWaiting
      notice?.(isWaiting ? 'waitingForFetch' : null)
    }
    const wait = nextWait(news, rules, wholeAtMs)
    const leftMs = wait.untilMs - now()
    if (leftMs > 0) await news.bell.wait(leftMs, signal)
    else if (news.served !== served || news.percent !== percent) continue
    else if (wait.error === null) break
    else throw wait.error()
  }
  if (shownBytes < rules.totalBytes)
    yield { kind: 'progress', doneBytes: rules.totalBytes, totalBytes: rules.totalBytes }
}

/** What the device has for certain: what it was given, and where it counts itself, no more than that. */
function takenBytes(servedBytes: number, percent: number | null, totalBytes: number): number {
  return percent === null
    ? servedBytes
    : Math.min(servedBytes, Math.floor((Math.max(percent, 0) * totalBytes) / 100))
}

interface Wait {
  readonly untilMs: number
  /** Null: it is no failure. */
  readonly error: (() => FlashlineError) | null
}

function nextWait(news: FetchNews, rules: FetchRules, wholeAtMs: number | null): Wait {
  const { served, toldAtMs, movedAtMs } = news
  const { startTimeoutMs, stallTimeoutMs, doneTimeoutMs, totalBytes } = rules
  // Whoever gives the instruction has bounds of his own.
  if (toldAtMs === null && (wholeAtMs !== null || served.requests === 0))
    return { untilMs: Number.POSITIVE_INFINITY, error: null }
  if (served.requests === 0) {
    const error = () => new FlashlineError('PULL_NOT_STARTED', { timeoutMs: startTimeoutMs })
    return { untilMs: (toldAtMs ?? movedAtMs) + startTimeoutMs, error }
  }
  if (wholeAtMs !== null) {
    const timeoutMs = doneTimeoutMs ?? 0
    const error = () => new FlashlineError('OTA_SILENT', { phase: 'done', timeoutMs, doneBytes: totalBytes })
    // A device that is busy with its flash may count, and counts as alive.
    return { untilMs: Math.max(wholeAtMs, movedAtMs) + timeoutMs, error: rules.wordIsNeeded ? error : null }
  }
  const { doneBytes } = served
  const error = () => new FlashlineError('PULL_STOPPED', { doneBytes, totalBytes, timeoutMs: stallTimeoutMs })
  return { untilMs: movedAtMs + stallTimeoutMs, error }
}
