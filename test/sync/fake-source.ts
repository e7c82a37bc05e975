// A cloud's task list, made by hand: pages of whatever is in it, one change between any two pages, and a note of what was
// asked.
import type { TaskPage, TaskQuery, TaskSource } from '../../main/clouds/cloud.ts'
import type { Task, UnreadItem } from '../../preload/contract/index.ts'

export class FakeSource implements TaskSource {
  tasks: Task[]
  /** Places of items that cannot be read, with the ids they still show. */
  unread = new Map<number, string | null>()
  /** Called before every page, with its number from 1 on. */
  onPage: (page: number, signal: AbortSignal) => Promise<void> | void = () => {}
  readonly asked: [offset: number, limit: number][] = []

  constructor(tasks: Task[] = []) {
    this.tasks = tasks
  }

  async listTasks({ offset, limit }: TaskQuery, signal: AbortSignal): Promise<TaskPage> {
    this.asked.push([offset, limit])
    await this.onPage(this.asked.length, signal)
    signal.throwIfAborted()
    const tasks: Task[] = []
    const unread: UnreadItem[] = []
    this.tasks.slice(offset, offset + limit).forEach((task, index) => {
      const id = this.unread.get(offset + index)
      if (id === undefined) tasks.push(task)
      else unread.push({ index, id, field: 'target_version' })
    })
    return { total: this.tasks.length, tasks, unread }
  }

  getTask(): Promise<Task> {
    return Promise.reject(new Error('not asked here'))
  }

  check(): Promise<Task | null> {
    return Promise.reject(new Error('not asked here'))
  }
}
