// What endpoints 3, 4 and 10 to 13 have in common: ask the state machine, and write down who did what. Both inside the
// endpoint's transaction.
import { scopeCategories, taskStatuses, taskTags } from '../../clouds/xlink/wire.ts'
import type { Caller } from '../accounts/credentials.ts'
import { operatorOf } from '../accounts/operator.ts'
import type { CloudScope } from '../cloud-context.ts'
import { decideTransition, type TaskOperation, type TaskStatusName } from './task-state.ts'
import type { TaskRow } from './task-table.ts'

const statusNames: readonly TaskStatusName[] = ['stopped', 'running', 'pending', 'review']

/** The status after the operation. Refusals of `decideTransition`. */
export async function decideOperation(
  cloud: CloudScope,
  caller: Caller,
  row: TaskRow,
  operation: TaskOperation,
): Promise<number | 'gone'> {
  const status = statusNames.find((name) => taskStatuses[name] === row.status)
  if (status === undefined) throw new Error('a task without a status that is known')
  const task = {
    status,
    isTest: row.tag_type === taskTags.test,
    isLegacy: row.legacy === 1,
    isApproved: row.approved === 1,
    reviewerId: row.audit_member_id,
    isForSomebody: row.scope_category === scopeCategories.all || (await cloud.tasks.hasDevices(row.seq)),
  }
  const next = decideTransition(task, operation, caller.memberId)
  return next === 'gone' ? next : taskStatuses[next]
}

/** `about`: what the operation was done with, when that is not all in the name. */
export async function noteOperation(
  cloud: CloudScope,
  caller: Caller,
  taskId: string,
  operation: TaskOperation,
  about = '',
): Promise<void> {
  const content = about === '' ? operation : `${operation}: ${about}`
  await cloud.operations.add(taskId, content, await operatorOf(cloud, caller), cloud.now().toISOString())
}
