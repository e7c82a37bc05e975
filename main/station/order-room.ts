// How many units of the armed order may still be begun: what has passed and what runs is never more than was ordered. A slot
// that found no room waits, and starts by itself when one of those that run does not pass. In memory: after a restart
// nothing runs, and nothing is armed.
import { type EventBody, FlashlineError, type WorkOrder } from '../../preload/contract/index.ts'

export class OrderRoom {
  /** Jobs whose end is not counted yet, with their order. */
  readonly #taken = new Map<string, string>()
  /** Slots in the order in which they came. */
  readonly #waiting = new Set<string>()

  /** ORDER_FULL {name, quantity, passed, running}: the slot waits. */
  take(order: WorkOrder, jobId: string, slotId: string): void {
    const { orderId, name, quantity, counts } = order
    const running = [...this.#taken.values()].filter((one) => one === orderId).length
    if (quantity !== null && counts.passed + running >= quantity) {
      this.#waiting.add(slotId)
      throw new FlashlineError('ORDER_FULL', { name, quantity, passed: counts.passed, running })
    }
    this.#waiting.delete(slotId)
    this.#taken.set(jobId, orderId)
  }

  /** The job is counted, or never began. The slots that waited: they may try again. */
  leave(jobId: string): readonly string[] {
    if (!this.#taken.delete(jobId)) return []
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    return waiting
  }

  /** Nothing waits any more: the order that it waited for is not armed. */
  clear(): void {
    this.#waiting.clear()
  }

  /** Fed with every event: a board that is taken away waits no more. */
  observe(event: EventBody): void {
    if (event.type === 'slotRemoved') this.#waiting.delete(event.slotId)
    else if (event.type === 'slotChanged' && !event.slot.present) this.#waiting.delete(event.slot.slotId)
  }
}
