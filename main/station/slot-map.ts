// Names the places of the bench and puts them in order: one by one, or all anew by plugging a board into one after the other.
// What is learned is on disk when it ends; a station that dies meanwhile has the old map. Not here: which names are free
// (bench/places.ts).
import { asFlashlineError, type EventBody, FlashlineError, type Slot } from '../../preload/contract/index.ts'
import type { Places } from '../bench/places.ts'
import type { Slots } from '../bench/slots.ts'
import type { LearnedSlot, Slots as SlotRows } from '../store/slots.ts'

export interface SlotMapParts {
  readonly slots: Slots
  readonly places: Places
  readonly rows: Pick<SlotRows, 'remember' | 'forget'>
  /** The name that was typed with the address of a place; "": none was. */
  readonly typedName: (slotId: string) => string
  /** A typed place has its name in the settings, a device on the LAN where it was put on the bench. False: neither. */
  readonly renameElsewhere: (slot: Slot, name: string) => Promise<boolean>
  readonly emit: (event: EventBody) => void
  readonly onError: (error: FlashlineError) => void
}

export class SlotMap {
  readonly #parts: SlotMapParts

  constructor(parts: SlotMapParts) {
    this.#parts = parts
  }

  get learning(): boolean {
    return this.#parts.places.isLearning
  }

  /** SLOT_BUSY {slotId} while a job runs: numbers that change under a running job would confuse everybody. */
  async learn(on: boolean): Promise<{ learning: boolean }> {
    const { places, slots } = this.#parts
    if (on) {
      const busy = slots.list().find(({ slotId }) => slots.isRunning(slotId))
      if (busy) throw new FlashlineError('SLOT_BUSY', { slotId: busy.slotId, slotName: busy.name })
      places.beginLearning()
    } else if (places.isLearning) await this.#end()
    this.#tell()
    return { learning: places.isLearning }
  }

  /** A board was plugged in here. */
  plugged({ slotId, address }: Slot): void {
    const { places, slots } = this.#parts
    const number = places.plugged(slotId)
    if (number === null || this.#parts.typedName(slotId) !== '') return
    // Kept on disk with the whole map, when it ends.
    const { name } = places.rename(slotId, address, String(number))
    slots.rename(slotId, name)
  }

  /** The name of a place; a new one gets a number, which is kept. A forgotten name is made anew: it is no reason to stop. */
  nameOf(slotId: string, address: string): string {
    const { places, onError, typedName } = this.#parts
    const typed = typedName(slotId)
    if (typed !== '') return typed
    const known = places.find(slotId)
    if (known) return known.name
    const place = places.add(slotId, address)
    this.#keep([place]).catch((error) => onError(asFlashlineError(error)))
    return place.name
  }

  /** SLOT_UNKNOWN */
  async rename(slotId: string, name: string): Promise<Slot> {
    const { slots, places } = this.#parts
    const slot = slots.get(slotId)
    if (!(await this.#parts.renameElsewhere(slot, name))) {
      await this.#keep([places.rename(slotId, slot.address, name)])
      slots.rename(slotId, name)
    }
    return slots.get(slotId)
  }

  /**
   * SLOT_UNKNOWN; SLOT_BUSY while a job runs; INPUT_INVALID when something is plugged in, or when it is no place of a USB
   * port: the others come and go with the settings.
   */
  async forget(slotId: string): Promise<{ forgotten: boolean }> {
    const { slots, places, rows } = this.#parts
    const { present, kind, name } = slots.get(slotId)
    if (slots.isRunning(slotId)) throw new FlashlineError('SLOT_BUSY', { slotId, slotName: name })
    if (present || kind !== 'usb')
      throw new FlashlineError('INPUT_INVALID', { field: 'slotId', slotId, kind })
    await rows.forget(slotId)
    places.forget(slotId)
    slots.remove(slotId)
    return { forgotten: true }
  }

  async #end(): Promise<void> {
    const { places, slots } = this.#parts
    // Devices on the LAN have no place that one could plug into: they stay behind.
    const current = slots.list().filter(({ kind }) => kind !== 'lan')
    const map = places.endLearning(current)
    for (const { slotId, name } of map) if (this.#parts.typedName(slotId) === '') slots.rename(slotId, name)
    await this.#keep(map)
  }

  #keep(places: readonly LearnedSlot[]): Promise<void> {
    return this.#parts.rows.remember(places)
  }

  #tell(): void {
    const { emit, places, slots } = this.#parts
    const slotIds = slots.list().map(({ slotId }) => slotId)
    emit({ type: 'slotMapChanged', learning: places.isLearning, slotIds })
  }
}
