// What became of a lot, counted by SQL as the counts of an order are (migration 0004): a unit counts once, by its MAC, serial
// number or device id, and a job that learned none of them stands for itself. What happened last decides, save that a job
// which left the device alone does not undo a pass. One that was cancelled before it touched the device counts for nothing.
import { type RawBuilder, sql } from 'kysely'
import type { LotReport } from '../../preload/contract/index.ts'
import type { StoreDb } from './tables.ts'

const unit = sql`coalesce('mac ' || upper(replace(replace(mac, ':', ''), '-', '')), 'sn ' || sn, 'id ' || device_id,
  'job ' || job_id)`

interface Counts {
  readonly units: number
  readonly passed: number
  readonly failed: number
  readonly passedFirst: number
}

export async function readLotReport(db: StoreDb, lot: string): Promise<LotReport> {
  const ofLot = sql`jobs INDEXED BY jobs_lot WHERE lot = ${lot} AND ended_at IS NOT NULL`
  const counts = await sql<Counts>`
    WITH ranked AS (
      SELECT outcome,
        row_number() OVER (PARTITION BY ${unit} ORDER BY job_no) AS first,
        row_number() OVER (PARTITION BY ${unit} ORDER BY (outcome = 'passed' OR touched) DESC, job_no DESC) AS last
      FROM ${ofLot} AND (outcome <> 'cancelled' OR touched))
    SELECT count(*) FILTER (WHERE last = 1) AS units,
      count(*) FILTER (WHERE last = 1 AND outcome = 'passed') AS passed,
      count(*) FILTER (WHERE last = 1 AND outcome <> 'passed') AS failed,
      count(*) FILTER (WHERE first = 1 AND outcome = 'passed') AS passedFirst
    FROM ranked`.execute(db)
  const period = await sql<{ firstAt: string | null; lastAt: string | null }>`
    SELECT min(started_at) AS firstAt, max(ended_at) AS lastAt FROM ${ofLot}`.execute(db)
  const failures = await sql<LotReport['failures'][number]>`
    SELECT error_code AS code, count(*) AS count FROM ${ofLot} AND error_code IS NOT NULL AND outcome <> 'passed'
    GROUP BY error_code ORDER BY count DESC, code`.execute(db)
  const versions = await sql<LotReport['versions'][number]>`
    SELECT to_number AS number, max(to_text) AS text FROM ${ofLot} AND to_number IS NOT NULL
    GROUP BY to_number ORDER BY to_number`.execute(db)
  const { units = 0, passed = 0, failed = 0, passedFirst = 0 } = counts.rows[0] ?? {}
  return {
    lot,
    productIds: await distinct(db, sql`product_id`, ofLot),
    versions: versions.rows,
    operators: await distinct(db, sql`nullif(operator, '')`, ofLot),
    firstAt: period.rows[0]?.firstAt ?? null,
    lastAt: period.rows[0]?.lastAt ?? null,
    units,
    passed,
    failed,
    passedFirst,
    failures: failures.rows,
  }
}

async function distinct(
  db: StoreDb,
  value: RawBuilder<unknown>,
  ofLot: RawBuilder<unknown>,
): Promise<string[]> {
  const { rows } = await sql<{ value: string }>`
    SELECT DISTINCT ${value} AS value FROM ${ofLot} AND ${value} IS NOT NULL ORDER BY value`.execute(db)
  return rows.map((row) => row.value)
}
