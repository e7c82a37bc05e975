// Waits for a device behind a broker to say what it runs after it took an image. Not here: how it says it (broker-ear.ts).
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { BrokerEar } from './broker-ear.ts'
import type { Said, VersionWait } from './said.ts'

const askEveryMs = 2000

/**
 * The version of a device that has started anew. One that still runs its old firmware may answer, too: an answer counts
 * when it is another version than before, or came unasked as it does after a start; else the last one when the time is
 * over. VERSION_UNSEEN {timeoutMs}; the signal's reason.
 */
export async function waitForBrokerVersion(
  ear: BrokerEar,
  { before, expected, timeoutMs, failure }: VersionWait,
  signal: AbortSignal,
): Promise<Said> {
  const until = performance.now() + timeoutMs
  let askAt = performance.now()
  for (;;) {
    const failed = failure()
    if (failed !== null) throw failed
    const { said } = ear
    if (said !== null && (ear.hasBooted || isNew(said.version, before?.version ?? null, expected)))
      return said
    const now = performance.now()
    if (now >= until) {
      if (said !== null) return said
      throw new FlashlineError('VERSION_UNSEEN', { timeoutMs })
    }
    if (now >= askAt) {
      askAt = now + askEveryMs
      // The broker comes back by itself, and until then there is the deadline.
      await ear.ask(signal).catch((error: unknown) => {
        if (!(error instanceof FlashlineError) || error.code !== 'BROKER_LOST') throw error
      })
      continue
    }
    await ear.bell.wait(Math.min(until, askAt) - now, signal)
  }
}

function isNew(version: string, before: string | null, expected: string | null): boolean {
  return before === null ? version === expected : version !== before
}
