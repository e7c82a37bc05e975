// Whether a task is a test. The check call of a cloud gives a task without its tag, so the synced copy is asked, and where it
// does not know, the cloud. A formal task stays one; a test may be promoted at any time.
import type { Task } from '../../preload/contract/index.ts'
import type { TaskSource } from '../clouds/cloud.ts'

export interface IsTestParts {
  readonly source: Pick<TaskSource, 'getTask'>
  /** Of the synced copy; null: it is not in it. */
  readonly copyOf: (taskId: string) => Promise<Task | null>
  /** Tasks that are known to be formal; added to. */
  readonly formal: Set<string>
}

/** Rejects as the cloud does where only it could say: nobody knows then. */
export function createIsTest({
  source,
  copyOf,
  formal,
}: IsTestParts): (task: Task, signal: AbortSignal) => Promise<boolean> {
  return async ({ taskId, tag }, signal) => {
    if (tag === 'test') return true
    if (formal.has(taskId)) return false
    const copy = await copyOf(taskId)
    const { tag: found } = copy?.tag === 'formal' ? copy : await source.getTask(taskId, signal)
    if (found === 'formal') formal.add(taskId)
    return found === 'test'
  }
}
