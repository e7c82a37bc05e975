// What is typed for an action on a task, why it cannot be sent yet, and the sending of it. No page.
import { longestTaskDescription, longestTaskName } from '../../../preload/contract/task-rules.ts'
import type { TaskAction, TaskRefInput, TaskView } from '../../../preload/contract/task-view.ts'
import type { StationClient } from '../../api/client.ts'
import { changedDevices, type DeviceChange, mostDeviceIds, readDeviceIds } from './device-ids.ts'

export interface ActionTyped {
  readonly reviewerId: string
  readonly name: string
  readonly description: string
  /** Promoted for all devices of the product; else for those it has. */
  readonly forAll: boolean
  readonly how: DeviceChange
  readonly ids: string
}

export function typedFor(task: TaskView): ActionTyped {
  const { name, description } = task
  return { reviewerId: '', name, description, forAll: task.scope.category === 'all', how: 'add', ids: '' }
}

export type TypedProblem =
  | 'reviewerMissing'
  | 'nameMissing'
  | 'nameTooLong'
  | 'descriptionMissing'
  | 'descriptionTooLong'
  | 'noDevices'
  | 'idsNone'
  | 'idsTooMany'
  | 'idsFix'
  | 'idsNothing'

/** Null: it can be sent. */
export function typedProblem(action: TaskAction, typed: ActionTyped, task: TaskView): TypedProblem | null {
  if (action === 'submit') return typed.reviewerId.trim() === '' ? 'reviewerMissing' : null
  if (action === 'promote') return promoteProblem(typed, task)
  return action === 'changeDevices' ? deviceProblem(typed, task) : null
}

function promoteProblem(
  { name, description, forAll }: ActionTyped,
  { scope }: TaskView,
): TypedProblem | null {
  if (name.trim() === '') return 'nameMissing'
  if ([...name.trim()].length > longestTaskName) return 'nameTooLong'
  if (description.trim() === '') return 'descriptionMissing'
  if ([...description.trim()].length > longestTaskDescription) return 'descriptionTooLong'
  return !forAll && scope.deviceIds.length === 0 ? 'noDevices' : null
}

function deviceProblem({ how, ids: text }: ActionTyped, { scope }: TaskView): TypedProblem | null {
  const { ids, invalid } = readDeviceIds(text)
  if (invalid.length > 0) return 'idsFix'
  if (ids.length === 0) return 'idsNone'
  if (ids.length > mostDeviceIds) return 'idsTooMany'
  const { added, removed } = changedDevices(scope.deviceIds, how, ids)
  return added + removed === 0 && scope.category === 'devices' ? 'idsNothing' : null
}

/** The task as it is afterwards; null: it is gone. */
export async function sendAction(
  client: StationClient,
  action: TaskAction,
  seen: TaskView,
  typed: ActionTyped,
): Promise<TaskView | null> {
  const { productId, taskId, fingerprint } = seen
  const ref: TaskRefInput = { productId, taskId, fingerprint }
  switch (action) {
    case 'start':
      return client.tasks.start(ref)
    case 'stop':
      return client.tasks.stop(ref)
    case 'delete':
      await client.tasks.remove(ref)
      return null
    case 'promote':
      return client.tasks.promote({ ...ref, ...promotion(seen, typed) })
    case 'submit':
      return client.tasks.submit({ ...ref, reviewerId: typed.reviewerId.trim() })
    case 'approve':
    case 'reject':
      return client.tasks.review({ ...ref, verdict: action })
    case 'changeDevices': {
      const deviceIds = [...readDeviceIds(typed.ids).ids]
      return client.tasks.changeDevices({ ...ref, how: typed.how, deviceIds })
    }
  }
}

/** Only what is to be different. */
function promotion(seen: TaskView, { name, description, forAll }: ActionTyped) {
  return {
    ...(name.trim() === seen.name ? {} : { name: name.trim() }),
    ...(description.trim() === seen.description ? {} : { description: description.trim() }),
    ...(forAll && seen.scope.category === 'devices'
      ? { scope: { category: 'all' as const, deviceIds: [] } }
      : {}),
  }
}
