// Upgrade tasks as the last sync saw them. A cloud keeps the truth: a job asks it again before it writes.
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
  synced_at: string
}

export interface Tasks {
  /** Adds or replaces the tasks of a sync, all or none. */
  upsert(tasks: readonly Task[]): Promise<void>
  get(taskId: string): Promise<Task | null>
  list(productId: string): Promise<Task[]>
}

/** A task that an earlier version of this program kept in another form counts as not synced yet. */
const parse = (row: { body_json: string }): Task | null =>
  taskSchema.safeParse(JSON.parse(row.body_json)).data ?? null

export function createTasks(db: StoreDb, now: () => Date): Tasks {
  return {
    upsert: (tasks) =>
      withStoreErrors(() =>
        db.transaction().execute(async (trx) => {
          for (const task of tasks) {
            const row = {
              product_id: task.productId,
              from_version: task.fromVersion,
              to_version: task.toVersion,
              status: task.status,
              body_json: JSON.stringify(task),
              synced_at: now().toISOString(),
            }
            await trx
              .insertInto('tasks')
              .values({ task_id: task.taskId, ...row })
              .onConflict((conflict) => conflict.column('task_id').doUpdateSet(row))
              .execute()
          }
        }),
      ),

    get: (taskId) =>
      withStoreErrors(async () => {
        const row = await db
          .selectFrom('tasks')
          .select('body_json')
          .where('task_id', '=', taskId)
          .executeTakeFirst()
        return row === undefined ? null : parse(row)
      }),

    list: (productId) =>
      withStoreErrors(async () => {
        const rows = db.selectFrom('tasks').select('body_json').where('product_id', '=', productId)
        return (await rows.orderBy('task_id').execute()).map(parse).filter((task) => task !== null)
      }),
  }
}
