// What a job owes to the cloud, from its record. Pure; whether and when it is sent is the outbox's business.
import { FlashlineError, type Job } from '../../preload/contract/index.ts'
import type { OtaLog, Report } from './cloud.ts'
import { cutMiddle } from './cut-middle.ts'

/** The documents name no limit for it; those that they do name are 250 characters. */
const MAX_DESCRIPTION_BYTES = 200
const MAX_MODEL_CHARS = 20

/** A device that was found with the image of its task in it already, and proved it, has its upgrade behind it. */
const isOwed = ({ touched, outcome, task }: Job): boolean =>
  touched || (outcome === 'passed' && task !== null)

/** Null when nothing is owed: nothing became of the device, or device or task are not known. */
export function otaLogFor(job: Job): OtaLog | null {
  const { deviceId } = job.device
  if (!isOwed(job) || deviceId === null || job.task === null) return null
  return { deviceId, taskId: job.task.taskId, startedAt: job.startedAt }
}

/**
 * The result of an ended job. Null when none is owed: nothing became of the device, or it or one of its versions is not
 * known. `toVersion` is the version that the device was to get, also when it did not. SOFTWARE while the job runs.
 */
export function reportFor(job: Job, model: string): Report | null {
  const { deviceId } = job.device
  const fromVersion = job.fromVersion.number
  const toVersion = job.toVersion.number
  if (!isOwed(job) || deviceId === null || fromVersion === null || toVersion === null) return null
  if (job.outcome === 'running' || job.endedAt === null) {
    throw new FlashlineError('SOFTWARE', { message: 'a running job has no result' })
  }
  return {
    deviceId,
    taskId: job.task?.taskId ?? null,
    part: job.part,
    model: model.slice(0, MAX_MODEL_CHARS),
    fromVersion,
    toVersion,
    succeeded: job.outcome === 'passed',
    description: description(job),
    startedAt: job.startedAt,
    endedAt: job.endedAt,
  }
}

/** Ends with our own id of the job, whole: by it the cloud's record and ours are known to be the same. */
function description(job: Job): string {
  const mark = jobMark(job.jobId)
  return cutMiddle(resultText(job), Math.max(0, MAX_DESCRIPTION_BYTES - mark.length)) + mark
}

const jobMark = (jobId: string) => `; job ${jobId}`

/** Whether a text that a cloud keeps is that of this job. */
export function tellsOf(description: string, jobId: string): boolean {
  return `; ${description}`.endsWith(jobMark(jobId))
}

/** Not in those from before jobs were named. */
export function namesJob(description: string): boolean {
  return jobIdOf(description) !== null
}

/** Whose result a text tells; null: it names none. */
export function jobIdOf(description: string): string | null {
  return /(?:^|; )job (\S+)$/.exec(description)?.[1] ?? null
}

/** The same result with nothing but the job's id for a text: for a cloud that finds the whole too large. */
export function shortenReport(report: Report): Report {
  const start = report.description.lastIndexOf('job ')
  return { ...report, description: start === -1 ? '' : report.description.slice(start) }
}

/** For who reads the cloud's records: facts, no sentences, no path and no name of this machine. */
function resultText(job: Job): string {
  const state = `device ${job.deviceState}`
  if (job.error === null) return `${job.outcome}; ${state}`
  const step = job.error.step === null ? '' : ` in ${job.error.step}`
  return `${job.outcome}: ${job.error.code}${step}; ${state}`
}
