// Results that travel in files: which messages wait to go into one, what went, and what came from other stations. A
// message that went is `exported` and stays so, until a lead takes it back.
import { z } from 'zod'
import { type Job, jobSchema, type LogLine, type ResultFile } from '../../preload/contract/index.ts'
import { readLog } from './events.ts'
import { fromJobRow } from './job-row.ts'
import type { OutboxMessage } from './job-store.ts'
import { withStoreErrors } from './open.ts'
import { addMessages } from './outbox.ts'
import { toMessage } from './outbox-row.ts'
import { readSteps } from './steps.ts'
import type { StoreDb } from './tables.ts'

export interface ResultFilesTable {
  file_id: string
  direction: ResultFile['direction']
  name: string
  station_name: string
  at: string
  by: string
  jobs: number
  messages: number
  added: number
}

export interface ResultRecordsTable {
  job_id: string
  file_id: string
  record_json: string
}

/** A message for a cloud. Its connection is that of the station that sends it. */
export interface CarriedMessage {
  readonly corrects: 0 | 1
  readonly message: Exclude<OutboxMessage, { kind: 'record' }>
}

/** A job and what it owes. */
export interface CarriedJob {
  readonly record: Job
  /** Its last lines. */
  readonly log: readonly LogLine[]
  readonly messages: readonly CarriedMessage[]
}

/** Of a file, before it is known how much of it was new. */
export type NewResultFile = Omit<ResultFile, 'direction' | 'added'>

export interface ResultFiles {
  /** Our own messages that wait, whole jobs of at most `limitJobs`, oldest first, and the rows they stand in. */
  waiting(limits: {
    readonly jobs: number
    readonly logLines: number
  }): Promise<{ readonly jobs: CarriedJob[]; readonly outboxIds: number[] }>
  /** How many messages wait that could go into a file. */
  countWaiting(): Promise<number>
  /** The file is whole on the disk: its messages go no other way, all in one transaction. Returns how many did. */
  exported(file: NewResultFile, outboxIds: readonly number[]): Promise<number>
  /**
   * Adds what is not here yet, all in one transaction; the cloud may have it from another station, so it is asked first.
   * Returns how many messages are new.
   */
  imported(file: NewResultFile, jobs: readonly CarriedJob[]): Promise<number>
  /** Newest first. */
  list(limit: number): Promise<ResultFile[]>
  /** The records of a file that came in, as they came. */
  records(fileId: string): Promise<Job[]>
}

const idsAtOnce = 500
const storedJob = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(jobSchema)

export function createResultFiles(db: StoreDb): ResultFiles {
  const waitingRows = () =>
    db
      .selectFrom('outbox')
      .where('state', '=', 'waiting')
      .where('kind', 'in', ['otaLog', 'report'])
      .where('origin_json', 'is', null)

  return {
    waiting: ({ jobs: limitJobs, logLines }) =>
      withStoreErrors(async () => {
        const rows = await waitingRows().selectAll().orderBy('outbox_id').execute()
        const byJob = Map.groupBy(rows, ({ job_id }) => job_id)
        const jobs: CarriedJob[] = []
        const outboxIds: number[] = []
        for (const [jobId, owed] of [...byJob].slice(0, limitJobs)) {
          const row = await db.selectFrom('jobs').selectAll().where('job_id', '=', jobId).executeTakeFirst()
          if (row === undefined || row.ended_at === null) continue
          const steps = (await readSteps(db, [row.job_no])).get(row.job_no) ?? []
          const log = await readLog(db, row.job_no)
          const messages = owed.flatMap((one) => {
            const message = toMessage(one)
            return message.kind === 'record'
              ? []
              : [{ corrects: one.corrects === 1 ? 1 : 0, message } as const]
          })
          jobs.push({ record: fromJobRow(row, steps), log: log.slice(-logLines), messages })
          outboxIds.push(...owed.map(({ outbox_id }) => outbox_id))
        }
        return { jobs, outboxIds }
      }),

    countWaiting: () =>
      withStoreErrors(async () => {
        const { rows } = await waitingRows()
          .select((eb) => eb.fn.countAll<number>().as('rows'))
          .executeTakeFirstOrThrow()
        return rows
      }),

    exported: (file, outboxIds) =>
      withStoreErrors(() =>
        db.transaction().execute(async (trx) => {
          let went = 0
          for (let start = 0; start < outboxIds.length; start += idsAtOnce) {
            const { numUpdatedRows } = await trx
              .updateTable('outbox')
              .set({ state: 'exported', next_attempt_at: null })
              .where('outbox_id', 'in', outboxIds.slice(start, start + idsAtOnce))
              .where('state', '=', 'waiting')
              .executeTakeFirstOrThrow()
            went += Number(numUpdatedRows)
          }
          await putFile(trx, { ...file, direction: 'out', added: went })
          return went
        }),
      ),

    imported: (file, jobs) =>
      withStoreErrors(() =>
        db.transaction().execute(async (trx) => {
          const origin = { station: file.stationName || '-', file: file.name }
          await putFile(trx, { ...file, direction: 'in', added: 0 })
          let added = 0
          for (const { record, messages } of jobs) {
            for (const { corrects, message } of messages)
              added += await addMessages(trx, record.jobId, [message], file.at, {
                ...{ corrects, origin, isDoubtful: true },
              })
            await trx
              .insertInto('result_records')
              .values({ job_id: record.jobId, file_id: file.fileId, record_json: JSON.stringify(record) })
              .onConflict((conflict) => conflict.doNothing())
              .execute()
          }
          await putFile(trx, { ...file, direction: 'in', added })
          return added
        }),
      ),

    list: (limit) =>
      withStoreErrors(async () => {
        const rows = await db
          .selectFrom('result_files')
          .selectAll()
          .orderBy('at', 'desc')
          .limit(limit)
          .execute()
        return rows.map(({ file_id, station_name, ...row }) => ({
          fileId: file_id,
          stationName: station_name,
          ...row,
        }))
      }),

    records: (fileId) =>
      withStoreErrors(async () => {
        const rows = db.selectFrom('result_records').select('record_json').where('file_id', '=', fileId)
        return (await rows.orderBy('job_id').execute()).map((row) => storedJob.parse(row.record_json))
      }),
  }
}

/** One that came before keeps what it brought then. */
async function putFile(trx: StoreDb, file: ResultFile): Promise<void> {
  const { fileId, stationName, added, ...facts } = file
  await trx
    .insertInto('result_files')
    .values({ file_id: fileId, station_name: stationName, added, ...facts })
    .onConflict((conflict) =>
      conflict.column('file_id').doUpdateSet((eb) => ({ added: eb('result_files.added', '+', added) })),
    )
    .execute()
}
