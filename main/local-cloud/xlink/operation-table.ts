// What was done to tasks, and by whom: the rows behind endpoint 15. They outlive their task.
import type { CloudDatabase } from '../cloud-database.ts'
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
  add(taskId: string, content: string, operator: Operator, at: string): void
  /** Newest first. */
  page(taskId: string, page: Page): { total: number; rows: OperationRow[] }
  /** Oldest first. */
  list(taskId: string): OperationRow[]
}

export function createOperationTable(db: CloudDatabase): OperationTable {
  const add = db.prepare(
    `INSERT INTO operations (task_id, content, operator_id, operator_name, operator_account, created_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const count = db.prepare<[string], number>('SELECT count(*) FROM operations WHERE task_id = ?').pluck()
  const page = db.prepare<[string, number, number], OperationRow>(
    'SELECT * FROM operations WHERE task_id = ? ORDER BY operation_id DESC LIMIT ? OFFSET ?',
  )
  const list = db.prepare<[string], OperationRow>(
    'SELECT * FROM operations WHERE task_id = ? ORDER BY operation_id',
  )
  return {
    add: (taskId, content, operator, at) =>
      void add.run(taskId, content, operator.id, operator.name, operator.account, at),
    page: (taskId, { offset, limit }) => ({
      total: count.get(taskId) ?? 0,
      rows: page.all(taskId, limit, offset),
    }),
    list: (taskId) => list.all(taskId),
  }
}
