// Keeps a copy of the product's tasks in the store, on a schedule and by hand, and thereby knows whether the cloud
// answers. Firmware is fetched when a job needs it, not here.
import { asFlashlineError, type CloudState, type ErrorCode, type Task } from '../../preload/contract/index.ts'
import type { TaskSource } from '../clouds/cloud.ts'

const intervalMs = 60_000
const pageSize = 100
/** A plant has tens of tasks; a cloud that claims more than this is not believed. */
const maxTasks = 5000

export interface TaskSyncParts {
  readonly source: TaskSource
  readonly productId: string
  readonly host: string
  readonly keep: (tasks: readonly Task[]) => Promise<void>
  readonly onState: (state: CloudState) => void
}

export class TaskSync {
  readonly #parts: TaskSyncParts
  readonly #controller = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #last: string | undefined

  constructor(parts: TaskSyncParts) {
    this.#parts = parts
  }

  start(): void {
    this.#timer = setInterval(() => void this.syncNow(), intervalMs)
    this.#timer.unref()
    void this.syncNow()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#controller.abort()
  }

  /** One round; the state says how it went. Never rejects. */
  async syncNow(): Promise<void> {
    try {
      await this.#parts.keep(await this.#listAll())
      this.#tell('up', null)
    } catch (error) {
      if (!this.#controller.signal.aborted) this.#tell('down', asFlashlineError(error).code)
    }
  }

  async #listAll(): Promise<Task[]> {
    const { source, productId } = this.#parts
    const all: Task[] = []
    for (;;) {
      const page = await source.listTasks(
        { productId, offset: all.length, limit: pageSize },
        this.#controller.signal,
      )
      all.push(...page.tasks)
      if (page.tasks.length === 0 || all.length >= page.total || all.length >= maxTasks) return all
    }
  }

  #tell(state: 'up' | 'down', error: ErrorCode | null): void {
    const key = `${state} ${error}`
    if (key === this.#last) return
    this.#last = key
    this.#parts.onState({ state, host: this.#parts.host, error })
  }
}
