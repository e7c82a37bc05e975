// Which ended jobs a filter means, as conditions of SQL, and the index that finds each. Runs nothing itself. Statements name
// their index: without statistics of the tables SQLite would only guess which of several is the shortest way.
import { type RawBuilder, sql } from 'kysely'
import type { HistoryFilter } from '../../preload/contract/index.ts'
import { plainMac } from './devices.ts'
import type { JobsTable } from './job-row.ts'

/** One thing that must hold of a job, and the index that has those of which it holds in the order of their end. */
export interface Facet {
  readonly index: string
  readonly condition: RawBuilder<unknown>
  /** What it costs to decide about one job of that index. */
  readonly jobCost: number
}

/** The one with the fewest jobs first, as it usually is. */
const columns = [
  ['lot', 'lot', 'jobs_lot'],
  ['orderId', 'order_id', 'jobs_order'],
  ['errorCode', 'error_code', 'jobs_error'],
  ['taskId', 'task_id', 'jobs_task_ended'],
  ['toVersion', 'to_number', 'jobs_version'],
  ['slotId', 'slot_id', 'jobs_slot'],
  ['operator', 'operator', 'jobs_operator'],
  ['productId', 'product_id', 'jobs_product'],
  ['outcome', 'outcome', 'jobs_outcome'],
] as const satisfies readonly (readonly [keyof HistoryFilter, keyof JobsTable, string])[]

/** These indexes have these columns, so that a job itself, a page of the file away, need not be read. */
const wideIndexes: readonly string[] = ['jobs_product', 'jobs_outcome']
const wideColumns: readonly string[] = ['product_id', 'outcome', 'slot_id', 'to_number', 'operator']
const readCost = 10

/** Without the device and the time. */
export function facetsOf(filter: HistoryFilter): Facet[] {
  const given = columns.filter(([field]) => filter[field] !== undefined)
  const isCovered = given.every(([, column]) => wideColumns.includes(column))
  return given.map(([field, column, index]) => ({
    index,
    condition: sql`${sql.ref(column)} = ${filter[field]}`,
    jobCost: isCovered && wideIndexes.includes(index) ? 1 : readCost,
  }))
}

/** Ended, and within the time of the filter. Times are compared as text, so they are brought into the one stored form. */
export function timeCondition({ from, to }: HistoryFilter): RawBuilder<unknown> {
  const terms = [sql`ended_at IS NOT NULL`]
  if (from !== undefined) terms.push(sql`ended_at >= ${new Date(from).toISOString()}`)
  if (to !== undefined) terms.push(sql`ended_at < ${new Date(to).toISOString()}`)
  return sql.join(terms, sql` AND `)
}

/** Its jobs are few, and found by their numbers. */
export function deviceCondition(device: string): RawBuilder<unknown> {
  const ended = sql`ended_at IS NOT NULL`
  return sql`job_no IN (
    SELECT job_no FROM jobs INDEXED BY jobs_device WHERE device_id = ${device}
    UNION SELECT job_no FROM jobs INDEXED BY jobs_mac WHERE mac IN (${sql.join(spellingsOfMac(device))}) AND ${ended}
    UNION SELECT job_no FROM jobs INDEXED BY jobs_sn WHERE sn = ${device} AND ${ended})`
}

/** A record has a MAC as the device printed it; a person types it as a label has it. */
function spellingsOfMac(text: string): string[] {
  const plain = plainMac(text)
  if (plain === null || !/^[0-9a-f]{12}$/.test(plain)) return [text]
  const pairs = plain.match(/../g) ?? []
  const lower = [plain, pairs.join(':'), pairs.join('-')]
  return [...new Set([text, ...lower, ...lower.map((one) => one.toUpperCase())])]
}
