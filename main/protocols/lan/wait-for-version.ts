// Waits until a device that restarts says which version it runs then. The old firmware still answers for a moment before
// the restart, and its word must not pass for the new one's. Only the pinned address is asked: a device that comes back
// with another one is not seen. Not here: how it is asked (version-query.ts).
import { setTimeout as sleep } from 'node:timers/promises'
import { asFlashlineError, type ErrorCode, FlashlineError } from '../../../preload/contract/index.ts'

/** What counts of an answer; `startedAtMs` as in version-query.ts. */
export interface Told {
  readonly version: string | null
  readonly mac: string | null
  readonly startedAtMs: number | null
}

export interface RestartWait {
  /** What it said before the update; null: it was not asked. */
  readonly before: Told | null
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly everyMs?: number
  /** The old version has to be repeated for so long after the device was away before it counts. */
  readonly settleMs?: number
}

/** What a device that restarts may look like. */
const awayCodes: ReadonlySet<ErrorCode> = new Set([
  'LAN_UNREACHABLE',
  'OTA_BROKEN',
  'OTA_SILENT',
  'OTA_REPLY',
])
/** Uptimes are whole seconds, and their answers take a while. */
const startSlackMs = 2500

/**
 * Its answer as soon as it names another version than before, or the same one after a restart that is certain; when time is
 * up, the last answer since it was seen away. VERSION_UNSEEN: there is none. DEVICE_DIFFERS: another device answers. Also
 * what `ask` throws that no restart explains, and the signal's reason.
 */
export async function waitForVersion<Answer extends Told>(
  ask: (signal: AbortSignal) => Promise<Answer>,
  { before, timeoutMs, signal, everyMs = 500, settleMs = 10_000 }: RestartWait,
): Promise<Answer> {
  const endsAt = performance.now() + timeoutMs
  let last: Answer | null = null
  let wasAway = false
  let backSinceMs: number | null = null
  let cause: unknown
  while (performance.now() < endsAt) {
    try {
      last = await ask(signal)
      requireSame(before, last)
      backSinceMs ??= performance.now()
      const isSettled = wasAway && performance.now() - backSinceMs >= settleMs
      if (last.version !== before?.version || hasRestarted(before, last) || isSettled) return last
    } catch (error) {
      signal.throwIfAborted()
      if (!awayCodes.has(asFlashlineError(error).code)) throw error
      cause = error
      wasAway = true
      backSinceMs = null
      // What it said before it went is no news of what it runs now.
      last = null
    }
    const restMs = Math.max(0, Math.min(everyMs, endsAt - performance.now()))
    await sleep(restMs, undefined, { signal }).catch(() => signal.throwIfAborted())
  }
  if (last !== null) return last
  throw new FlashlineError('VERSION_UNSEEN', { timeoutMs }, { cause })
}

function requireSame(before: Told | null, { mac }: Told): void {
  if (before?.mac && mac && before.mac !== mac)
    throw new FlashlineError('DEVICE_DIFFERS', { expected: before.mac, found: mac })
}

function hasRestarted(before: Told | null, now: Told): boolean {
  if (before?.startedAtMs == null || now.startedAtMs === null) return false
  return now.startedAtMs - before.startedAtMs > startSlackMs
}
