// Kits as a source of tasks for a bench without a network. A kit's time is asked at every question, by the later of the
// clock and the newest record of the station: setting the clock back makes no kit valid again.
import { FlashlineError, type KitSummary, type Task } from '../../preload/contract/index.ts'
import type { Checked, CheckQuery } from '../clouds/cloud.ts'
import type { KitRows, KitSource } from '../store/kits.ts'
import { decideOffline } from '../sync/check-offline.ts'

export interface SyncedTasks {
  readonly tasks: readonly Task[]
  readonly syncedAt: string
}

export class KitShelf {
  readonly #rows: KitRows
  readonly #now: () => Date
  #sources: readonly KitSource[] = []

  private constructor(rows: KitRows, now: () => Date) {
    this.#rows = rows
    this.#now = now
  }

  /** STORE_* */
  static async open(rows: KitRows, now: () => Date): Promise<KitShelf> {
    const shelf = new KitShelf(rows, now)
    await shelf.reload()
    return shelf
  }

  /** A kit came in. */
  async reload(): Promise<void> {
    this.#sources = await this.#rows.sources()
  }

  /** A kit has tasks for this product, valid or not. */
  covers(productId: string | null): boolean {
    return this.#sources.some(({ tasks }) => tasks.some((task) => task.productId === productId))
  }

  /** Null: no kit has it. */
  task(taskId: string): Task | null {
    return this.#sources.flatMap(({ tasks }) => tasks).find((task) => task.taskId === taskId) ?? null
  }

  /** The kit that names this task; null: none does. */
  kitOf(taskId: string): KitSummary | null {
    return this.#sources.find(({ tasks }) => tasks.some((task) => task.taskId === taskId))?.summary ?? null
  }

  /** KIT_EARLY, KIT_EXPIRED */
  async requireValid({ name, validFrom, validTo }: KitSummary): Promise<void> {
    const now = this.#now()
    if (now.getTime() < Date.parse(validFrom))
      throw new FlashlineError('KIT_EARLY', { name, validFromAt: validFrom })
    const end = Date.parse(validTo)
    if (now.getTime() > end) throw new FlashlineError('KIT_EXPIRED', { name, validToAt: validTo })
    const recordedAt = await this.#rows.lastRecordedAt()
    if (recordedAt !== null && Date.parse(recordedAt) > end)
      throw new FlashlineError('KIT_EXPIRED', { name, validToAt: validTo, recordedAt })
  }

  /** What a product without a cloud goes by. KIT_EARLY, KIT_EXPIRED when only such a kit has a task for the device. */
  async check(query: CheckQuery): Promise<Checked> {
    const copy = await this.#copy(query)
    const task = copy === null ? null : decideOffline(copy.tasks, query)
    const kit = task === null ? null : this.kitOf(task.taskId)
    return {
      ...{ task, source: 'offline', syncedAt: copy?.syncedAt ?? null, cause: 'CLOUD_UNSET' },
      ...(kit === null ? {} : { kitId: kit.kitId }),
    }
  }

  /**
   * What a product goes by whose cloud does not answer: what was synced, or a kit that was made later. KIT_EARLY,
   * KIT_EXPIRED when there is nothing else.
   */
  async newest(productId: string | null, synced: SyncedTasks | null): Promise<SyncedTasks | null> {
    if (productId === null || !this.covers(productId)) return synced
    const copy = await this.#copy({ productId }).catch((error: unknown) => {
      if (synced !== null) return null
      throw error
    })
    if (copy === null || synced === null) return copy ?? synced
    return Date.parse(copy.syncedAt) > Date.parse(synced.syncedAt) ? copy : synced
  }

  /** The tasks of all valid kits, as old as the newest of them; null: no kit has any. */
  async #copy(query: Pick<CheckQuery, 'productId'>): Promise<SyncedTasks | null> {
    const tasks: Task[] = []
    let syncedAt: string | null = null
    let refusal: unknown = null
    for (const source of this.#sources) {
      const own = source.tasks.filter(({ productId }) => productId === query.productId)
      if (own.length === 0) continue
      const refused = await this.requireValid(source.summary).then(
        () => null,
        (error: unknown) => error,
      )
      if (refused !== null) {
        refusal ??= refused
        continue
      }
      tasks.push(...own)
      const { createdAt } = source.summary
      if (syncedAt === null || syncedAt < createdAt) syncedAt = createdAt
    }
    if (syncedAt !== null) return { tasks, syncedAt }
    if (refusal !== null) throw refusal
    return null
  }
}
