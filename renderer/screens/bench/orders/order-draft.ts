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
  readonly repeat: OrderDraft['repeat']
  readonly downgrade: OrderDraft['downgrade']
  readonly tag: OrderDraft['tag']
  /** "": any. */
  readonly hardwareRevision: string
  /** As typed, with spaces or commas between; "": those of the profile. */
  readonly chips: string
  /** "": the first one of the task. */
  readonly firmwareSha256: string
}

const ruleFields = [
  ...(['repeat', 'downgrade', 'tag'] as const),
  ...(['hardwareRevision', 'chips', 'firmwareSha256'] as const),
]

const usualRules: Pick<OrderForm, (typeof ruleFields)[number]> = {
  repeat: 'ask',
  downgrade: 'refuse',
  tag: 'formal',
  hardwareRevision: '',
  chips: '',
  firmwareSha256: '',
}

/** Whether somebody has said more than most orders need. */
export function hasOwnRules(form: OrderForm): boolean {
  return ruleFields.some((field) => form[field] !== usualRules[field])
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
    ...usualRules,
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
    repeat: order.repeat,
    downgrade: order.downgrade,
    tag: order.tag,
    hardwareRevision: order.hardwareRevision ?? '',
    chips: order.chips.join(' '),
    firmwareSha256: order.firmwareSha256 ?? '',
  }
}

export type FormProblem = 'nameMissing' | 'quantityWrong' | 'slotsNone' | 'chipsWrong' | 'sha256Wrong'

export function problemsOf(
  form: OrderForm,
): Partial<Record<'name' | 'quantity' | 'slotIds' | 'chips' | 'firmwareSha256', FormProblem>> {
  const quantity = form.quantity.trim()
  return {
    ...(form.name.trim() === '' ? { name: 'nameMissing' as const } : {}),
    ...(quantity !== '' &&
    !(/^\d{1,7}$/.test(quantity) && Number(quantity) >= 1 && Number(quantity) <= 1_000_000)
      ? { quantity: 'quantityWrong' as const }
      : {}),
    ...(form.slotIds?.length === 0 ? { slotIds: 'slotsNone' as const } : {}),
    ...(chipsOf(form).every((chip) => /^[a-z0-9]{1,40}$/.test(chip)) ? {} : { chips: 'chipsWrong' as const }),
    ...(/^([0-9a-f]{64})?$/i.test(form.firmwareSha256.trim())
      ? {}
      : { firmwareSha256: 'sha256Wrong' as const }),
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
    repeat: form.repeat,
    downgrade: form.downgrade,
    tag: form.tag,
    hardwareRevision: form.hardwareRevision.trim() || null,
    chips: chipsOf(form),
    firmwareSha256: form.firmwareSha256.trim().toLowerCase() || null,
  }
}

/** However it is typed: `ESP32-C3, esp32` is `esp32c3`, `esp32`. */
function chipsOf({ chips }: OrderForm): string[] {
  const typed = chips
    .toLowerCase()
    .replaceAll('-', '')
    .split(/[\s,;]+/)
  return [...new Set(typed.filter((chip) => chip !== ''))]
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
  'repeat',
  'downgrade',
  'tag',
  'hardwareRevision',
  'chips',
  'firmwareSha256',
] as const satisfies readonly OrderField[]

/** Where they differ, in the order of the form. */
export function differences(mine: OrderForm, theirs: OrderForm): OrderField[] {
  return fields.filter((field) => JSON.stringify(mine[field]) !== JSON.stringify(theirs[field]))
}

/** Whether somebody changed the order after this form was opened. */
export function isOutdated(revision: number, now: WorkOrder | undefined): now is WorkOrder {
  return now !== undefined && now.revision > revision
}
