// The two directions of a serial line: bytes leave at ten bits each. Timers are coarse and a busy machine is late, so
// what counts is the clock: how late the line delivered is taken off the time of the answer to it. So the average rate
// is exact, and only the two ends' own time comes on top. Without a rate it only passes on.

const trickleMs = 4

/** What the two directions of one line share. */
export class PacedLine {
  readonly baudRate: number | null
  /** How late the newest delivery was. */
  latenessMs = 0

  constructor(baudRate: number | null) {
    this.baudRate = baudRate
  }
}

export class PacedLane {
  readonly #byteMs: number
  readonly #line: PacedLine
  readonly #deliver: (bytes: Uint8Array, atMs: number) => void
  readonly #queue: { bytes: Uint8Array; startMs: number; sent: number }[] = []
  #freeAtMs = 0
  #waiting = false

  /** `deliver` is told when the bytes were due. */
  constructor(line: PacedLine, deliver: (bytes: Uint8Array, atMs: number) => void) {
    this.#byteMs = line.baudRate === null ? 0 : 10_000 / line.baudRate
    this.#line = line
    this.#deliver = deliver
  }

  /** Puts bytes on the line; returns when the first of them starts. */
  push(bytes: Uint8Array): number {
    const now = performance.now()
    if (this.#byteMs === 0) {
      this.#deliver(bytes, now)
      return now
    }
    const startMs = Math.max(now - this.#line.latenessMs, this.#freeAtMs)
    this.#freeAtMs = startMs + bytes.length * this.#byteMs
    this.#queue.push({ bytes, startMs, sent: 0 })
    if (!this.#waiting) this.#pump()
    return startMs
  }

  #pump(): void {
    this.#waiting = false
    const now = performance.now()
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      const { bytes, startMs, sent } = first
      // A hair of tolerance: sums of fractions must not hold the last byte back.
      const arrived = Math.min(bytes.length, Math.floor((now - startMs) / this.#byteMs + 1e-6))
      const dueMs = startMs + arrived * this.#byteMs
      if (arrived === bytes.length) this.#line.latenessMs = Math.max(0, now - dueMs)
      if (arrived > sent) this.#deliver(bytes.subarray(sent, arrived), dueMs)
      first.sent = Math.max(arrived, sent)
      if (first.sent < bytes.length) break
      this.#queue.shift()
    }
    if (this.#queue.length === 0) return
    this.#waiting = true
    const leftMs = this.#freeAtMs - now
    // A timer of a millisecond for ten microseconds would be late by a block's share of the line.
    if (leftMs < 1) setImmediate(() => this.#pump())
    else setTimeout(() => this.#pump(), Math.min(leftMs, trickleMs))
  }
}
