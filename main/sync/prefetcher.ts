// Fetches the firmware of running tasks before anyone asks for it, two files at a time, so that a bench goes on when its
// network goes. What fails is tried again later, less and less often; a job that needs it does not wait for that.
import { asFlashlineError, type FlashlineError, type Task } from '../../preload/contract/index.ts'
import type { Clock } from '../clouds/clock.ts'
import type { FirmwareRows } from '../store/firmware.ts'

const AT_ONCE = 2
const FIRST_DELAY_MS = 60_000
const LONGEST_DELAY_MS = 60 * 60_000

export interface PrefetcherParts {
  readonly firmware: Pick<FirmwareRows, 'list'>
  /** Into the firmware store. It may keep a failure to itself: what counts is whether the file is there afterwards. */
  readonly prefetch: (task: Task, signal: AbortSignal) => Promise<void>
  readonly clock: Pick<Clock, 'now'>
  readonly onProblem: (error: FlashlineError, task: Task) => void
}

export class Prefetcher {
  readonly #parts: PrefetcherParts
  readonly #queue = new Map<string, Task>()
  readonly #underWay = new Map<string, Promise<void>>()
  readonly #failures = new Map<string, { times: number; notBeforeMs: number }>()
  #stopping = new AbortController()

  constructor(parts: PrefetcherParts) {
    this.#parts = parts
  }

  /** Those whose image is not here are fetched in time. */
  async want(tasks: readonly Task[]): Promise<void> {
    const stored = await this.#stored()
    const nowMs = this.#parts.clock.now().getTime()
    for (const task of tasks) {
      const key = keyOf(task.image)
      const waits = (this.#failures.get(key)?.notBeforeMs ?? 0) > nowMs
      if (task.status === 'running' && !stored.has(key) && !waits && !this.#underWay.has(key))
        this.#queue.set(key, task)
    }
    this.#next()
  }

  /** Resolves when nothing is wanted or under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values())
  }

  /** Breaks off what is under way; what is wanted later is fetched again. */
  async stop(): Promise<void> {
    this.#queue.clear()
    this.#stopping.abort()
    await this.idle()
    this.#stopping = new AbortController()
  }

  #next(): void {
    for (const [key, task] of this.#queue) {
      if (this.#underWay.size >= AT_ONCE) return
      this.#queue.delete(key)
      const fetching = this.#fetch(key, task, this.#stopping.signal).finally(() => {
        this.#underWay.delete(key)
        this.#next()
      })
      this.#underWay.set(key, fetching)
    }
  }

  async #fetch(key: string, task: Task, signal: AbortSignal): Promise<void> {
    try {
      await this.#parts.prefetch(task, signal)
      if ((await this.#stored()).has(key)) {
        this.#failures.delete(key)
        return
      }
    } catch (error) {
      if (!signal.aborted) this.#parts.onProblem(asFlashlineError(error), task)
    }
    if (signal.aborted) return
    const times = (this.#failures.get(key)?.times ?? 0) + 1
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** Math.min(times, 10), LONGEST_DELAY_MS)
    this.#failures.set(key, { times, notBeforeMs: this.#parts.clock.now().getTime() + delayMs })
  }

  async #stored(): Promise<Set<string>> {
    const rows = await this.#parts.firmware.list()
    // A broken one is fetched again.
    return new Set(rows.filter(({ isGood }) => isGood !== false).map(keyOf))
  }
}

function keyOf({ md5, sizeBytes }: { md5: string; sizeBytes: number }): string {
  return `${md5.toLowerCase()} ${sizeBytes}`
}
