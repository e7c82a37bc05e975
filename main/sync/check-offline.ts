// Which task a device may have when no cloud can be asked: the rules of the check call (XLINK document, section 5), on
// tasks that were synced before. Pure. What vanished from the cloud is not among the tasks it is given.
import type { Task } from '../../preload/contract/index.ts'
import type { CheckQuery } from '../clouds/cloud.ts'

/** The newest task that fits; null means up to date, as far as was known then. */
export function decideOffline(tasks: readonly Task[], query: CheckQuery): Task | null {
  let newest: Task | null = null
  for (const task of tasks) {
    if (fits(task, query) && (newest === null || madeMs(task) > madeMs(newest))) newest = task
  }
  return newest
}

function fits(task: Task, { productId, deviceId, part, currentVersion }: CheckQuery): boolean {
  return (
    task.status === 'running' &&
    task.productId === productId &&
    task.part.type === part.type &&
    task.part.identify === part.identify &&
    task.fromVersion === currentVersion &&
    inScope(task, deviceId)
  )
}

/** A test task is for the devices of its list, whatever else it says: a test must not spread for want of a network. */
function inScope({ scope, tag }: Task, deviceId: string): boolean {
  if (scope.category === 'all' && tag === 'formal') return true
  return scope.deviceIds.includes(deviceId)
}

/** One that does not say when it was made is the oldest. */
function madeMs({ createdAt }: Task): number {
  return createdAt === null ? Number.NEGATIVE_INFINITY : Date.parse(createdAt)
}
