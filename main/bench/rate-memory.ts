// The highest rate that the cable and adapter of each slot can do, as its jobs found out the hard way. Kept while the
// station runs: a better cable is tried after the next start. Not here: how a rate is tried.
import type { RateMemory } from '../protocols/protocol.ts'

export class RateMemories {
  readonly #highest = new Map<string, number>()

  /** The memory of one slot, for one job after another. */
  of(slotId: string): RateMemory {
    const highest = this.#highest
    return {
      get highestBaudRate() {
        return highest.get(slotId) ?? null
      },
      lower(baudRate) {
        highest.set(slotId, Math.min(baudRate, highest.get(slotId) ?? Number.POSITIVE_INFINITY))
      },
    }
  }
}
