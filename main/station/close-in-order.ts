// Ends the parts of a station one after the other. One that cannot end as it should (what it would write finds a full disk) keeps
// none of the others from ending, nor the process.
import type { Logger } from 'pino'
import { asFlashlineError } from '../../preload/contract/index.ts'

/** Never rejects: what went wrong is in the log, and the next start mends it. */
export async function closeInOrder(
  log: Pick<Logger, 'error'>,
  steps: readonly (() => unknown)[],
): Promise<void> {
  for (const step of steps) {
    try {
      await step()
    } catch (error) {
      const { code, context } = asFlashlineError(error)
      log.error({ code, ...context }, 'closing')
    }
  }
}
