// The form of a work order: what is typed as text, what is wrong with it, and what the station gets. And how two versions
// of one order differ, when somebody else has changed it meanwhile. Pure.
import type { Part } from '../../../../preload/contract/model.ts'
import type { OrderDraft, WorkOrder } from '../../../../preload/contract/work-order.ts'

export interface OrderForm {
  readonly name: string
  readonly lot: string
  /** "": each slot as it is set. */
  readonly productId: string
  /** "": the one that is set for the product or slot. */
  readonly profileId: string
  readonly part: Part
  /** "": whichever the cloud has. */
  readonly taskId: string
  /** As typed; "": without an end. */
  readonly quantity: string
  readonly mode: OrderDraft['mode']
  /** Null: all slots. */
  readonly slotIds: readonly string[] | null
  readonly scanFirst: boolean
}

export const emptyPart: Part = { type: 'wifi', identify: 0 }

export function newForm(name: string, productId: string, part: Part = emptyPart): OrderForm {
  return {
    name,
    lot: '',
    productId,
    profileId: '',
    part,
    taskId: '',
    quantity: '',
    mode: 'automatic',
    slotIds: null,
    scanFirst: false,
  }
}

export function formOf(order: OrderDraft): OrderForm {
  return {
    name: order.name,
    lot: order.lot,
    productId: order.productId ?? '',
    profileId: order.profileId ?? '',
    part: order.part,
    taskId: order.taskId ?? '',
    quantity: order.quantity === null ? '' : String(order.quantity),
    mode: order.mode,
    slotIds: order.slotIds,
    scanFirst: order.scanFirst,
  }
}

export type FormProblem = 'nameMissing' | 'quantityWrong' | 'slotsNone'

export function problemsOf(form: OrderForm): Partial<Record<'name' | 'quantity' | 'slotIds', FormProblem>> {
  const quantity = form.quantity.trim()
  return {
    ...(form.name.trim() === '' ? { name: 'nameMissing' as const } : {}),
    ...(quantity !== '' &&
    !(/^\d{1,7}$/.test(quantity) && Number(quantity) >= 1 && Number(quantity) <= 1_000_000)
      ? { quantity: 'quantityWrong' as const }
      : {}),
    ...(form.slotIds?.length === 0 ? { slotIds: 'slotsNone' as const } : {}),
  }
}

/** Only of a form without problems. */
export function draftOf(form: OrderForm): OrderDraft {
  const quantity = form.quantity.trim()
  return {
    name: form.name.trim(),
    lot: form.lot.trim(),
    productId: form.productId === '' ? null : form.productId,
    profileId: form.profileId === '' ? null : form.profileId,
    part: form.part,
    taskId: form.taskId === '' ? null : form.taskId,
    quantity: quantity === '' ? null : Number(quantity),
    mode: form.mode,
    slotIds: form.slotIds === null ? null : [...form.slotIds],
    scanFirst: form.scanFirst,
  }
}

export type OrderField = keyof OrderForm
const fields = [
  'name',
  'productId',
  'profileId',
  'part',
  'taskId',
  'lot',
  'quantity',
  'mode',
  'slotIds',
  'scanFirst',
] as const satisfies readonly OrderField[]

/** Where they differ, in the order of the form. */
export function differences(mine: OrderForm, theirs: OrderForm): OrderField[] {
  return fields.filter((field) => JSON.stringify(mine[field]) !== JSON.stringify(theirs[field]))
}

/** Whether somebody changed the order after this form was opened. */
export function isOutdated(revision: number, now: WorkOrder | undefined): now is WorkOrder {
  return now !== undefined && now.revision > revision
}
