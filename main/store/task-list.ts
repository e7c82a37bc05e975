// Looks through the copies of all tasks: filters, order and pages in SQL, with what this bench did of each and whether
// its image is here. Not the copies themselves: tasks.ts.
import { sql } from 'kysely'
import { type Task, type TaskListQuery, taskSchema } from '../../preload/contract/index.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

export interface ListedTask {
  readonly task: Task
  readonly connectionId: string | null
  /** When its cloud last said so. */
  readonly syncedAt: string
  readonly vanished: boolean
  /** Units of this bench, each once: one that passed at last counts as passed. */
  readonly here: { readonly passed: number; readonly failed: number }
  readonly cached: boolean
}

export interface TaskList {
  /** Of these products, those that their clouds name. `total`: before paging. */
  page(productIds: readonly string[], query: TaskListQuery): Promise<{ total: number; tasks: ListedTask[] }>
  /** Also one that its cloud does not name any more; null: never seen. */
  find(productId: string, taskId: string): Promise<ListedTask | null>
}

interface Row {
  body_json: string
  connection_id: string | null
  vanished_at: string | null
  synced_at: string
  list_synced_at: string | null
  here_units: number | null
  here_passed: number | null
  cached: number
}

export function createTaskList(db: StoreDb): TaskList {
  return {
    page: (productIds, query) =>
      withStoreErrors(async () => {
        const wanted = filterOf(productIds, query)
        const count = await sql<{
          total: number
        }>`SELECT count(*) AS total FROM tasks t WHERE ${wanted}`.execute(db)
        const { rows } = await sql<Row>`
          ${select} WHERE ${wanted} ORDER BY ${orderOf(query)} LIMIT ${query.limit} OFFSET ${query.offset}`.execute(
          db,
        )
        return { total: count.rows[0]?.total ?? 0, tasks: listed(rows) }
      }),

    find: (productId, taskId) =>
      withStoreErrors(async () => {
        const { rows } = await sql<Row>`
          ${select} WHERE t.product_id = ${productId} AND t.task_id = ${taskId}`.execute(db)
        return listed(rows)[0] ?? null
      }),
  }
}

const select = sql`
  SELECT t.body_json, t.connection_id, t.vanished_at, t.synced_at, s.synced_at AS list_synced_at,
    c.units AS here_units, c.passed AS here_passed,
    EXISTS (SELECT 1 FROM firmware f WHERE f.md5 = t.body_json ->> '$.image.md5'
      AND f.size_bytes = t.body_json ->> '$.image.sizeBytes') AS cached
  FROM tasks t LEFT JOIN sync_states s
    ON s.product_id = t.product_id AND s.what = 'tasks' AND s.connection_id = t.connection_id
    LEFT JOIN task_counts c ON c.task_id = t.task_id`

function filterOf(productIds: readonly string[], query: TaskListQuery) {
  const { productId, text, status, tag, mode, partType } = query
  const wanted = [
    sql`t.product_id IN (SELECT value FROM json_each(${JSON.stringify(productIds)}))`,
    sql`t.vanished_at IS NULL`,
  ]
  if (productId !== undefined) wanted.push(sql`t.product_id = ${productId}`)
  if (status !== undefined) wanted.push(sql`t.status = ${status}`)
  if (tag !== undefined) wanted.push(sql`t.body_json ->> '$.tag' = ${tag}`)
  if (mode !== undefined) wanted.push(sql`t.body_json ->> '$.mode' = ${mode}`)
  if (partType !== undefined) wanted.push(sql`t.body_json ->> '$.part.type' = ${partType}`)
  const words = text?.trim().toLowerCase() ?? ''
  if (words !== '')
    wanted.push(
      sql`instr(lower(t.task_id || char(10) || (t.body_json ->> '$.name') || char(10)
        || (t.body_json ->> '$.description')), ${words}) > 0`,
    )
  return sql.join(wanted, sql` AND `)
}

function orderOf({ order, descending }: TaskListQuery) {
  const direction = descending ? sql`DESC` : sql`ASC`
  const keys = {
    created: [sql`t.body_json ->> '$.createdAt'`],
    name: [sql`lower(t.body_json ->> '$.name')`],
    version: [sql`t.to_version`, sql`t.from_version`],
    // Null where the cloud does not tell what remains.
    progress: [
      sql`1.0 * (t.body_json ->> '$.upgradedCount')
        / nullif((t.body_json ->> '$.upgradedCount') + (t.body_json ->> '$.remainingCount'), 0)`,
    ],
  }[order]
  return sql.join([...keys.map((key) => sql`${key} ${direction} NULLS LAST`), sql`t.task_id ${direction}`])
}

function listed(rows: readonly Row[]): ListedTask[] {
  return rows.flatMap((row) => {
    const task = taskSchema.safeParse(JSON.parse(row.body_json)).data
    if (!task) return []
    const passed = row.here_passed ?? 0
    const syncedAt = row.list_synced_at ?? ''
    return {
      task,
      connectionId: row.connection_id,
      syncedAt: syncedAt > row.synced_at ? syncedAt : row.synced_at,
      vanished: row.vanished_at !== null,
      here: { passed, failed: (row.here_units ?? 0) - passed },
      cached: row.cached === 1,
    }
  })
}
