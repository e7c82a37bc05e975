// Tells when a person has plugged a board in, from the events of slots and jobs. A chip with USB of its own leaves the bus for
// a moment when its job resets it, and comes back: that is no new board, and the result of its job has to stay.
import type { EventBody, Slot } from '../../preload/contract/index.ts'

export interface PlugWatchOptions {
  /** `goneMs`: since when the place was empty; null: it was never seen with anything in it. */
  readonly onPlugged: (slot: Slot, goneMs: number | null) => void
  /** The unit of this job, whose result went with it, is back. */
  readonly onBack: (slot: Slot, jobId: string) => void
  /** Gone for no longer than this is the same unit: nobody swaps boards as fast. */
  readonly bounceMs: number
  readonly now: () => number
}

interface Place {
  present: boolean
  goneAt: number | null
  /** Of its last job that ended. */
  ended: { readonly jobId: string; readonly at: number } | null
}

/** A reset that a job does as its last act takes effect this long after it at most. */
const resetMs = 3000

export class PlugWatch {
  readonly #options: PlugWatchOptions
  readonly #places = new Map<string, Place>()

  constructor(options: PlugWatchOptions) {
    this.#options = options
  }

  /** Fed with every event. */
  observe(event: EventBody): void {
    if (event.type === 'slotChanged') this.#slotChanged(event.slot)
    else if (event.type === 'slotRemoved') this.#places.delete(event.slotId)
    else if (event.type === 'jobFinished') {
      const { slotId, jobId } = event.job
      const place = this.#places.get(slotId)
      // A record that was put right later is no job that ended just now.
      if (place && event.job.correction === null) place.ended = { jobId, at: this.#options.now() }
    }
  }

  #slotChanged(slot: Slot): void {
    const { onPlugged, onBack, bounceMs, now } = this.#options
    const place = this.#places.get(slot.slotId)
    if (!place) {
      this.#places.set(slot.slotId, { present: slot.present, goneAt: null, ended: null })
      // A port is new when something is plugged in; an address that was typed, or a device that is heard, is not.
      if (slot.present && slot.kind === 'usb') onPlugged(slot, null)
      return
    }
    if (place.present === slot.present) return
    place.present = slot.present
    if (!slot.present) {
      place.goneAt = now()
      return
    }
    const { goneAt, ended } = place
    const goneMs = goneAt === null ? null : now() - goneAt
    const isBack =
      ended !== null && goneAt !== null && goneAt - ended.at <= resetMs && now() - goneAt <= bounceMs
    if (isBack) onBack(slot, ended.jobId)
    else if (slot.kind !== 'lan') onPlugged(slot, goneMs)
  }
}
