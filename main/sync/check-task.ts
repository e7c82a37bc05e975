// Asks the cloud which task a device may have, and decides from what was synced when the cloud cannot say. A cloud that
// answers is always right, also when it says no.
import { asFlashlineError, type ErrorCode, FlashlineError, type Task } from '../../preload/contract/index.ts'
import type { Checked, CheckQuery, TaskSource } from '../clouds/cloud.ts'
import { decideOffline } from './check-offline.ts'

const PATIENCE_MS = 10_000

/** The cloud did not judge the question: it could not be reached, did not answer, or did not take the station for itself. */
const undecided: ReadonlySet<ErrorCode> = new Set([
  'CLOUD_UNREACHABLE',
  'CLOUD_HOST_UNKNOWN',
  'CLOUD_TIMEOUT',
  'CLOUD_CIRCUIT_OPEN',
  'CLOUD_SERVER',
  'CLOUD_BUSY',
  'CLOUD_TLS',
  'CLOUD_PROXY',
  'CLOUD_TOKEN',
  'CLOUD_CREDENTIALS',
  'CLOUD_FORBIDDEN',
])

export interface CheckTaskParts {
  readonly source: TaskSource
  /** The tasks of the last complete sync; null when there was none. Not asked while the cloud answers. */
  readonly synced: () => Promise<{ tasks: readonly Task[]; syncedAt: string } | null>
  /** How long the cloud is waited for when there is something else to decide by; 10 s when left out. */
  readonly patienceMs?: number
}

/** Rejects as the cloud does when nothing was ever synced, and with `signal.reason` on abort. */
export function createCheckTask({
  source,
  synced,
  patienceMs = PATIENCE_MS,
}: CheckTaskParts): (query: CheckQuery, signal: AbortSignal) => Promise<Checked> {
  return async (query, signal) => {
    const hurry = new AbortController()
    const timer = setTimeout(async () => {
      const copy = await synced().catch(() => null)
      if (copy !== null) hurry.abort(new FlashlineError('CLOUD_TIMEOUT', { timeoutMs: patienceMs }))
    }, patienceMs)
    try {
      const task = await source.check(query, AbortSignal.any([signal, hurry.signal]))
      return { task, source: 'cloud', syncedAt: null, cause: null }
    } catch (error) {
      signal.throwIfAborted()
      const { code } = asFlashlineError(hurry.signal.aborted ? hurry.signal.reason : error)
      const copy = undecided.has(code) ? await synced() : null
      if (copy === null) throw error
      const task = decideOffline(copy.tasks, query)
      return { task, source: 'offline', syncedAt: copy.syncedAt, cause: code }
    } finally {
      clearTimeout(timer)
    }
  }
}
