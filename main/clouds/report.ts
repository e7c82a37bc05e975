// What a job owes to the cloud, from its record. Pure; whether and when it is sent is the outbox's business.
import { FlashlineError, type Job } from '../../preload/contract/index.ts'
import type { OtaLog, Report } from './cloud.ts'

const MAX_DESCRIPTION_CHARS = 200
const MAX_MODEL_CHARS = 20

/** Null when nothing is owed: the device was not touched, or device or task are not known. */
export function otaLogFor(job: Job): OtaLog | null {
  const { deviceId } = job.device
  if (!job.touched || deviceId === null || job.task === null) return null
  return { deviceId, taskId: job.task.taskId }
}

/**
 * The result of an ended job. Null when none is owed: the device was not touched, or it or one of its versions is not
 * known. `toVersion` is the version that the device was to get, also when it did not. SOFTWARE while the job runs.
 */
export function reportFor(job: Job, model: string): Report | null {
  const { deviceId } = job.device
  const fromVersion = job.fromVersion.number
  const toVersion = job.toVersion.number
  if (!job.touched || deviceId === null || fromVersion === null || toVersion === null) return null
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
  const id = `; job ${job.jobId}`
  return resultText(job).slice(0, Math.max(0, MAX_DESCRIPTION_CHARS - id.length)) + id
}

/** For who reads the cloud's records: facts, no sentences, no path and no name of this machine. */
function resultText(job: Job): string {
  const state = `device ${job.deviceState}`
  if (job.error === null) return `${job.outcome}; ${state}`
  const step = job.error.step === null ? '' : ` in ${job.error.step}`
  return `${job.outcome}: ${job.error.code}${step}; ${state}`
}
