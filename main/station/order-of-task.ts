// What a work order and a task have to do with each other: the order as its task says it, and an order that no unit could
// be flashed under is not made. Pure.
import { FlashlineError, type OrderDraft, type Task } from '../../preload/contract/index.ts'

const maxNameLength = 60

/** A lead who makes an order of a test, or of a task that goes back, has said so by that. */
export function draftOfTask(task: Task) {
  const { taskId, name, productId, part, mode, tag, fromVersion, toVersion } = task
  return {
    ...{ taskId, productId, part, mode, tag },
    name: name.trim().slice(0, maxNameLength).trim() || taskId.slice(0, maxNameLength),
    downgrade: toVersion < fromVersion ? 'allow' : 'refuse',
  } as const
}

/** Every unit would be refused at its check; so the order is. TASK_DIFFERS {field}, TASK_TEST, DOWNGRADE */
export function requireTaskOfOrder(task: Task, { productId, part, tag, downgrade }: OrderDraft): void {
  const { taskId, fromVersion, toVersion } = task
  const differs = (field: string, expected: string, found: string) =>
    new FlashlineError('TASK_DIFFERS', { taskId, field, expected, found })
  if (productId !== null && productId !== task.productId) throw differs('product', productId, task.productId)
  if (productId !== null && (part.type !== task.part.type || part.identify !== task.part.identify))
    throw differs('part', `${part.type} ${part.identify}`, `${task.part.type} ${task.part.identify}`)
  if (task.tag === 'test' && tag !== 'test') throw new FlashlineError('TASK_TEST', { taskId })
  if (toVersion < fromVersion && downgrade === 'refuse')
    throw new FlashlineError('DOWNGRADE', { found: fromVersion, expected: toVersion })
}
