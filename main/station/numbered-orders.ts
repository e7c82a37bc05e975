// Work orders of other software, by the number it gave them: sent twice, the second is the first. The order's id says the
// number (`mes-<number>`), so no table of numbers can disagree with the orders.
import { isDeepStrictEqual } from 'node:util'
import {
  asFlashlineError,
  FlashlineError,
  type OrderDraft,
  orderDraftSchema,
  type WorkOrder,
} from '../../preload/contract/index.ts'
import type { OrderDesk } from './order-desk.ts'
import { createTurns } from './take-turns.ts'

export class NumberedOrders {
  readonly #desk: Pick<OrderDesk, 'create' | 'check' | 'get'>
  readonly #turns = createTurns()

  constructor(desk: Pick<OrderDesk, 'create' | 'check' | 'get'>) {
    this.#desk = desk
  }

  /** The one that is there already, or a new one. ORDER_NUMBER when that says something else; TASK_DIFFERS. */
  make(number: string, draft: OrderDraft, by: string): Promise<WorkOrder> {
    return this.#turns(
      'orders',
      async () => (await this.#present(number, draft)) ?? this.#create(number, draft, by),
    )
  }

  /** All or, when one of them could not be made, none. */
  makeAll(orders: readonly (OrderDraft & { readonly number: string })[], by: string): Promise<void> {
    return this.#turns('orders', async () => {
      const missing: (typeof orders)[number][] = []
      for (const order of orders) {
        if (await this.#present(order.number, order)) continue
        await this.#desk.check(order)
        missing.push(order)
      }
      for (const { number, ...draft } of missing) await this.#create(number, draft, by)
    })
  }

  #create(number: string, draft: OrderDraft, by: string): Promise<WorkOrder> {
    return this.#desk.create(draft, by, idOf(number))
  }

  async #present(number: string, draft: OrderDraft): Promise<WorkOrder | null> {
    const order = await this.#desk.get(idOf(number)).catch((error: unknown) => {
      if (asFlashlineError(error).code === 'ORDER_UNKNOWN') return null
      throw error
    })
    if (order && !isSame(order, draft)) throw new FlashlineError('ORDER_NUMBER', { number })
    return order
  }
}

const idOf = (number: string): string => `mes-${number}`

/** The image may have been filled in since. */
function isSame(order: WorkOrder, draft: OrderDraft): boolean {
  const there = orderDraftSchema.parse(order)
  const wanted = orderDraftSchema.parse(draft)
  return isDeepStrictEqual(
    { ...wanted, firmwareSha256: wanted.firmwareSha256 ?? there.firmwareSha256 },
    there,
  )
}
