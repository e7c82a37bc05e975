// What every step is given, and the deadline that bounds it.
import { FlashlineError, type StepName } from '../../preload/contract/index.ts'
import type { Target } from '../protocols/protocol.ts'
import type { Link } from '../transports/link.ts'
import type { JobRun } from './job-run.ts'

/** What teardown has to give back, filled in as soon as it is held. */
export interface Held {
  link: Link | null
  target: Target | null
}

export interface StepContext {
  readonly run: JobRun
  /** Aborts on cancel and on the step's deadline; its reason is the error. */
  readonly signal: AbortSignal
}

/** Nothing to do here, and why; the record keeps the reason. */
export interface Skipped {
  readonly skipped: 'localImage' | 'protocolCannotProve' | 'profileCannotConfirm' | 'notTouched' | 'noCloud'
}

export function isSkipped(result: unknown): result is Skipped {
  return typeof result === 'object' && result !== null && 'skipped' in result
}

/** Runs `work` with a signal that aborts when `signal` does or after `deadlineMs` (STEP_TIMEOUT). */
export async function withDeadline<Result>(
  step: StepName,
  deadlineMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController()
  const forward = () => controller.abort(signal.reason)
  if (signal.aborted) forward()
  signal.addEventListener('abort', forward, { once: true })
  const timer = setTimeout(
    () => controller.abort(new FlashlineError('STEP_TIMEOUT', { step, deadlineMs })),
    deadlineMs,
  )
  try {
    controller.signal.throwIfAborted()
    return await work(controller.signal)
  } catch (error) {
    // Whatever an aborted wait threw, the reason of the abort is the truth.
    throw controller.signal.aborted ? controller.signal.reason : error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', forward)
  }
}
