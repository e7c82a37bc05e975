// What a bad network does to datagrams: some get lost, some come twice, some change places with the next. By count and not
// by chance, so that a test knows what happens. Pure but for its counter.

/** Each `n`th one; 0: none. */
export interface DatagramFaults {
  dropsEvery: number
  doublesEvery: number
  /** Held back until the next one has passed. */
  swapsEvery: number
}

export const noDatagramFaults: DatagramFaults = { dropsEvery: 0, doublesEvery: 0, swapsEvery: 0 }

export class DatagramFate {
  readonly #faults: DatagramFaults
  #count = 0
  #held: Uint8Array | null = null

  constructor(faults: Partial<DatagramFaults>) {
    this.#faults = { ...noDatagramFaults, ...faults }
  }

  set(faults: Partial<DatagramFaults>): void {
    Object.assign(this.#faults, faults)
  }

  /** What arrives now, in this order. */
  pass(datagram: Uint8Array): readonly Uint8Array[] {
    const { dropsEvery, doublesEvery, swapsEvery } = this.#faults
    this.#count += 1
    const isNth = (every: number): boolean => every > 0 && this.#count % every === 0
    if (isNth(dropsEvery)) return []
    const now = isNth(doublesEvery) ? [datagram, datagram] : [datagram]
    if (this.#held === null && isNth(swapsEvery)) {
      this.#held = datagram
      return []
    }
    const held = this.#held
    this.#held = null
    return held === null ? now : [...now, held]
  }
}
