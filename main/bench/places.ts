// The map of the bench: which name each place has and where it stands, and how a new map is learned by plugging one board
// per place. No I/O: slot-map.ts of the station keeps it on disk. Not here: what is plugged in now (slots.ts).
import type { LearnedSlot } from '../store/slots.ts'

export class Places {
  readonly #places: Map<string, LearnedSlot>
  /** In the order of plugging; null: nothing is being learned. */
  #plugged: string[] | null = null

  constructor(known: readonly LearnedSlot[]) {
    this.#places = new Map(known.map((place) => [place.slotId, place]))
  }

  get isLearning(): boolean {
    return this.#plugged !== null
  }

  find(slotId: string): LearnedSlot | null {
    return this.#places.get(slotId) ?? null
  }

  positionOf(slotId: string): number | null {
    return this.#places.get(slotId)?.position ?? null
  }

  /** Those that have a position, in their order. */
  learned(): LearnedSlot[] {
    return [...this.#places.values()]
      .filter(({ position }) => position !== null)
      .sort((one, other) => Number(one.position) - Number(other.position))
  }

  /** A place that is not known gets the first free number as its name; the screens say a number in their language. */
  add(slotId: string, address: string): LearnedSlot {
    const place = { slotId, name: this.#freeNumber(), address, position: null }
    this.#places.set(slotId, place)
    return place
  }

  rename(slotId: string, address: string, name: string): LearnedSlot {
    const place = { slotId, name, address, position: this.positionOf(slotId) }
    this.#places.set(slotId, place)
    return place
  }

  forget(slotId: string): void {
    this.#places.delete(slotId)
  }

  /** Begins anew where one had begun. */
  beginLearning(): void {
    this.#plugged = []
  }

  /** The number of this place in the new map; null: nothing is being learned, or it has its number. */
  plugged(slotId: string): number | null {
    if (!this.#plugged || this.#plugged.includes(slotId)) return null
    this.#plugged.push(slotId)
    return this.#plugged.length
  }

  /**
   * The new map, of all places that are on the bench, in its order: those that were plugged, then the others as they were.
   * Empty when none was plugged: then the old map stays. `current`: all of them, in the order of now.
   */
  endLearning(current: readonly { slotId: string; address: string; name: string }[]): LearnedSlot[] {
    const plugged = this.#plugged ?? []
    this.#plugged = null
    if (plugged.length === 0) return []
    const isPlugged = ({ slotId }: { slotId: string }) => plugged.includes(slotId)
    const ahead = plugged.flatMap((slotId) => current.find((one) => one.slotId === slotId) ?? [])
    const names = new Set(ahead.map(({ name }) => name))
    const behind = current
      .filter((one) => !isPlugged(one))
      .map((one) => {
        // Its number belongs to another place now.
        const name = names.has(one.name) ? this.#freeNumber(names) : one.name
        names.add(name)
        return { ...one, name }
      })
    const map = [...ahead, ...behind].map(({ slotId, address, name }, index) => ({
      ...{ slotId, address, name },
      position: index + 1,
    }))
    for (const place of map) this.#places.set(place.slotId, place)
    return map
  }

  #freeNumber(taken: ReadonlySet<string> = new Set()): string {
    const names = new Set([...this.#places.values()].map(({ name }) => name))
    for (let number = 1; ; number += 1) {
      const name = String(number)
      if (!names.has(name) && !taken.has(name)) return name
    }
  }
}
