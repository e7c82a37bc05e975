// Job records: each write of a job, its steps, its log and what it owes to the cloud is one transaction.
import type { Selectable } from 'kysely'
import {
  FlashlineError,
  type Job,
  type JobCorrection,
  type JobRecord,
  type LogLine,
} from '../../preload/contract/index.ts'
import { chainCorrection, chainEnd } from './chain.ts'
import { appendLog, appendTransitions, readLog } from './events.ts'
import type { GroupedWrites } from './grouped-writes.ts'
import { type HistoryPage, type HistoryQuery, listHistory, withSteps } from './history.ts'
import { fromJobRow, type JobsTable, toJobRow } from './job-row.ts'
import type { JobStore, OutboxMessage } from './job-store.ts'
import { recordsOwed } from './listeners.ts'
import { withStoreErrors } from './open.ts'
import { addMessages, readMessages } from './outbox.ts'
import { readSteps, replaceSteps } from './steps.ts'
import type { StoreDb } from './tables.ts'

export interface Jobs extends JobStore {
  /** Ended jobs, newest first, and how many there are of the filter. JOB_UNKNOWN when `beforeJobId` is none. */
  list(query: HistoryQuery): Promise<HistoryPage>
  /** The ended job that changed this device last, or found nothing to change; null: none did. Without its steps. */
  lastTouched(deviceId: string): Promise<Job | null>
  /** JOB_UNKNOWN */
  get(jobId: string): Promise<JobRecord>
  /** Jobs without an end. Right after opening: those that a dead process left behind. */
  leftRunning(): Promise<Job[]>
  /**
   * Puts a record right that ended otherwise: it passed, and the device has confirmed it; its error stays. One transaction
   * with what that owes to a cloud. A record is put right once: later calls change nothing. Returns it. JOB_UNKNOWN.
   */
  correct(jobId: string, correction: JobCorrection, messages: readonly OutboxMessage[]): Promise<Job>
}

/** `onChained`: an entry of the record chain is on disk. */
export function createJobs(
  db: StoreDb,
  writes: GroupedWrites,
  now: () => Date,
  onChained: () => void = () => {},
): Jobs {
  return {
    begin: (job) =>
      withStoreErrors(() =>
        writes.run(async (trx) => {
          const { job_no } = await trx
            .insertInto('jobs')
            .values(toJobRow(job))
            .returning('job_no')
            .executeTakeFirstOrThrow()
          await appendTransitions(trx, job_no, await replaceSteps(trx, job_no, job.steps))
          if (job.endedAt !== null) await chainEnd(trx, job_no, now().toISOString())
        }),
      ),

    save: (job, log, messages) =>
      withStoreErrors(async () => {
        await writes.run((trx) => saveJob(trx, job, log, messages, now().toISOString()))
        if (job.endedAt !== null) onChained()
      }),

    list: (query) => withStoreErrors(() => listHistory(db, query)),

    lastTouched: (deviceId) =>
      withStoreErrors(async () => {
        const row = await db
          .selectFrom('jobs')
          .selectAll()
          .where('device_id', '=', deviceId)
          .where('ended_at', 'is not', null)
          .where((eb) => eb.or([eb('touched', '=', 1), eb('outcome', '=', 'passed')]))
          .orderBy('ended_at', 'desc')
          .orderBy('job_no', 'desc')
          .limit(1)
          .executeTakeFirst()
        return row === undefined ? null : fromJobRow(row, [])
      }),

    get: (jobId) =>
      withStoreErrors(async () => {
        const row = await findRow(db, jobId)
        const steps = (await readSteps(db, [row.job_no])).get(row.job_no) ?? []
        return {
          ...fromJobRow(row, steps),
          log: await readLog(db, row.job_no),
          messages: await readMessages(db, jobId),
        }
      }),

    leftRunning: () =>
      withStoreErrors(async () => {
        const running = db.selectFrom('jobs').selectAll().where('outcome', '=', 'running')
        return withSteps(db, await running.orderBy('job_no').execute())
      }),

    correct: (jobId, correction, messages) =>
      withStoreErrors(async () => {
        const corrected = await writes.run((trx) =>
          correctJob(trx, jobId, correction, messages, now().toISOString()),
        )
        onChained()
        return corrected
      }),
  }
}

/** Part of a transaction of the caller. JOB_UNKNOWN when the job was never begun. */
export async function saveJob(
  trx: StoreDb,
  job: Job,
  log: readonly LogLine[],
  messages: readonly OutboxMessage[],
  at: string,
): Promise<void> {
  const before = await findRow(trx, job.jobId)
  const { job_no } = before
  const lines = await appendLog(trx, job_no, before.log_lines, log)
  await appendTransitions(trx, job_no, await replaceSteps(trx, job_no, job.steps))
  const changes = changesOf(before, { ...toJobRow(job), log_lines: lines })
  if (Object.keys(changes).length > 0)
    await trx.updateTable('jobs').set(changes).where('job_no', '=', job_no).execute()
  const hasEnded = before.ended_at === null && job.endedAt !== null
  if (hasEnded) await chainEnd(trx, job_no, at)
  const owed = hasEnded ? [...messages, ...(await recordsOwed(trx, job))] : messages
  await addMessages(trx, job.jobId, owed, at)
}

async function correctJob(
  trx: StoreDb,
  jobId: string,
  correction: JobCorrection,
  messages: readonly OutboxMessage[],
  at: string,
): Promise<Job> {
  const row = await findRow(trx, jobId)
  const steps = (await readSteps(trx, [row.job_no])).get(row.job_no) ?? []
  if (row.correction_json !== null) return fromJobRow(row, steps)
  const right = {
    outcome: 'passed',
    device_state: 'confirmed',
    correction_json: JSON.stringify(correction),
  } as const
  await trx.updateTable('jobs').set(right).where('job_no', '=', row.job_no).execute()
  await chainCorrection(trx, { ...row, ...right }, at)
  const corrected = fromJobRow({ ...row, ...right }, steps)
  const owed = [...messages, ...(await recordsOwed(trx, corrected))]
  await addMessages(trx, jobId, owed, at, { corrects: 1 })
  return corrected
}

/** A column that is set costs the work of its indexes, also when its value stays. */
function changesOf(before: Selectable<JobsTable>, after: Partial<Selectable<JobsTable>>) {
  const known: Partial<Record<string, unknown>> = before
  return Object.fromEntries(Object.entries(after).filter(([column, value]) => known[column] !== value))
}

async function findRow(db: StoreDb, jobId: string): Promise<Selectable<JobsTable>> {
  const row = await db.selectFrom('jobs').selectAll().where('job_id', '=', jobId).executeTakeFirst()
  if (row === undefined) throw new FlashlineError('JOB_UNKNOWN', { jobId })
  return row
}
