// Which task the address names: `#/tasks/<productId>/<taskId>`.
import { useSyncExternalStore } from 'react'

export interface TaskPlace {
  readonly productId: string
  readonly taskId: string
}

export const tasksHref = '#/tasks'

export function taskHref({ productId, taskId }: TaskPlace): string {
  return `${tasksHref}/${encodeURIComponent(productId)}/${encodeURIComponent(taskId)}`
}

/** Null when the address names only the screen, or nothing that can be read. */
export function readTaskPlace(hash: string): TaskPlace | null {
  const [, screen, productId, taskId] = hash.split('/')
  if (screen !== 'tasks' || !productId || !taskId) return null
  try {
    return { productId: decodeURIComponent(productId), taskId: decodeURIComponent(taskId) }
  } catch {
    return null
  }
}

export function useTaskPlace(): TaskPlace | null {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  return readTaskPlace(hash)
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}
