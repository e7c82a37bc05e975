// Whether a service has what it may have got already, by the logs that it keeps of this device and task. Pure.
// A log is issued by 8, and completed by the report (6) of a success, with the time when that ended. A failure leaves no
// documented trace; some services tell the last result of device and task with their logs.
import type { Report } from '../cloud.ts'
import { namesJob, tellsOf } from '../report.ts'
import type { LoggedResult } from './log-schema.ts'

/** `complete`: no log is missing. */
export interface KeptResults {
  readonly results: readonly LoggedResult[]
  readonly complete: boolean
}

/** Our clock and the service's may differ by so much; half a second of it is rounding. */
const CLOCK_TOLERANCE_MS = 60_000
const SAME_TIME_MS = 1000

export function decideArrived(
  report: Report,
  laterJobs: readonly string[],
  { results, complete }: KeptResults,
): 'yes' | 'no' | 'unknown' {
  const isTold = results.some(
    ({ description, failed }) =>
      // The text of a success names its job, or would be that of any other.
      (description === report.description &&
        failed !== report.succeeded &&
        (failed || namesJob(description))) ||
      laterJobs.some((jobId) => tellsOf(description, jobId)),
  )
  if (isTold) return 'yes'
  if (!report.succeeded) return 'unknown'
  const endedMs = Date.parse(report.endedAt)
  const completed = results.filter((result) => result.completed)
  if (completed.some(({ executedAt }) => isAt(executedAt, endedMs))) return 'yes'
  // Its own log goes before its report and would be completed by it: one that is open still says that it has not come.
  if (results.some((result) => !result.completed)) return complete ? 'no' : 'unknown'
  if (completed.some(({ executedAt }) => isSince(executedAt, report.startedAt))) return 'yes'
  // Without any log nothing can be told: the instruction itself may never have been logged.
  return complete && results.length > 0 ? 'no' : 'unknown'
}

/** An open log is enough: a second request would add nothing to it. */
export function decideLogged(
  startedAt: string | null,
  { results, complete }: KeptResults,
): 'yes' | 'no' | 'unknown' {
  if (results.some(({ completed }) => !completed)) return 'yes'
  if (startedAt === null) return 'unknown'
  if (results.some(({ executedAt }) => isSince(executedAt, startedAt))) return 'yes'
  return complete ? 'no' : 'unknown'
}

const isAt = (executedAt: string | null, atMs: number) =>
  executedAt !== null && Math.abs(Date.parse(executedAt) - atMs) <= SAME_TIME_MS

const isSince = (executedAt: string | null, startedAt: string) =>
  executedAt === null || Date.parse(executedAt) >= Date.parse(startedAt) - CLOCK_TOLERANCE_MS
