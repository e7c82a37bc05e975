// Why the job of a slot cannot be started now, as far as the picture tells; the station decides. Pure.
import type { Slot } from '../../../preload/contract/model.ts'
import type { WorkOrder } from '../../../preload/contract/work-order.ts'
import type { Picture } from '../../store/picture.ts'
import { isSet } from '../../store/slot-state.ts'

/** Its words: `startObstacle.<name>` in the texts. */
export type StartObstacle =
  | 'empty'
  | 'learning'
  | 'unarmed'
  | 'otherSlots'
  | 'otherProduct'
  | 'scanFirst'
  | 'notSet'

export function armedOrder({ orders }: Pick<Picture, 'orders'>): WorkOrder | null {
  return orders.find(({ state }) => state === 'armed') ?? null
}

/** Null: nothing stands against it. */
export function startObstacle(picture: Picture, slot: Slot): StartObstacle | null {
  if (!slot.present) return 'empty'
  if (picture.learning) return 'learning'
  const order = armedOrder(picture)
  if (!order) return 'unarmed'
  if (order.slotIds && !order.slotIds.includes(slot.slotId)) return 'otherSlots'
  if (isOtherProduct(picture, slot, order)) return 'otherProduct'
  if (order.scanFirst && slot.scannedSn === null) return 'scanFirst'
  return order.profileId !== null || isSet(picture, slot) ? null : 'notSet'
}

/** What is only set for the bench gives way to the order; what is set for the slot does not. */
function isOtherProduct({ settings }: Picture, { productId }: Slot, order: WorkOrder): boolean {
  if (order.productId === null || productId === null || productId === order.productId) return false
  return productId !== settings.bench?.productId
}
