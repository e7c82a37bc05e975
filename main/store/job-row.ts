// A job as a row and back: pure. What one filters by has columns; nested facts are JSON. Steps and log are other tables.
import type { Generated, Selectable } from 'kysely'
import { z } from 'zod'
import {
  type DeviceState,
  type ErrorCode,
  errorContextSchema,
  firmwareSchema,
  type Job,
  type JobOutcome,
  jobCorrectionSchema,
  type Part,
  type Step,
  type StepName,
} from '../../preload/contract/index.ts'

export interface JobsTable {
  /** Order in which jobs began; breaks ties between jobs that ended at the same time. */
  job_no: Generated<number>
  job_id: string
  slot_id: string
  slot_name: string
  link: string
  protocol: string
  profile_id: string
  product_id: string | null
  part_type: Part['type']
  part_identify: number
  device_id: string | null
  mac: string | null
  sn: string | null
  task_id: string | null
  task_name: string | null
  order_id: string | null
  lot: string | null
  firmware_json: string | null
  from_number: number | null
  from_text: string | null
  to_number: number | null
  to_text: string | null
  booted_number: number | null
  booted_text: string | null
  operator: string
  outcome: JobOutcome
  touched: number
  device_state: DeviceState
  started_at: string
  ended_at: string | null
  error_code: ErrorCode | null
  error_step: StepName | null
  error_context_json: string | null
  correction_json: string | null
  /** Milliseconds of each step that passed. */
  identify_ms: number | null
  check_ms: number | null
  download_ms: number | null
  flash_ms: number | null
  verify_ms: number | null
  confirm_ms: number | null
  report_ms: number | null
  /** Of all steps. */
  retries: Generated<number>
  /** Of passed flash steps. */
  flash_bytes: number | null
  /** Log lines kept so far, the one that notes a cut included. */
  log_lines: Generated<number>
}

const json = z.string().transform((text): unknown => JSON.parse(text))
const storedFirmware = json.pipe(firmwareSchema)
const storedCorrection = json.pipe(jobCorrectionSchema)
/** A context that was written by this program. */
export const storedContext = json.pipe(errorContextSchema)

/** The columns of a job, without its number and without the count of its log lines. */
export function toJobRow(job: Job): Omit<Selectable<JobsTable>, 'job_no' | 'log_lines'> {
  return {
    job_id: job.jobId,
    slot_id: job.slotId,
    slot_name: job.slotName,
    link: job.link,
    protocol: job.protocol,
    profile_id: job.profileId,
    product_id: job.productId,
    part_type: job.part.type,
    part_identify: job.part.identify,
    device_id: job.device.deviceId,
    mac: job.device.mac,
    sn: job.device.sn,
    task_id: job.task?.taskId ?? null,
    task_name: job.task?.name ?? null,
    order_id: job.orderId,
    lot: job.lot,
    firmware_json: job.firmware === null ? null : JSON.stringify(job.firmware),
    from_number: job.fromVersion.number,
    from_text: job.fromVersion.text,
    to_number: job.toVersion.number,
    to_text: job.toVersion.text,
    booted_number: job.bootedVersion.number,
    booted_text: job.bootedVersion.text,
    operator: job.operator,
    outcome: job.outcome,
    touched: job.touched ? 1 : 0,
    device_state: job.deviceState,
    started_at: job.startedAt,
    ended_at: job.endedAt,
    error_code: job.error?.code ?? null,
    error_step: job.error?.step ?? null,
    error_context_json: job.error === null ? null : JSON.stringify(job.error.context),
    correction_json: job.correction === null ? null : JSON.stringify(job.correction),
    ...stepSums(job.steps),
  }
}

/** What statistics add up of a job's steps. A clock that was set back during a step makes it take no time. */
function stepSums(steps: readonly Step[]) {
  const passed = steps.filter(({ outcome }) => outcome === 'passed')
  const tookMs = (name: StepName) =>
    sumOrNull(
      passed.flatMap(({ name: own, startedAt, endedAt }) =>
        own !== name || endedAt === null ? [] : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)),
      ),
    )
  return {
    identify_ms: tookMs('identify'),
    check_ms: tookMs('check'),
    download_ms: tookMs('download'),
    flash_ms: tookMs('flash'),
    verify_ms: tookMs('verify'),
    confirm_ms: tookMs('confirm'),
    report_ms: tookMs('report'),
    retries: steps.reduce((sum, { retries }) => sum + retries, 0),
    flash_bytes: sumOrNull(passed.flatMap(({ name, doneBytes }) => (name === 'flash' ? doneBytes : []))),
  }
}

/** Null of nothing. */
const sumOrNull = (amounts: readonly number[]): number | null =>
  amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount)

export function fromJobRow(row: Selectable<JobsTable>, steps: Step[]): Job {
  return {
    jobId: row.job_id,
    slotId: row.slot_id,
    slotName: row.slot_name,
    link: row.link,
    protocol: row.protocol,
    profileId: row.profile_id,
    productId: row.product_id,
    part: { type: row.part_type, identify: row.part_identify },
    device: { deviceId: row.device_id, mac: row.mac, sn: row.sn },
    task: row.task_id === null ? null : { taskId: row.task_id, name: row.task_name ?? '' },
    orderId: row.order_id,
    lot: row.lot,
    firmware: row.firmware_json === null ? null : storedFirmware.parse(row.firmware_json),
    fromVersion: { number: row.from_number, text: row.from_text },
    toVersion: { number: row.to_number, text: row.to_text },
    bootedVersion: { number: row.booted_number, text: row.booted_text },
    operator: row.operator,
    outcome: row.outcome,
    touched: row.touched === 1,
    deviceState: row.device_state,
    notice: null,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    steps,
    error:
      row.error_code === null
        ? null
        : {
            code: row.error_code,
            step: row.error_step,
            context: storedContext.parse(row.error_context_json ?? '{}'),
          },
    correction: row.correction_json === null ? null : storedCorrection.parse(row.correction_json),
  }
}
