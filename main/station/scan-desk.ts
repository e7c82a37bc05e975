// Serial numbers that were scanned, each for a unit in a slot or for the next one that is plugged. They belong to the armed
// order and end with it. Not here: what a serial number looks like (bench/scan-text.ts), what a job makes of it (job/).
import {
  type EventBody,
  FlashlineError,
  type Scan,
  type Settings,
  type Slot,
  type WorkOrder,
} from '../../preload/contract/index.ts'
import { readScan } from '../bench/scan-text.ts'
import type { Slots } from '../bench/slots.ts'
import { requireArmed, usesSlot } from './job-order.ts'

export interface ScanDeskParts {
  readonly slots: Slots
  readonly armed: () => WorkOrder | null
  readonly settings: () => Pick<Settings, 'scanner'>
  /** Of the roster, one per unit of this number (one number may be used by several products); null: not told. */
  readonly productsOf: (sn: string) => Promise<readonly (string | null)[]>
  readonly hasPassed: (orderId: string, sn: string) => Promise<boolean>
  /** The unit that is in this slot has its number now. */
  readonly onBound: (slot: Slot) => void
  readonly emit: (event: EventBody) => void
  readonly now: () => Date
}

export class ScanDesk {
  readonly #parts: ScanDeskParts
  /** For units that are not there yet; the oldest first. */
  #waiting: Scan[] = []

  constructor(parts: ScanDeskParts) {
    this.#parts = parts
  }

  list(): Scan[] {
    return [...this.#waiting]
  }

  /**
   * Without a slot: for the first unit that has no number and no result, else for the next one that is plugged. In the place
   * of an earlier number that was not used. ORDER_UNARMED, SLOT_UNKNOWN, ORDER_SLOT, SCAN_*; then nothing is changed.
   */
  async bind(text: string, slotId: string | null): Promise<Scan> {
    const { slots, armed, settings, onBound, now } = this.#parts
    const order = requireArmed(armed())
    const sn = readScan(text, settings().scanner)
    if (slotId !== null) this.#requireFree(slotId, order)
    await this.#requireUnit(sn, slotId, order)
    // Looked at last, without a pause: two scanners may be at work.
    if (requireArmed(armed()).orderId !== order.orderId) throw new FlashlineError('ORDER_UNARMED')
    this.#requireNew(sn, slotId)
    const slot = slotId === null ? this.#firstWithout(order) : this.#requireFree(slotId, order)
    const scan = { sn, slotId: slot?.slotId ?? null, at: now().toISOString() }
    if (slotId !== null) this.#keep(this.#waiting.filter((one) => one.slotId !== slotId))
    // While a result is shown, the slot's number is that of the unit which has it; this one is for the next unit.
    const isFree = slot !== null && slot.jobId === null
    if (!isFree || !slot.present) this.#keep([...this.#waiting, scan])
    if (isFree) {
      const bound = slots.bindSn(slot.slotId, sn)
      if (bound.present) onBound(bound)
    }
    return scan
  }

  /** Forgets a number that no job has used yet. Returns those that still wait. */
  drop(sn: string): Scan[] {
    const { slots } = this.#parts
    for (const slot of slots.list())
      if (slot.scannedSn === sn && slot.jobId === null) slots.bindSn(slot.slotId, null)
    this.#keep(this.#waiting.filter((one) => one.sn !== sn))
    return this.list()
  }

  /** A unit was plugged in: the number that waits for this slot is its own, else the oldest that waits for any. */
  plugged({ slotId }: Slot): void {
    const { slots, armed } = this.#parts
    const order = armed()
    if (!order || !usesSlot(order, slotId)) return
    const own = this.#waiting.find((one) => one.slotId === slotId)
    const taken = own ?? this.#waiting.find((one) => one.slotId === null)
    if (!taken) return
    this.#keep(this.#waiting.filter((one) => one !== taken))
    slots.bindSn(slotId, taken.sn)
  }

  /** The order that they were scanned for is not armed any more. */
  clear(): void {
    const { slots } = this.#parts
    for (const slot of slots.list())
      if (slot.scannedSn !== null && slot.jobId === null) slots.bindSn(slot.slotId, null)
    this.#keep([])
  }

  #requireFree(slotId: string, order: WorkOrder): Slot {
    const { slots } = this.#parts
    const slot = slots.get(slotId)
    if (!usesSlot(order, slotId)) throw new FlashlineError('ORDER_SLOT', { slotName: slot.name })
    if (slots.isRunning(slotId)) throw new FlashlineError('SCAN_BUSY', { slotName: slot.name })
    return slot
  }

  async #requireUnit(sn: string, slotId: string | null, order: WorkOrder): Promise<void> {
    const { slots, settings, productsOf, hasPassed } = this.#parts
    // Where the order asks or allows it, its job does.
    if (order.repeat === 'refuse' && (await hasPassed(order.orderId, sn)))
      throw new FlashlineError('SCAN_DONE', { sn })
    const products = await productsOf(sn)
    if (products.length === 0 && settings().scanner.mustBeKnown)
      throw new FlashlineError('SCAN_UNKNOWN', { sn })
    const expected = order.productId ?? (slotId === null ? null : slots.get(slotId).productId)
    const [found] = products
    if (expected === null || found === undefined || found === null) return
    if (!products.some((product) => product === null || product === expected))
      throw new FlashlineError('SCAN_WRONG_PRODUCT', { sn, expected, found })
  }

  /** Scanned for the same slot again, it stays as it is. */
  #requireNew(sn: string, slotId: string | null): void {
    const bound = this.#parts.slots.list().find(({ scannedSn }) => scannedSn === sn)
    const waiting = this.#waiting.find((one) => one.sn === sn)
    if (bound && bound.slotId !== slotId)
      throw new FlashlineError('SCAN_DUPLICATE', { sn, slotName: bound.name })
    if (waiting && (slotId === null || waiting.slotId !== slotId))
      throw new FlashlineError('SCAN_DUPLICATE', {
        sn,
        ...(waiting.slotId === null ? {} : { slotName: this.#parts.slots.get(waiting.slotId).name }),
      })
  }

  #firstWithout(order: WorkOrder): Slot | null {
    const { slots } = this.#parts
    const isFree = (slot: Slot) =>
      slots.isReady(slot) && slot.scannedSn === null && slot.kind !== 'lan' && usesSlot(order, slot.slotId)
    return slots.list().find(isFree) ?? null
  }

  #keep(waiting: Scan[]): void {
    const isSame =
      waiting.length === this.#waiting.length && waiting.every((one) => this.#waiting.includes(one))
    this.#waiting = waiting
    if (!isSame) this.#parts.emit({ type: 'scansChanged', scans: this.list() })
  }
}
