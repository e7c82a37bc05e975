// One direction of a serial line: bytes leave at ten bits each, measured against the clock and not against timers, so
// that the average rate is exact and the last byte of a block arrives when it would. Without a rate it only passes on.

/** Timers are coarse: the last stretch is waited for in the event loop. */
const coarseMs = 3
const trickleMs = 4

export class PacedLane {
  readonly #byteMs: number
  readonly #deliver: (bytes: Uint8Array, atMs: number) => void
  readonly #queue: { bytes: Uint8Array; startMs: number; sent: number }[] = []
  #freeAtMs = 0
  #waiting = false

  constructor(baudRate: number | null, deliver: (bytes: Uint8Array, atMs: number) => void) {
    this.#byteMs = baudRate === null ? 0 : 10_000 / baudRate
    this.#deliver = deliver
  }

  /** Puts bytes on the line; returns when the first of them starts. */
  push(bytes: Uint8Array): number {
    const now = performance.now()
    if (this.#byteMs === 0) {
      this.#deliver(bytes, now)
      return now
    }
    const startMs = Math.max(now, this.#freeAtMs)
    this.#freeAtMs = startMs + bytes.length * this.#byteMs
    this.#queue.push({ bytes, startMs, sent: 0 })
    this.#schedule()
    return startMs
  }

  #schedule(): void {
    if (this.#waiting || this.#queue.length === 0) return
    this.#waiting = true
    const leftMs = this.#freeAtMs - performance.now()
    const pump = (): void => {
      this.#waiting = false
      this.#pump()
    }
    if (leftMs > coarseMs) setTimeout(pump, Math.min(leftMs - coarseMs + 1, trickleMs))
    else setImmediate(pump)
  }

  #pump(): void {
    const now = performance.now()
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      const { bytes, startMs, sent } = first
      // A hair of tolerance: sums of fractions must not hold the last byte back.
      const arrived = Math.min(bytes.length, Math.floor((now - startMs) / this.#byteMs + 1e-6))
      if (arrived > sent) this.#deliver(bytes.subarray(sent, arrived), now)
      first.sent = Math.max(arrived, sent)
      if (first.sent < bytes.length) break
      this.#queue.shift()
    }
    this.#schedule()
  }
}
