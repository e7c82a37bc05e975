// All tasks of a product from its cloud, page by page, as one list that was whole at one time. Stores nothing.
import { FlashlineError, type Task, type UnreadItem } from '../../preload/contract/index.ts'
import type { TaskSource } from '../clouds/cloud.ts'

/** Most plants have a page of tasks; those with many have few pages. */
const FIRST_PAGE = 100
const NEXT_PAGES = 500
/** A cloud that claims more is not believed. */
const MAX_TASKS = 10_000
const MAX_READS = 3

export interface TaskList {
  readonly tasks: Task[]
  /** With places in the whole list. A task of another product is one, too: it decides what gets flashed. */
  readonly unread: UnreadItem[]
}

/** Read again when it changed meanwhile. CLOUD_REPLY {reason: 'listChanges' | 'tooMany'} and what the source rejects with. */
export async function readTasks(
  source: TaskSource,
  productId: string,
  signal: AbortSignal,
): Promise<TaskList> {
  for (let reads = 0; reads < MAX_READS; reads += 1) {
    const list = await readOnce(source, productId, signal)
    if (list !== null) return list
  }
  throw new FlashlineError('CLOUD_REPLY', { reason: 'listChanges', productId })
}

/** Null when the pages are not of one list: a task more or less moves the others to other pages. */
async function readOnce(
  source: TaskSource,
  productId: string,
  signal: AbortSignal,
): Promise<TaskList | null> {
  const tasks = new Map<string, Task>()
  const unread: UnreadItem[] = []
  let offset = 0
  let total: number | null = null
  for (;;) {
    const limit = total === null ? FIRST_PAGE : NEXT_PAGES
    const page = await source.listTasks({ productId, offset, limit }, signal)
    if (total !== null && page.total !== total) return null
    total = page.total
    if (total > MAX_TASKS) throw new FlashlineError('CLOUD_REPLY', { reason: 'tooMany', productId, total })
    const unreadAt = new Set(page.unread.map(({ index }) => index))
    for (const item of page.unread) unread.push({ ...item, index: offset + item.index })
    let index = 0
    for (const task of page.tasks) {
      while (unreadAt.has(index)) index += 1
      if (tasks.has(task.taskId)) return null
      if (task.productId === productId) tasks.set(task.taskId, task)
      else unread.push({ index: offset + index, id: task.taskId, field: 'productId' })
      index += 1
    }
    const items = page.tasks.length + page.unread.length
    offset += items
    if (offset >= total) return { tasks: [...tasks.values()], unread }
    if (items === 0) return null
  }
}
