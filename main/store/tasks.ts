// Upgrade tasks as the last sync saw them. A cloud keeps the truth: a job asks it again before it writes, and goes by
// these only when it does not answer.
import { sql } from 'kysely'
import { type Task, taskSchema } from '../../preload/contract/index.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

export interface TasksTable {
  task_id: string
  product_id: string
  from_version: number
  to_version: number
  status: Task['status']
  body_json: string
  /** When this row last changed; when the list was last read is in sync_states. */
  synced_at: string
  connection_id: string | null
  vanished_at: string | null
}

/** All that the cloud names for one product. */
export interface TaskCopy {
  readonly productId: string
  readonly connectionId: string
  readonly tasks: readonly Task[]
  /** Named too, but not readable this time: what is known of them stays as it is. */
  readonly unreadIds?: readonly string[]
  readonly at: Date
}

/** How many rows a copy has that the cloud names, and how many that it named once. */
export interface CopyCount {
  readonly items: number
  readonly vanished: number
}

export interface Tasks {
  /** Adds, updates, marks what vanished and unmarks what is back; all or nothing. */
  replace(copy: TaskCopy): Promise<CopyCount>
  get(taskId: string): Promise<Task | null>
  /** Those that the cloud names; `withVanished`: also those it named once. */
  list(productId: string, options?: { withVanished?: boolean }): Promise<Task[]>
  /** One task as its cloud has it now; beside what a sync brings. */
  put(task: Task, connectionId: string, at: Date): Promise<void>
  /** The cloud does not name it any more. */
  vanish(taskId: string, at: Date): Promise<void>
  /** The tasks of the last complete sync of this product with this connection; null when there was none. */
  synced(
    productId: string | null,
    connectionId: string | null,
  ): Promise<{ tasks: Task[]; syncedAt: string } | null>
}

/** A task that an earlier version of this program kept in another form counts as not synced yet. */
const parse = (row: { body_json: string }): Task | null =>
  taskSchema.safeParse(JSON.parse(row.body_json)).data ?? null

export function createTasks(db: StoreDb): Tasks {
  const list = async (productId: string, withVanished: boolean): Promise<Task[]> => {
    let rows = db.selectFrom('tasks').select('body_json').where('product_id', '=', productId)
    if (!withVanished) rows = rows.where('vanished_at', 'is', null)
    return (await rows.orderBy('task_id').execute()).map(parse).filter((task) => task !== null)
  }

  return {
    replace: (copy) => withStoreErrors(() => db.transaction().execute((trx) => replaceTasks(trx, copy))),

    get: (taskId) =>
      withStoreErrors(async () => {
        const row = await db
          .selectFrom('tasks')
          .select('body_json')
          .where('task_id', '=', taskId)
          .executeTakeFirst()
        return row === undefined ? null : parse(row)
      }),

    put: (task, connectionId, at) =>
      withStoreErrors(async () => {
        const row = {
          product_id: task.productId,
          from_version: task.fromVersion,
          to_version: task.toVersion,
          status: task.status,
          body_json: JSON.stringify(task),
          synced_at: at.toISOString(),
          connection_id: connectionId,
          vanished_at: null,
        }
        await db
          .insertInto('tasks')
          .values({ task_id: task.taskId, ...row })
          .onConflict((conflict) => conflict.column('task_id').doUpdateSet(row))
          .execute()
      }),

    vanish: (taskId, at) =>
      withStoreErrors(async () => {
        await db
          .updateTable('tasks')
          .set({ vanished_at: at.toISOString() })
          .where('task_id', '=', taskId)
          .where('vanished_at', 'is', null)
          .execute()
      }),

    list: (productId, { withVanished = false } = {}) => withStoreErrors(() => list(productId, withVanished)),

    synced: (productId, connectionId) =>
      withStoreErrors(async () => {
        if (productId === null || connectionId === null) return null
        const state = await db
          .selectFrom('sync_states')
          .select('synced_at')
          .where('product_id', '=', productId)
          .where('what', '=', 'tasks')
          .where('connection_id', '=', connectionId)
          .executeTakeFirst()
        const syncedAt = state?.synced_at ?? null
        return syncedAt === null ? null : { tasks: await list(productId, false), syncedAt }
      }),
  }
}

/** Whole lists go to SQLite as one JSON text each: a statement per task would hold up everything else meanwhile. */
async function replaceTasks(trx: StoreDb, copy: TaskCopy): Promise<CopyCount> {
  const { productId, connectionId, tasks, unreadIds = [] } = copy
  const at = copy.at.toISOString()
  await sql`
    INSERT INTO tasks
      (task_id, product_id, from_version, to_version, status, body_json, synced_at, connection_id, vanished_at)
    SELECT value ->> 'taskId', ${productId}, value ->> 'fromVersion', value ->> 'toVersion', value ->> 'status', value,
      ${at}, ${connectionId}, NULL
    FROM json_each(${JSON.stringify(tasks)}) WHERE true
    ON CONFLICT (task_id) DO UPDATE SET product_id = excluded.product_id, from_version = excluded.from_version,
      to_version = excluded.to_version, status = excluded.status, body_json = excluded.body_json,
      synced_at = excluded.synced_at, connection_id = excluded.connection_id, vanished_at = NULL
    WHERE body_json <> excluded.body_json OR product_id <> excluded.product_id
      OR connection_id IS NOT excluded.connection_id OR vanished_at IS NOT NULL`.execute(trx)
  const named = JSON.stringify([...tasks.map(({ taskId }) => taskId), ...unreadIds])
  await sql`
    UPDATE tasks SET vanished_at = ${at}
    WHERE product_id = ${productId} AND vanished_at IS NULL
      AND task_id NOT IN (SELECT value FROM json_each(${named}))`.execute(trx)
  const { rows } = await sql<CopyCount>`
    SELECT count(*) FILTER (WHERE vanished_at IS NULL) AS items, count(vanished_at) AS vanished
    FROM tasks WHERE product_id = ${productId}`.execute(trx)
  return rows[0] ?? { items: 0, vanished: 0 }
}
