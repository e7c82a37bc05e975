// Brings one message to its cloud and tells how it got there. When it may have arrived already (a lost answer, a restored
// database, a result that travels in a file) the cloud is asked first whether it has it: sent twice it might count twice.
// A cloud that cannot say gets it again: a lost result is gone and nobody knows, while one that comes twice carries the same
// times and the same job id, and its row says that it was repeated unasked.
import { asFlashlineError, type Delivery, FlashlineError } from '../../preload/contract/index.ts'
import type { OtherResults, Report, ResultSink } from '../clouds/cloud.ts'
import { shortenReport } from '../clouds/report.ts'
import type { OutboxMessage } from '../store/job-store.ts'
import { judge } from './schedule.ts'

const ATTEMPT_TIMEOUT_MS = 60_000
const QUESTIONS_AT_MOST = 10

export type CloudMessage = Exclude<OutboxMessage, { kind: 'record' }>

export interface Doubt {
  /** The cloud may have it already. */
  readonly doubtful: boolean
  /** How often the message has failed for reasons of its own. */
  readonly failures: number
  readonly others: () => Promise<OtherResults>
}

/** Rejects as the sink does; nothing was acknowledged then. MESSAGE_TOO_LARGE when the cloud finds it so, however short. */
export async function deliver(
  message: CloudMessage,
  sink: ResultSink,
  doubt: Doubt,
  stop: AbortSignal,
): Promise<Delivery> {
  const found = doubt.doubtful ? await ask(message, sink, doubt, stop) : null
  if (found === 'yes') return 'foundAtCloud'
  if (message.kind === 'otaLog') await bounded((signal) => sink.sendOtaLog(message.body, signal), stop)
  else await sendReport(message.body, sink, stop)
  if (found === null) return 'acknowledged'
  return found === 'no' ? 'repeated' : 'repeatedUnasked'
}

/** One that is too long for the cloud goes once more with the shortest text that still names the job. */
async function sendReport(report: Report, sink: ResultSink, stop: AbortSignal): Promise<void> {
  const send = (body: Report) => bounded((signal) => sink.sendReport(body, signal), stop)
  try {
    await send(report)
  } catch (error) {
    if (!isTooLarge(error)) throw error
    try {
      await send(shortenReport(report))
    } catch (again) {
      if (!isTooLarge(again)) throw again
      throw new FlashlineError('MESSAGE_TOO_LARGE', again.context, { cause: again })
    }
  }
}

function isTooLarge(error: unknown): error is FlashlineError {
  return error instanceof FlashlineError && error.code === 'CLOUD_REFUSED' && error.context.status === 413
}

/**
 * A cloud that cannot be asked now is asked later; one that refuses to say would refuse for ever, and so would one whose
 * answer nobody could read so many times.
 */
async function ask(
  message: CloudMessage,
  sink: ResultSink,
  { others, failures }: Doubt,
  stop: AbortSignal,
): Promise<'yes' | 'no' | 'unknown'> {
  const around = await others()
  try {
    return await bounded(
      (signal) =>
        message.kind === 'otaLog'
          ? sink.hasOtaLog(message.body, around, signal)
          : sink.hasReport(message.body, around, signal),
      stop,
    )
  } catch (error) {
    if (stop.aborted) throw error
    const verdict = judge(asFlashlineError(error))
    if (verdict === 'pause' || (verdict === 'retry' && failures < QUESTIONS_AT_MOST)) throw error
    return 'unknown'
  }
}

/** Bounded in time, and given up at once when stopped, also by a client that does not listen. */
export async function bounded<Result>(
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
