// The cloud that has a product's tasks: which connection it is, what it can, and the copy that is kept of what it says.
import { FlashlineError, type Settings, type Task } from '../../preload/contract/index.ts'
import type { FirmwareShelf, TaskDesk, TaskSource } from '../clouds/cloud.ts'
import type { Store } from '../store/open-store.ts'
import type { Clouds } from './clouds.ts'
import { routesOf } from './routes.ts'

export interface TaskCloud {
  readonly connectionId: string
  readonly source: TaskSource
  readonly desk: TaskDesk | null
  readonly shelf: FirmwareShelf | null
}

/** Null: no connection gives this product its tasks. */
export function taskCloudOf(settings: Settings, clouds: Clouds, productId: string): TaskCloud | null {
  const connectionId = routesOf(settings, productId).tasks
  const client = clouds.get(connectionId)
  if (connectionId === null || !client?.tasks) return null
  return { connectionId, source: client.tasks, desk: client.desk ?? null, shelf: client.shelf ?? null }
}

export interface CopyParts {
  readonly tasks: Pick<Store['tasks'], 'get' | 'put' | 'vanish'>
  readonly now: () => Date
  /** The copy is another one than before. */
  readonly onChange: () => void
}

/** As the cloud has it now, and so has the copy. TASK_NOT_FOUND marks the copy as vanished; else as the cloud's calls. */
export async function readThrough(
  { tasks, now, onChange }: CopyParts,
  { source, connectionId }: TaskCloud,
  { productId, taskId }: { readonly productId: string; readonly taskId: string },
  signal: AbortSignal,
): Promise<Task> {
  const known = await tasks.get(taskId)
  const at = now()
  try {
    const task = await source.getTask(taskId, signal)
    if (task.productId !== productId) throw new FlashlineError('TASK_NOT_FOUND', { taskId })
    await tasks.put(task, connectionId, at)
    if (JSON.stringify(known) !== JSON.stringify(task)) onChange()
    return task
  } catch (error) {
    if (
      error instanceof FlashlineError &&
      error.code === 'TASK_NOT_FOUND' &&
      known?.productId === productId
    ) {
      await tasks.vanish(taskId, at)
      onChange()
    }
    throw error
  }
}
