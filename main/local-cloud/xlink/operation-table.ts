// What was done to tasks, and by whom: the rows behind endpoint 15. They outlive their task.
import type { CloudDb } from '../cloud-database.ts'
import { fieldsOf, keptQuery } from '../database/kept-query.ts'
import type { Page } from '../paging.ts'

export interface Operator {
  readonly id: string
  readonly name: string
  readonly account: string
}

export interface OperationRow {
  readonly operation_id: number
  readonly task_id: string
  /** The operation's name, and after a colon what it was done with. */
  readonly content: string
  readonly operator_id: string
  readonly operator_name: string
  readonly operator_account: string
  readonly created_at: string
}

export interface OperationTable {
  add(taskId: string, content: string, operator: Operator, at: string): Promise<void>
  /** Newest first. */
  page(taskId: string, page: Page): Promise<{ total: number; rows: OperationRow[] }>
  /** Oldest first. */
  list(taskId: string): Promise<OperationRow[]>
}

const columns = [
  'task_id',
  'content',
  'operator_id',
  'operator_name',
  'operator_account',
  'created_at',
] as const satisfies readonly (keyof OperationRow)[]

const addOperation = keptQuery(({ queries }, operation: Omit<OperationRow, 'operation_id'>) =>
  queries.insertInto('operations').values(fieldsOf(operation, columns)),
)
const countOperations = keptQuery(({ queries }, { taskId }: { taskId: string }) =>
  queries
    .selectFrom('operations')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('task_id', '=', taskId),
)
const pageOfOperations = keptQuery(({ queries }, { taskId, offset, limit }: Page & { taskId: string }) =>
  queries
    .selectFrom('operations')
    .selectAll()
    .where('task_id', '=', taskId)
    .orderBy('operation_id', 'desc')
    .limit(limit)
    .offset(offset),
)
const listOperations = keptQuery(({ queries }, { taskId }: { taskId: string }) =>
  queries.selectFrom('operations').selectAll().where('task_id', '=', taskId).orderBy('operation_id'),
)

export function createOperationTable(db: CloudDb): OperationTable {
  return {
    async add(taskId, content, operator, at) {
      await addOperation.run(db, {
        task_id: taskId,
        content,
        operator_id: operator.id,
        operator_name: operator.name,
        operator_account: operator.account,
        created_at: at,
      })
    },
    async page(taskId, { offset, limit }) {
      const counted = await countOperations.first(db, { taskId })
      return { total: counted?.n ?? 0, rows: await pageOfOperations.all(db, { taskId, offset, limit }) }
    },
    list: (taskId) => listOperations.all(db, { taskId }),
  }
}
