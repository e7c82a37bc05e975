// The work orders of the station, and the one that is armed. Armed is what a person at the bench has said since this start:
// after a restart an order is ready, and somebody arms it again, so that no power cut ever starts flashing by itself.
// Not here: what the armed order allows (job-order.ts), who starts jobs (auto-start.ts, jobs.ts).
import { randomUUID } from 'node:crypto'
import {
  asFlashlineError,
  type EventBody,
  FlashlineError,
  type OrderDraft,
  type OrderEvent,
  orderDraftSchema,
  type Task,
  type WorkOrder,
} from '../../preload/contract/index.ts'
import type { JobOrder } from '../job/ports.ts'
import type { OrderBody, Orders } from '../store/orders.ts'
import { draftOfTask, requireTaskOfOrder } from './order-of-task.ts'
import { OrderRoom } from './order-room.ts'

export interface OrderDeskParts {
  readonly rows: Orders
  /** Of the synced copy; null: it is not in it. */
  readonly task: (taskId: string) => Promise<Task | null>
  /** The image of a task, when it is in the library; null: it is not. */
  readonly storedImage: (task: Task) => Promise<string | null>
  /** Another order is armed now, or none. */
  readonly onDisarmed: () => void
  /** There is room in the order again: this slot, which had found none, may start. */
  readonly onRoom: (slotId: string) => void
  readonly emit: (event: EventBody) => void
  readonly onError: (error: FlashlineError) => void
  readonly now: () => Date
}

export class OrderDesk {
  readonly #parts: OrderDeskParts
  #armed: WorkOrder | null = null
  readonly #room = new OrderRoom()
  /** One after the other: what is armed in memory is what is armed on disk. */
  #turn: Promise<unknown> = Promise.resolve()

  /** STORE_* */
  static async open(parts: OrderDeskParts): Promise<OrderDesk> {
    await parts.rows.disarm({ by: '', at: parts.now().toISOString() }, 'restart')
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

  /** What was done to it, oldest first. ORDER_UNKNOWN */
  log(orderId: string): Promise<OrderEvent[]> {
    return this.#parts.rows.log(orderId)
  }

  /** TASK_DIFFERS {field}, TASK_TEST, DOWNGRADE: none of its units could be flashed. */
  async create(draft: OrderDraft, by: string, orderId: string = randomUUID()): Promise<WorkOrder> {
    const { rows, emit } = this.#parts
    const task = await this.#taskOf(draft)
    const createdAt = this.#now()
    const order = await rows.create({ orderId, createdAt, body: bodyOf(draft, task, by) })
    await this.#pinStored(orderId, task, by)
    emit({ type: 'orderChanged', order })
    return order
  }

  /** What `create` would refuse. */
  async check(draft: OrderDraft): Promise<void> {
    await this.#taskOf(draft)
  }

  /** ORDER_UNKNOWN */
  get(orderId: string): Promise<WorkOrder> {
    return this.#parts.rows.get(orderId)
  }

  /** As the task says it, in one step. TASK_NOT_FOUND: it is not in the synced copy. */
  async createFromTask(
    { taskId, lot, quantity }: Pick<OrderDraft, 'lot' | 'quantity'> & { taskId: string },
    by: string,
  ): Promise<WorkOrder> {
    const task = await this.#parts.task(taskId)
    if (!task) throw new FlashlineError('TASK_NOT_FOUND', { taskId })
    return this.create(orderDraftSchema.parse({ ...draftOfTask(task), lot, quantity }), by)
  }

  /** One that was armed is ready. ORDER_UNKNOWN, ORDER_CHANGED, ORDER_DONE, and as `create`; then nothing is changed. */
  edit(orderId: string, revision: number, draft: OrderDraft, by: string): Promise<WorkOrder> {
    return this.#inTurn(async () => {
      const { rows } = this.#parts
      const { createdBy } = await rows.get(orderId)
      const task = await this.#taskOf(draft)
      const body = bodyOf(draft, task, createdBy)
      const order = await rows.edit(orderId, revision, body, { by, at: this.#now() })
      await this.#pinStored(orderId, task, by)
      return this.#changed(order)
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
  disarm(by: string): Promise<WorkOrder | null> {
    return this.#inTurn(async () => {
      const order = await this.#parts.rows.disarm({ by, at: this.#now() }, 'person')
      return order && this.#changed(order)
    })
  }

  /** What runs of it ends without a write, if it has not begun to write. ORDER_UNKNOWN */
  finish(orderId: string, by: string): Promise<WorkOrder> {
    return this.#inTurn(async () =>
      this.#changed(await this.#parts.rows.finish(orderId, { by, at: this.#now() }, 'person')),
    )
  }

  /** A job is about to begin: it takes its place among the units of its order. ORDER_FULL */
  take({ workOrder, jobId, slot }: JobOrder): void {
    const armed = this.#armed
    if (workOrder && armed?.orderId === workOrder.orderId) this.#room.take(armed, jobId, slot.slotId)
  }

  /** It never began. */
  leave(jobId: string): void {
    for (const slotId of this.#room.leave(jobId)) this.#parts.onRoom(slotId)
  }

  /** Fed with every event: the end of a job is counted, and may be the last that was wanted. */
  observe(event: EventBody): void {
    this.#room.observe(event)
    if (event.type !== 'jobFinished' || event.job.orderId === null) return
    const { orderId, jobId } = event.job
    this.#inTurn(() => this.#count(orderId))
      .catch((error) => this.#parts.onError(asFlashlineError(error)))
      .finally(() => this.leave(jobId))
  }

  /** Nothing is armed any more; resolves when everything that happened is on disk. */
  async stop(): Promise<void> {
    this.#room.clear()
    await this.#inTurn(() => this.#parts.rows.disarm({ by: '', at: this.#now() }, 'end'))
  }

  async #count(orderId: string): Promise<void> {
    const { rows } = this.#parts
    const { state, quantity, counts } = await rows.get(orderId)
    const isMade = quantity !== null && counts.passed >= quantity
    if (isMade && state !== 'done') await rows.finish(orderId, { by: '', at: this.#now() }, 'quantity')
    this.#changed(await rows.get(orderId))
  }

  #changed(order: WorkOrder): WorkOrder {
    if (this.#armed?.orderId === order.orderId) {
      if (order.state === 'armed') this.#armed = order
      else {
        this.#armed = null
        this.#room.clear()
        this.#parts.onDisarmed()
      }
    }
    this.#parts.emit({ type: 'orderChanged', order })
    return order
  }

  async #taskOf(draft: OrderDraft): Promise<Task | null> {
    const task = draft.taskId === null ? null : await this.#parts.task(draft.taskId)
    if (task) requireTaskOfOrder(task, draft)
    return task
  }

  /** From the start no other image of the task passes, when this one is here already. */
  async #pinStored(orderId: string, task: Task | null, by: string): Promise<void> {
    const sha256 = task && (await this.#parts.storedImage(task))
    if (task && sha256 !== null)
      await this.#parts.rows.pinImage({ orderId, taskId: task.taskId, sha256 }, { by, at: this.#now() })
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

function bodyOf(draft: OrderDraft, task: Task | null, createdBy: string): OrderBody {
  return {
    ...orderDraftSchema.parse(draft),
    taskName: task?.name ?? null,
    toVersion: task?.toVersion ?? null,
    createdBy,
  }
}
