// The work orders of the station, and the one that is armed. Armed is what a person at the bench has said since this start:
// after a restart an order is ready, and somebody arms it again, so that no power cut ever starts flashing by itself.
// Not here: what the armed order allows (job-order.ts), who starts jobs (auto-start.ts, jobs.ts).
import { randomUUID } from 'node:crypto'
import {
  asFlashlineError,
  type EventBody,
  FlashlineError,
  type OrderDraft,
  type Task,
  type WorkOrder,
} from '../../preload/contract/index.ts'
import type { OrderBody, Orders } from '../store/orders.ts'

export interface OrderDeskParts {
  readonly rows: Orders
  /** Of the synced copy; null: it is not in it. */
  readonly task: (taskId: string) => Promise<Task | null>
  /** Another order is armed now, or none. */
  readonly onDisarmed: () => void
  readonly emit: (event: EventBody) => void
  readonly onError: (error: FlashlineError) => void
  readonly now: () => Date
}

export class OrderDesk {
  readonly #parts: OrderDeskParts
  #armed: WorkOrder | null = null
  /** One after the other: what is armed in memory is what is armed on disk. */
  #turn: Promise<unknown> = Promise.resolve()

  /** STORE_* */
  static async open(parts: OrderDeskParts): Promise<OrderDesk> {
    await parts.rows.disarm()
    return new OrderDesk(parts)
  }

  private constructor(parts: OrderDeskParts) {
    this.#parts = parts
  }

  get armed(): WorkOrder | null {
    return this.#armed
  }

  /** The armed one first, then the newest. */
  list(limit: number): Promise<WorkOrder[]> {
    return this.#parts.rows.list(limit)
  }

  /** TASK_DIFFERS {field}: the task is for another product or part. */
  async create(draft: OrderDraft, by: string, orderId: string = randomUUID()): Promise<WorkOrder> {
    const body = await this.#bodyOf(draft, by)
    const order = await this.#parts.rows.create({ orderId, createdAt: this.#now(), body })
    this.#parts.emit({ type: 'orderChanged', order })
    return order
  }

  /** One that was armed is ready. ORDER_UNKNOWN, ORDER_CHANGED, ORDER_DONE, TASK_DIFFERS; then nothing is changed. */
  edit(orderId: string, revision: number, draft: OrderDraft): Promise<WorkOrder> {
    return this.#inTurn(async () => {
      const { createdBy } = await this.#parts.rows.get(orderId)
      const body = await this.#bodyOf(draft, createdBy)
      return this.#changed(await this.#parts.rows.edit(orderId, revision, body))
    })
  }

  /** The one that was armed before is ready. ORDER_UNKNOWN, ORDER_DONE */
  arm(orderId: string, by: string): Promise<WorkOrder> {
    return this.#inTurn(async () => {
      const before = this.#armed
      const order = await this.#parts.rows.arm(orderId, by, this.#now())
      if (before && before.orderId !== orderId) this.#changed(await this.#parts.rows.get(before.orderId))
      this.#armed = order
      return this.#changed(order)
    })
  }

  /** Null: none was armed. Nothing new starts; what runs goes on. */
  disarm(): Promise<WorkOrder | null> {
    return this.#inTurn(async () => {
      const order = await this.#parts.rows.disarm()
      return order && this.#changed(order)
    })
  }

  /** ORDER_UNKNOWN */
  finish(orderId: string): Promise<WorkOrder> {
    return this.#inTurn(async () => this.#changed(await this.#parts.rows.finish(orderId)))
  }

  /** Fed with every event: the end of a job is counted, and may be the last that was wanted. */
  observe(event: EventBody): void {
    if (event.type !== 'jobFinished' || event.job.orderId === null) return
    const { orderId } = event.job
    this.#inTurn(() => this.#count(orderId)).catch((error) => this.#parts.onError(asFlashlineError(error)))
  }

  /** Nothing is armed any more; resolves when everything that happened is on disk. */
  async stop(): Promise<void> {
    await this.#inTurn(() => this.#parts.rows.disarm())
  }

  async #count(orderId: string): Promise<void> {
    const { rows } = this.#parts
    const { state, quantity, counts } = await rows.get(orderId)
    const isMade = quantity !== null && counts.passed >= quantity
    if (isMade && state !== 'done') await rows.finish(orderId)
    this.#changed(await rows.get(orderId))
  }

  #changed(order: WorkOrder): WorkOrder {
    if (this.#armed?.orderId === order.orderId) {
      if (order.state === 'armed') this.#armed = order
      else {
        this.#armed = null
        this.#parts.onDisarmed()
      }
    }
    this.#parts.emit({ type: 'orderChanged', order })
    return order
  }

  async #bodyOf(draft: OrderDraft, createdBy: string): Promise<OrderBody> {
    const { name, lot, productId, profileId, part, taskId, quantity, mode, slotIds, scanFirst } = draft
    const task = taskId === null ? null : await this.#parts.task(taskId)
    if (task) requireTask(task, draft)
    const facts = { taskName: task?.name ?? null, toVersion: task?.toVersion ?? null, createdBy }
    return { name, lot, productId, profileId, part, taskId, quantity, mode, slotIds, scanFirst, ...facts }
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }

  #now(): string {
    return this.#parts.now().toISOString()
  }
}

/** Every unit would be refused at its check; so the order is. */
function requireTask(task: Task, { productId, part }: OrderDraft): void {
  const { taskId } = task
  if (productId !== null && productId !== task.productId)
    throw new FlashlineError('TASK_DIFFERS', {
      ...{ taskId, field: 'product', expected: productId, found: task.productId },
    })
  if (productId !== null && (part.type !== task.part.type || part.identify !== task.part.identify))
    throw new FlashlineError('TASK_DIFFERS', {
      ...{ taskId, field: 'part' },
      expected: `${part.type} ${part.identify}`,
      found: `${task.part.type} ${task.part.identify}`,
    })
}
