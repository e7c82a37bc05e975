// The history: ended jobs by filter, newest first, page by page. Bounded work: a page and its count read the shortest index
// among those of the filter, and rows and steps only of the page.
import { type RawBuilder, type Selectable, sql } from 'kysely'
import {
  FlashlineError,
  type HistoryChoices,
  type HistoryFilter,
  type Job,
  type LotReport,
} from '../../preload/contract/index.ts'
import { readHistoryChoices } from './history-choices.ts'
import { deviceCondition, type Facet, facetsOf, timeCondition } from './history-filter.ts'
import { fromJobRow, type JobsTable } from './job-row.ts'
import { readLotReport } from './lot-report.ts'
import { withStoreErrors } from './open.ts'
import { readSteps } from './steps.ts'
import type { StoreDb } from './tables.ts'

export interface HistoryQuery extends HistoryFilter {
  readonly limit: number
  /** Only jobs that are older in the history than this one. */
  readonly beforeJobId?: string | undefined
}

export interface HistoryPage {
  /** Of the filter, counted to `countedTo` and no further. */
  readonly total: number
  readonly isTotalExact: boolean
  readonly jobs: Job[]
}

/** What is asked of many records at once; single ones: jobs.ts. */
export interface History {
  /** The page that `jobs.list` has, without its count. JOB_UNKNOWN */
  part(query: HistoryQuery): Promise<Job[]>
  choices(): Promise<HistoryChoices>
  lot(lot: string): Promise<LotReport>
}

export function createHistory(db: StoreDb): History {
  return {
    part: (query) => withStoreErrors(() => readPart(db, query)),
    choices: () => withStoreErrors(() => readHistoryChoices(db)),
    lot: (lot) => withStoreErrors(() => readLotReport(db, lot)),
  }
}

export const countedTo = 10_000

/** What costs more is not told apart: what so many jobs have in common fills a page soon. */
const probedCost = 250_000

/** JOB_UNKNOWN when `beforeJobId` is none. */
export async function listHistory(db: StoreDb, query: HistoryQuery): Promise<HistoryPage> {
  const way = await wayTo(db, query)
  const counted = await numbersOf(db, way, countedTo + 1)
  const page =
    query.beforeJobId === undefined
      ? counted.slice(0, query.limit)
      : await numbersOf(db, await behind(db, way, query.beforeJobId), query.limit)
  return {
    total: Math.min(counted.length, countedTo),
    isTotalExact: counted.length <= countedTo,
    jobs: await jobsOf(db, page),
  }
}

async function readPart(db: StoreDb, query: HistoryQuery): Promise<Job[]> {
  const way = await wayTo(db, query)
  const { beforeJobId } = query
  const from = beforeJobId === undefined ? way : await behind(db, way, beforeJobId)
  return jobsOf(db, await numbersOf(db, from, query.limit))
}

/** Where jobs are looked for, and what must hold of them. */
interface Way {
  readonly source: RawBuilder<unknown>
  readonly condition: RawBuilder<unknown>
}

async function wayTo(db: StoreDb, filter: HistoryFilter): Promise<Way> {
  const time = timeCondition(filter)
  const facets = facetsOf(filter)
  const conditions = [...facets.map(({ condition }) => condition), time]
  if (filter.device !== undefined) {
    return {
      source: sql`jobs NOT INDEXED`,
      condition: sql.join([deviceCondition(filter.device), ...conditions], sql` AND `),
    }
  }
  const index = await shortest(db, facets, time)
  return {
    source: sql`jobs INDEXED BY ${sql.ref(index)}`,
    condition: sql.join(conditions, sql` AND `),
  }
}

/** Of several indexes the one that is read soonest: counted, because there are no statistics to ask. */
async function shortest(db: StoreDb, facets: readonly Facet[], time: RawBuilder<unknown>): Promise<string> {
  const [first, ...others] = facets
  if (!first) return 'jobs_ended'
  if (others.length === 0) return first.index
  let best = { index: first.index, cost: probedCost }
  for (const { index, condition, jobCost } of facets) {
    const { rows } = await sql<{ jobs: number }>`
      SELECT count(*) AS jobs FROM (SELECT 1 FROM jobs INDEXED BY ${sql.ref(index)}
        WHERE ${condition} AND ${time} LIMIT ${Math.ceil(best.cost / jobCost)})`.execute(db)
    const cost = (rows[0]?.jobs ?? 0) * jobCost
    if (cost < best.cost) best = { index, cost }
  }
  return best.index
}

async function behind(db: StoreDb, { source, condition }: Way, jobId: string): Promise<Way> {
  const last = await db
    .selectFrom('jobs')
    .select(['ended_at', 'job_no'])
    .where('job_id', '=', jobId)
    .executeTakeFirst()
  if (last === undefined) throw new FlashlineError('JOB_UNKNOWN', { jobId })
  const { ended_at, job_no } = last
  return {
    source,
    condition: sql`${condition} AND ended_at <= ${ended_at} AND (ended_at < ${ended_at} OR job_no < ${job_no})`,
  }
}

/** Newest first. */
async function numbersOf(db: StoreDb, { source, condition }: Way, limit: number): Promise<number[]> {
  const { rows } = await sql<{ job_no: number }>`
    SELECT job_no FROM ${source} WHERE ${condition} ORDER BY ended_at DESC, job_no DESC LIMIT ${limit}`.execute(
    db,
  )
  return rows.map(({ job_no }) => job_no)
}

async function jobsOf(db: StoreDb, jobNos: readonly number[]): Promise<Job[]> {
  if (jobNos.length === 0) return []
  const rows = await db.selectFrom('jobs').selectAll().where('job_no', 'in', jobNos).execute()
  const byNumber = new Map(rows.map((row) => [row.job_no, row]))
  return withSteps(
    db,
    jobNos.flatMap((jobNo) => byNumber.get(jobNo) ?? []),
  )
}

export async function withSteps(db: StoreDb, rows: readonly Selectable<JobsTable>[]): Promise<Job[]> {
  const steps = await readSteps(
    db,
    rows.map((row) => row.job_no),
  )
  return rows.map((row) => fromJobRow(row, steps.get(row.job_no) ?? []))
}
