// Ended jobs as statistics need them, in the order of their ends, a bounded part at a time: a month of a busy bench is a
// hundred thousand jobs, and the driver is synchronous. Adding up: bench/statistics.
import { setImmediate } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { ErrorCode, JobOutcome, StatisticsQuery, StepName } from '../../preload/contract/index.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

/** Milliseconds of the passed steps of a job, by `flashMs` and the like; null: there is none. */
export type StepTimes = { readonly [Step in StepName as `${Step}Ms`]: number | null }

export interface CountedJob extends StepTimes {
  readonly outcome: JobOutcome
  /** 1: something was sent to the unit to be stored. */
  readonly touched: number
  readonly endedAtMs: number
  /** Of a job that did not pass; null: it did, and nobody asks. */
  readonly lostMs: number | null
  readonly slotId: string
  readonly slotName: string
  readonly profileId: string
  readonly productId: string | null
  readonly toVersion: number | null
  readonly deviceId: string | null
  /** As the device printed it. */
  readonly mac: string | null
  readonly sn: string | null
  readonly errorCode: ErrorCode | null
  readonly errorStep: StepName | null
  readonly flashBytes: number | null
  readonly retries: number
}

export interface StatisticsRows {
  /** Parts of at most a thousand jobs. Between two of them everything else has its turn. */
  read(query: StatisticsQuery): AsyncIterable<CountedJob[]>
}

/** Rows that are looked at in one go, some milliseconds: also where few of them fit the query. */
const rowsAtOnce = 1000

interface End {
  readonly endedAt: string
  readonly jobNo: number
}

export function createStatistics(db: StoreDb): StatisticsRows {
  return {
    async *read(query) {
      // As the records write it, so that texts compare as times.
      const to = new Date(query.to).toISOString()
      let start: End | undefined = { endedAt: new Date(query.from).toISOString(), jobNo: -1 }
      while (start !== undefined) {
        const from: End = start
        const { end, jobs } = await withStoreErrors(async () => {
          const end = await endOfPart(db, from, to)
          return { end, jobs: await readPart(db, query, from, end, to) }
        })
        yield jobs
        start = end
        await setImmediate()
      }
    },
  }
}

/** The last of the next rows after `from`; undefined: there are fewer. */
async function endOfPart(db: StoreDb, from: End, to: string): Promise<End | undefined> {
  const { rows } = await sql<End>`
    SELECT ended_at AS endedAt, job_no AS jobNo FROM jobs INDEXED BY jobs_ended
    WHERE ended_at IS NOT NULL AND (ended_at, job_no) > (${from.endedAt}, ${from.jobNo}) AND ended_at < ${to}
    ORDER BY ended_at, job_no LIMIT 1 OFFSET ${rowsAtOnce - 1}`.execute(db)
  return rows[0]
}

async function readPart(
  db: StoreDb,
  { productId, orderId, lot }: StatisticsQuery,
  from: End,
  end: End | undefined,
  to: string,
): Promise<CountedJob[]> {
  const terms = [sql`ended_at IS NOT NULL`, sql`(ended_at, job_no) > (${from.endedAt}, ${from.jobNo})`]
  terms.push(end ? sql`(ended_at, job_no) <= (${end.endedAt}, ${end.jobNo})` : sql`ended_at < ${to}`)
  if (productId !== undefined) terms.push(sql`product_id = ${productId}`)
  if (orderId !== undefined) terms.push(sql`order_id = ${orderId}`)
  if (lot !== undefined) terms.push(sql`lot = ${lot}`)
  const { rows } = await sql<CountedJob>`
    SELECT outcome, touched, slot_id AS slotId, slot_name AS slotName, profile_id AS profileId,
      product_id AS productId, to_number AS toVersion, device_id AS deviceId, mac, sn,
      error_code AS errorCode, error_step AS errorStep, flash_bytes AS flashBytes, retries,
      identify_ms AS identifyMs, check_ms AS checkMs, download_ms AS downloadMs, flash_ms AS flashMs,
      verify_ms AS verifyMs, confirm_ms AS confirmMs, report_ms AS reportMs,
      ${ms('ended_at')} AS endedAtMs,
      CASE WHEN outcome <> 'passed' THEN max(0, ${ms('ended_at')} - ${ms('started_at')}) END AS lostMs
    FROM jobs INDEXED BY jobs_ended WHERE ${sql.join(terms, sql` AND `)}
    ORDER BY ended_at, job_no`.execute(db)
  return rows
}

/** Milliseconds since 1970. */
const ms = (column: string): RawBuilder<number> =>
  sql`CAST(round(unixepoch(${sql.ref(column)}, 'subsec') * 1000) AS INTEGER)`
