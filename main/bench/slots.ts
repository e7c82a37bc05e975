// The positions of the bench: what is plugged where, and which job's result each shows. Slots come from USB discovery,
// from addresses typed by hand, and from simulated devices; each keeps its id, name and place. No I/O here.
import { FlashlineError, type Slot, type SlotAdvice } from '../../preload/contract/index.ts'

/** Something that may be plugged in: a slot without its job, and without what was found out about it. */
export type SlotSource = Omit<Slot, 'jobId' | 'present' | 'advice' | 'lan' | 'scannedSn'> & {
  readonly lan?: Slot['lan']
}

export class Slots {
  readonly #slots = new Map<string, Slot>()
  /** Slots whose unit was pulled while its job ran: the result must outlive the removal. */
  readonly #running = new Set<string>()
  readonly #changed: (slot: Slot) => void
  readonly #removed: (slotId: string) => void
  readonly #positionOf: (slotId: string) => number | null

  /** `positionOf`: where a place stands on the bench; null: behind those that have one. */
  constructor(
    changed: (slot: Slot) => void,
    removed: (slotId: string) => void,
    positionOf: (slotId: string) => number | null = () => null,
  ) {
    this.#changed = changed
    this.#removed = removed
    this.#positionOf = positionOf
  }

  /** In the order of the bench. */
  list(): Slot[] {
    const place = ({ slotId }: Slot) => this.#positionOf(slotId) ?? Number.MAX_SAFE_INTEGER
    return [...this.#slots.values()]
      .map((slot) => ({ ...slot }))
      .sort((one, other) => place(one) - place(other))
  }

  /** SLOT_UNKNOWN */
  get(slotId: string): Slot {
    const slot = this.#slots.get(slotId)
    if (!slot) throw new FlashlineError('SLOT_UNKNOWN', { slotId })
    return { ...slot }
  }

  /** A unit is plugged in at this place, or the place is known and empty (`present` false). */
  put(source: SlotSource, present: boolean): void {
    const before = this.#slots.get(source.slotId)
    this.#update({
      ...source,
      lan: source.lan ?? null,
      present,
      jobId: before?.jobId ?? null,
      advice: before?.advice ?? null,
      scannedSn: before?.scannedSn ?? null,
    })
    if (before?.present && !present) this.unplugged(source.slotId)
  }

  /**
   * The place stays; a finished result and a scanned serial number go with their unit, a running job keeps the slot until it
   * has ended.
   */
  unplugged(slotId: string): void {
    const slot = this.#slots.get(slotId)
    if (!slot) return
    const kept = this.#running.has(slotId) ? slot : { jobId: null, scannedSn: null }
    const { jobId, scannedSn } = kept
    this.#update({ ...slot, present: false, jobId, scannedSn, advice: null })
  }

  /** The serial number of the unit that is in this place, or comes next; null takes it back. SLOT_UNKNOWN */
  bindSn(slotId: string, scannedSn: string | null): Slot {
    this.#update({ ...this.get(slotId), scannedSn })
    return this.get(slotId)
  }

  /** SLOT_UNKNOWN */
  rename(slotId: string, name: string): Slot {
    this.#update({ ...this.get(slotId), name })
    return this.get(slotId)
  }

  /** What was found out about the unit at this address; null takes it back. */
  advise(address: string, advice: SlotAdvice | null): void {
    for (const slot of this.#slots.values())
      if (slot.present && slot.address === address) this.#update({ ...slot, advice })
  }

  /** Takes the place away, when it was typed by hand and was taken off the list. SLOT_BUSY while a job runs. */
  remove(slotId: string): void {
    if (this.#running.has(slotId)) throw new FlashlineError('SLOT_BUSY', { slotId })
    if (this.#slots.delete(slotId)) this.#removed(slotId)
  }

  isRunning(slotId: string): boolean {
    return this.#running.has(slotId)
  }

  /** Present, nothing running, no result left to look at. */
  isReady(slot: Slot): boolean {
    return slot.present && slot.jobId === null && !this.#running.has(slot.slotId)
  }

  /** A job could be started here. SLOT_UNKNOWN, SLOT_EMPTY, SLOT_BUSY */
  requireFree(slotId: string): Slot {
    const slot = this.get(slotId)
    if (this.#running.has(slotId)) throw new FlashlineError('SLOT_BUSY', { slotId })
    if (!slot.present) throw new FlashlineError('SLOT_EMPTY', { slotId })
    return slot
  }

  /** SLOT_UNKNOWN, SLOT_EMPTY, SLOT_BUSY */
  take(slotId: string, jobId: string): Slot {
    const slot = this.requireFree(slotId)
    this.#running.add(slotId)
    this.#update({ ...slot, jobId })
    return slot
  }

  /** The job has ended; its result stays until the unit is removed or the result acknowledged. */
  release(slotId: string): void {
    this.#running.delete(slotId)
    const slot = this.#slots.get(slotId)
    if (slot && !slot.present) this.#update({ ...slot, scannedSn: null })
  }

  /** Shows the result of a job that ended before this start of the station. */
  show(slotId: string, jobId: string): void {
    const slot = this.#slots.get(slotId)
    if (slot && slot.jobId === null) this.#update({ ...slot, jobId })
  }

  /** SLOT_BUSY while the job runs. */
  acknowledge(slotId: string): Slot {
    const slot = this.get(slotId)
    if (this.#running.has(slotId)) throw new FlashlineError('SLOT_BUSY', { slotId })
    this.#update({ ...slot, jobId: null, scannedSn: null })
    return this.get(slotId)
  }

  #update(slot: Slot): void {
    const before = this.#slots.get(slot.slotId)
    this.#slots.set(slot.slotId, slot)
    if (!before || JSON.stringify(before) !== JSON.stringify(slot)) this.#changed({ ...slot })
  }
}
