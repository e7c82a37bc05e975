// THE FLOW: the only file that knows the order of the steps, what ends a job early, and what teardown gives back.
//
//   identify -> check -> download -> flash -> verify -> confirm -> report
//
// Whatever happens, the record is written (report), the device is left running what it has, and the link is closed.
import {
  asFlashlineError,
  type FlashlineError,
  type Job,
  type JobOutcome,
  type StepName,
} from '../../preload/contract/index.ts'
import { check, checkDeadlineMs } from './check.ts'
import { confirm, confirmDeadlineMs } from './confirm.ts'
import { download, downloadDeadlineMs } from './download.ts'
import { flash, flashDeadlineMs } from './flash.ts'
import { identify, identifyDeadlineMs } from './identify.ts'
import { JobRun } from './job-run.ts'
import type { JobOrder, JobPorts } from './ports.ts'
import { report } from './report.ts'
import { type Held, isSkipped, type StepContext, withDeadline } from './step.ts'
import { verify, verifyDeadlineMs } from './verify.ts'

/** A device that hangs must not keep its slot: it gets this long to start its firmware again. */
const teardownDeadlineMs = 20_000

/**
 * Runs one job to its end and returns its record as it is on disk. Rejects only when the record itself cannot be
 * written (STORE_*). Aborting `signal` cancels: its reason is the error of the job.
 */
export async function runJob(order: JobOrder, ports: JobPorts, signal: AbortSignal): Promise<Job> {
  const run = new JobRun(order, ports)
  const held: Held = { link: null, target: null }
  await run.begin()
  try {
    const error = await runSteps(run, held, signal)
    run.set({ notice: null })
    await report(run, error ? outcomeOf(error, run.job) : 'passed')
  } finally {
    await teardown(run, held).finally(() => ports.guards.units.letGo(order.jobId))
  }
  run.emit({ type: 'jobFinished', job: run.job })
  return run.job
}

/** The steps in their order. Returns the error that ended them, or null when all passed. */
async function runSteps(run: JobRun, held: Held, signal: AbortSignal): Promise<FlashlineError | null> {
  const step = <Result>(
    name: StepName,
    deadlineMs: number,
    work: (context: StepContext) => Promise<Result>,
  ) => runStep(run, name, deadlineMs, signal, work)
  try {
    const target = await step('identify', identifyDeadlineMs, (context) => identify(context, held))
    const task = await step('check', checkDeadlineMs, check)
    const { plan } = await step('download', downloadDeadlineMs, (context) =>
      download(context, isSkipped(task) ? null : task, target),
    )
    await step('flash', flashDeadlineMs(plan, run.order.profile), (context) => flash(context, target, plan))
    await step('verify', verifyDeadlineMs(plan), (context) => verify(context, target, plan))
    await step('confirm', confirmDeadlineMs, (context) => confirm(context, target, plan, held))
    return null
  } catch (error) {
    return asFlashlineError(error)
  }
}

/** One step: bounded, cancellable, recorded however it ends. */
async function runStep<Result>(
  run: JobRun,
  name: StepName,
  deadlineMs: number,
  signal: AbortSignal,
  work: (context: StepContext) => Promise<Result>,
): Promise<Result> {
  run.startStep(name)
  try {
    const result = await withDeadline(name, deadlineMs, signal, (signal) => work({ run, signal }))
    if (isSkipped(result)) run.detail({ reason: result.skipped })
    run.finishStep(isSkipped(result) ? 'skipped' : 'passed')
    await run.save()
    return result
  } catch (error) {
    const known = run.fail(error, name)
    run.finishStep(known.code === 'JOB_CANCELLED' ? 'cancelled' : 'failed')
    throw known
  }
}

/** Stopped before the device was touched, for a reason that is not the device's: nothing was flashed, no unit failed. */
function outcomeOf(error: FlashlineError, job: Job): Exclude<JobOutcome, 'running'> {
  if (error.code === 'JOB_CANCELLED') return 'cancelled'
  return job.touched || error.row.exit === 1 ? 'failed' : 'refused'
}

async function teardown(run: JobRun, held: Held): Promise<void> {
  const { link, target } = held
  if (!link) return
  try {
    if (target) await target.reset(AbortSignal.timeout(teardownDeadlineMs))
  } catch (error) {
    // The job's own error stands; a device that cannot be restarted any more is only noted.
    run.log({ source: 'station', text: `restart after the job failed: ${asFlashlineError(error).code}` })
  } finally {
    await link.close()
    await run.saveLog()
  }
}
