// Keeps copies of every product's tasks and firmware lists in the store, on a schedule and by hand, and thereby knows
// which clouds answer. What the copies are good for: checks without a network, matching of files, devices known by MAC.
import { asFlashlineError, FlashlineError, type SyncState, type Task } from '../../preload/contract/index.ts'
import { type Clock, systemClock } from '../clouds/clock.ts'
import type { FirmwareCatalogue, OtaLogSource, TaskSource } from '../clouds/cloud.ts'
import type { Store } from '../store/open-store.ts'
import { Prefetcher } from './prefetcher.ts'
import { readLoggedDevices } from './read-roster.ts'
import { syncCatalogue, syncTasks } from './sync-product.ts'

const INTERVAL_MS = 60_000
const LONGEST_INTERVAL_MS = 5 * 60_000

/** What is copied of one product, and from where; null: not at all. */
export interface SyncPlan {
  readonly productId: string
  readonly productKey: string
  readonly tasks: { readonly connectionId: string; readonly source: TaskSource } | null
  readonly catalogue: { readonly connectionId: string; readonly catalogue: FirmwareCatalogue } | null
  readonly otaLogs: OtaLogSource | null
}

export interface SyncOptions {
  /** As they are set now. Asked at every round. */
  readonly products: () => readonly SyncPlan[]
  readonly store: Pick<Store, 'tasks' | 'catalogue' | 'syncStates' | 'devices' | 'firmware'>
  /** Brings the image of a running task into the firmware store. Called for two at a time, not part of a round. */
  readonly prefetch: (task: Task, signal: AbortSignal) => Promise<void>
  /** The states of all products that are synced, after each of them. */
  readonly onState: (states: SyncState[]) => void
  /** What no state tells: the roster or an image could not be had. */
  readonly onProblem?: (error: FlashlineError, productId: string) => void
  readonly clock?: Clock
  /** 0 <= x < 1 */
  readonly random?: () => number
}

export interface Sync {
  /** A round now, and then every minute; less often while every cloud fails. Again: asks at once, with the plans of now. */
  start(): void
  /** Breaks off what is under way and waits for its end. May be started again. */
  stop(): Promise<void>
  /** One round, or the one that is running. Never rejects but on stop or abort; `signal` ends the waiting only. */
  runNow(signal?: AbortSignal): Promise<SyncState[]>
  /** Resolves when no image is being fetched ahead. */
  prefetched(): Promise<void>
}

export function createSync(options: SyncOptions): Sync {
  return new ProductSync(options)
}

class ProductSync implements Sync {
  readonly #options: SyncOptions
  readonly #clock: Clock
  readonly #prefetcher: Prefetcher
  /** The newest log of each product's tasks that was read. */
  readonly #newestLogs = new Map<string, string>()
  #stopping = new AbortController()
  #round: Promise<SyncState[]> | null = null
  #on = false
  #again = false
  #failures = 0
  #cancelTimer: () => void = () => {}

  constructor(options: SyncOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#prefetcher = new Prefetcher({
      firmware: options.store.firmware,
      prefetch: options.prefetch,
      clock: this.#clock,
      onProblem: (error, { productId }) => options.onProblem?.(error, productId),
    })
  }

  start(): void {
    this.#on = true
    this.#failures = 0
    if (this.#round === null) void this.#begin().catch(() => undefined)
    else this.#again = true
  }

  async stop(): Promise<void> {
    this.#on = false
    this.#again = false
    this.#cancelTimer()
    this.#stopping.abort(new FlashlineError('JOB_CANCELLED'))
    await this.#round?.catch(() => undefined)
    await this.#prefetcher.stop()
    this.#stopping = new AbortController()
  }

  runNow(signal?: AbortSignal): Promise<SyncState[]> {
    const round = this.#round ?? this.#begin()
    return signal === undefined ? round : unlessAborted(round, signal)
  }

  prefetched(): Promise<void> {
    return this.#prefetcher.idle()
  }

  #begin(): Promise<SyncState[]> {
    this.#cancelTimer()
    this.#again = false
    const round = this.#runRound(this.#stopping.signal).finally(() => {
      this.#round = null
      if (!this.#on) return
      const delayMs = this.#again ? 0 : this.#intervalMs()
      this.#cancelTimer = this.#clock.after(delayMs, () => void this.#begin().catch(() => undefined))
    })
    this.#round = round
    return round
  }

  /** Spread, so that the stations of a plant do not all ask in the same second. */
  #intervalMs(): number {
    const { random = Math.random } = this.#options
    const wholeMs = Math.min(INTERVAL_MS * 2 ** Math.min(this.#failures, 10), LONGEST_INTERVAL_MS)
    return Math.round(wholeMs * (0.8 + 0.2 * random()))
  }

  async #runRound(signal: AbortSignal): Promise<SyncState[]> {
    const { products, store, onState } = this.#options
    const plans = products()
    const states = new Map<string, SyncState>()
    for (const state of await store.syncStates.list().catch(() => [])) {
      if (plans.some((plan) => isOf(plan, state))) states.set(keyOf(state), state)
    }
    const made: SyncState[] = []
    for (const plan of plans) {
      for (const state of await this.#syncProduct(plan, signal)) {
        made.push(state)
        states.set(keyOf(state), state)
      }
      onState([...states.values()])
    }
    this.#failures = made.length > 0 && made.every(({ error }) => error !== null) ? this.#failures + 1 : 0
    return [...states.values()]
  }

  async #syncProduct(plan: SyncPlan, signal: AbortSignal): Promise<SyncState[]> {
    const parts = { store: this.#options.store, now: () => this.#clock.now() }
    const states: SyncState[] = []
    if (plan.tasks !== null) {
      const { state, tasks } = await syncTasks(parts, plan.productId, plan.tasks, signal)
      states.push(state)
      if (tasks !== null) await this.#followTasks(plan, tasks, signal)
    }
    if (plan.catalogue !== null) states.push(await syncCatalogue(parts, plan, plan.catalogue, signal))
    return states
  }

  /** What else the tasks lead to. It fails on its own: the copy of the tasks stands. */
  async #followTasks(
    { productId, otaLogs }: SyncPlan,
    tasks: readonly Task[],
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.#prefetcher.want(tasks)
      if (otaLogs === null) return
      const taskIds = [...tasks].sort(newestFirst).map(({ taskId }) => taskId)
      const untilLogId = this.#newestLogs.get(productId) ?? null
      const { devices, newestLogId } = await readLoggedDevices(
        otaLogs,
        { productId, taskIds, untilLogId },
        signal,
      )
      await this.#options.store.devices.addRoster(devices)
      if (newestLogId !== null) this.#newestLogs.set(productId, newestLogId)
    } catch (error) {
      signal.throwIfAborted()
      this.#options.onProblem?.(asFlashlineError(error), productId)
    }
  }
}

function isOf(plan: SyncPlan, { productId, what, connectionId }: SyncState): boolean {
  return plan.productId === productId && plan[what]?.connectionId === connectionId
}

function keyOf({ productId, what }: SyncState): string {
  return `${what} ${productId}`
}

function newestFirst(one: Task, other: Task): number {
  return (other.createdAt ?? '').localeCompare(one.createdAt ?? '')
}

/** Gives up waiting; what is waited for goes on. */
async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let giveUp = () => {}
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason)
    signal.addEventListener('abort', giveUp, { once: true })
    if (signal.aborted) giveUp()
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}
