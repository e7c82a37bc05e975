// Whether a service has what it may have got already, by the logs that it keeps of this device and task. Pure.
// A log is issued by 8, and completed by the report (6) of a success, with the time when that ended. A failure leaves no
// documented trace; some services tell the last result of device and task with their logs.
import type { OtherResults, Report } from '../cloud.ts'
import { jobIdOf, namesJob, tellsOf } from '../report.ts'
import type { LoggedResult } from './log-schema.ts'

/** `complete`: no log is missing. */
export interface KeptResults {
  readonly results: readonly LoggedResult[]
  readonly complete: boolean
}

/** Our clock and the service's may differ by so much. */
const CLOCK_TOLERANCE_MS = 60_000
/** Between a time and what a service makes of it that keeps whole seconds. */
const ROUNDING_MS = 1000

export function decideArrived(
  report: Report,
  { laterJobs, earlierEnds }: OtherResults,
  { results, complete }: KeptResults,
): 'yes' | 'no' | 'unknown' {
  // That its job succeeded is told of one that is recorded as interrupted, where the database has lost its end. A success may
  // follow on a failure of the same job: then it puts that right, and has not come with it.
  const jobId = report.succeeded ? null : jobIdOf(report.description)
  const isTold = results.some(
    ({ description, failed }) =>
      // The text of a success names its job, or would be that of any other.
      (description === report.description &&
        failed !== report.succeeded &&
        (failed || namesJob(description))) ||
      (jobId !== null && tellsOf(description, jobId)) ||
      laterJobs.some((jobId) => tellsOf(description, jobId)),
  )
  if (isTold) return 'yes'
  if (!report.succeeded) return 'unknown'
  const completed = results.filter((result) => result.completed && !isOfEarlier(result, earlierEnds))
  if (completed.some(({ executedAt }) => isAt(executedAt, report.endedAt))) return 'yes'
  // Its own log goes before its report and would be completed by it: one that is open still says that it has not come.
  if (results.some((result) => !result.completed)) return complete ? 'no' : 'unknown'
  if (completed.some(({ executedAt }) => isSince(executedAt, report.startedAt))) return 'yes'
  // Without any log nothing can be told: the instruction itself may never have been logged.
  return complete && results.length > 0 ? 'no' : 'unknown'
}

/** An open log is enough: a second request would add nothing to it. */
export function decideLogged(
  startedAt: string | null,
  { earlierEnds }: OtherResults,
  { results, complete }: KeptResults,
): 'yes' | 'no' | 'unknown' {
  if (results.some(({ completed }) => !completed)) return 'yes'
  if (startedAt === null) return 'unknown'
  const others = results.filter((result) => !isOfEarlier(result, earlierEnds))
  if (others.some(({ executedAt }) => isSince(executedAt, startedAt))) return 'yes'
  return complete ? 'no' : 'unknown'
}

/** A device may have been through the same task a moment earlier: that log is of no use for this run. */
const isOfEarlier = ({ completed, executedAt }: LoggedResult, earlierEnds: readonly string[]) =>
  completed && earlierEnds.some((endedAt) => isAt(executedAt, endedAt))

/** To the millisecond where the service tells one. */
function isAt(executedAt: string | null, at: string): boolean {
  if (executedAt === null) return false
  const executedMs = Date.parse(executedAt)
  return Math.abs(executedMs - Date.parse(at)) <= (executedMs % 1000 === 0 ? ROUNDING_MS : 0)
}

const isSince = (executedAt: string | null, startedAt: string) =>
  executedAt === null || Date.parse(executedAt) >= Date.parse(startedAt) - CLOCK_TOLERANCE_MS
