// What the bar of the work order says: which order, how far, how well. Pure; the words are the texts'.
import type { Language } from '../../../../preload/contract/error-texts.ts'
import type { Settings } from '../../../../preload/contract/model.ts'
import type { OrderCounts, WorkOrder } from '../../../../preload/contract/work-order.ts'

/** The armed one; else the one that was chosen, else the newest that can be armed; null: there is none. */
export function shownOrder(orders: readonly WorkOrder[], chosenOrderId: string | null): WorkOrder | null {
  const open = orders.filter(({ state }) => state !== 'done')
  return (
    open.find(({ state }) => state === 'armed') ??
    open.find(({ orderId }) => orderId === chosenOrderId) ??
    open[0] ??
    null
  )
}

/** 0 to 1; null: the order has no end. */
export function doneShare({ quantity, counts }: Pick<WorkOrder, 'quantity' | 'counts'>): number | null {
  return quantity === null ? null : Math.min(1, counts.passed / quantity)
}

/** 0 to 1; null: nothing was made yet. */
export function firstPassYield({ units, passedFirst }: OrderCounts): number | null {
  return units === 0 ? null : passedFirst / units
}

export function shownCount(count: number, language: Language, maximumFractionDigits = 0): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits }).format(count)
}

/** Its name where the settings know it, else its id. */
export function productName({ products }: Pick<Settings, 'products'>, productId: string): string {
  return products.find((product) => product.productId === productId)?.name || productId
}
