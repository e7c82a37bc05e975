// What this viewer looks at on the bench: the slot that is selected, what is asked, the last scan, which order is shown
// while none is armed. Not the station's picture; it is gone with the page.
import { create } from 'zustand'
import type { CallError } from '../../api/call-error.ts'

/** `sending`: the station has not answered yet. */
export type ScanShown =
  | { readonly kind: 'sending'; readonly text: string }
  | { readonly kind: 'bound'; readonly sn: string; readonly slotId: string | null }
  | { readonly kind: 'refused'; readonly text: string; readonly error: CallError }

/** The drawer of work orders: the list, what was done to one, or the form of a new one or of one that is there. */
export type OrdersView =
  | { readonly kind: 'list' }
  | { readonly kind: 'new' }
  | { readonly kind: 'edit' | 'log'; readonly orderId: string }

export type Asked =
  | { readonly kind: 'cancel'; readonly jobId: string; readonly slotName: string }
  | { readonly kind: 'arm' | 'finish'; readonly orderId: string }

interface BenchView {
  readonly selectedSlotId: string | null
  readonly asked: Asked | null
  readonly keysShown: boolean
  /** The map of the bench, in a drawer. */
  readonly placesShown: boolean
  readonly scan: ScanShown | null
  readonly orders: OrdersView | null
  /** The order that is shown while none is armed; null: the newest that can be armed. */
  readonly chosenOrderId: string | null
}

export const useBenchView = create<BenchView>()(() => ({
  selectedSlotId: null,
  asked: null,
  keysShown: false,
  placesShown: false,
  scan: null,
  orders: null,
  chosenOrderId: null,
}))

export const setBenchView = useBenchView.setState

export function select(slotId: string | null): void {
  setBenchView({ selectedSlotId: slotId })
}

/** Selects a slot and gives it the keyboard. */
export function focusSlot(slotId: string): void {
  select(slotId)
  document.querySelector<HTMLElement>(`[data-slot-id="${CSS.escape(slotId)}"]`)?.focus()
}
