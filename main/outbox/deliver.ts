// Brings one message to its cloud and tells how it got there. After a lost answer the cloud is asked first whether it has
// the report: sent twice it might count twice. An ota-log is simply sent again: a device has one open log of a task.
import { asFlashlineError, type Delivery, FlashlineError } from '../../preload/contract/index.ts'
import type { Report, ResultSink } from '../clouds/cloud.ts'
import type { OutboxMessage } from '../store/job-store.ts'
import { judge } from './schedule.ts'

const ATTEMPT_TIMEOUT_MS = 60_000

/** `doubtful`: the cloud may have it already. Rejects as the sink does; nothing was acknowledged then. */
export async function deliver(
  message: OutboxMessage,
  sink: ResultSink,
  doubtful: boolean,
  stop: AbortSignal,
): Promise<Delivery> {
  if (message.kind === 'otaLog') {
    await bounded((signal) => sink.sendOtaLog(message.body, signal), stop)
    return doubtful ? 'repeatedUnasked' : 'acknowledged'
  }
  const found = doubtful ? await ask(message.body, sink, stop) : null
  if (found === 'yes') return 'foundAtCloud'
  await bounded((signal) => sink.sendReport(message.body, signal), stop)
  if (found === null) return 'acknowledged'
  return found === 'no' ? 'repeated' : 'repeatedUnasked'
}

/** A cloud that cannot be asked now is asked later; one that refuses to say would refuse for ever. */
async function ask(report: Report, sink: ResultSink, stop: AbortSignal): Promise<'yes' | 'no' | 'unknown'> {
  try {
    return await bounded((signal) => sink.hasReport(report, signal), stop)
  } catch (error) {
    if (stop.aborted || judge(asFlashlineError(error)) === 'pause') throw error
    return 'unknown'
  }
}

/** Bounded in time, and given up at once when stopped, also by a client that does not listen. */
async function bounded<Result>(
  call: (signal: AbortSignal) => Promise<Result>,
  stop: AbortSignal,
): Promise<Result> {
  const timeout = AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)
  const signal = AbortSignal.any([stop, timeout])
  signal.throwIfAborted()
  let giveUp = () => {}
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason)
    signal.addEventListener('abort', giveUp, { once: true })
  })
  try {
    return await Promise.race([call(signal), aborted])
  } catch (error) {
    if (timeout.aborted && !stop.aborted) {
      throw new FlashlineError('CLOUD_TIMEOUT', { timeoutMs: ATTEMPT_TIMEOUT_MS }, { cause: error })
    }
    throw error
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}
