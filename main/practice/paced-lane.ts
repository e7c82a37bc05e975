// The two directions of a serial line: bytes leave one after the other at the line's rate and arrive a latency later.
// Timers are coarse and a busy machine is late, so what counts is the clock: how late the line delivered is taken off the
// time of the answer to it. So the average rate is exact, and only the two ends' own time comes on top. Without rate and
// latency it only passes on.

const trickleMs = 4

export interface LinePace {
  /** Time of one byte on the line, in ms; 0: as fast as it goes. */
  readonly byteMs: number
  /** From the end of a byte at one side to its arrival at the other, in ms. */
  readonly latencyMs: number
  /**
   * Waits of less than a millisecond are waited for by turning round, which takes a whole processor while bytes are
   * under way: for benchmarks with one device. Otherwise they are owed to the next answer.
   */
  readonly isExact: boolean
}

/** Bytes of 8 bits with their start and stop bit, and their parity bit where there is one. */
export function byteTimeMs(baudRate: number, hasParity = false): number {
  return ((hasParity ? 11 : 10) * 1000) / baudRate
}

/** What the two directions of one line share. The pace may change between bytes. */
export class PacedLine {
  pace: LinePace
  /** How late the newest delivery was. */
  latenessMs = 0

  constructor(pace: LinePace) {
    this.pace = pace
  }
}

export class PacedLane {
  readonly #line: PacedLine
  readonly #deliver: (bytes: Uint8Array, atMs: number) => void
  readonly #queue: { bytes: Uint8Array; startMs: number; sent: number; byteMs: number; latencyMs: number }[] =
    []
  #freeAtMs = 0
  #timer: NodeJS.Timeout | null = null
  #soon: NodeJS.Immediate | null = null

  /** `deliver` is told when the bytes were due. */
  constructor(line: PacedLine, deliver: (bytes: Uint8Array, atMs: number) => void) {
    this.#line = line
    this.#deliver = deliver
  }

  /** Puts bytes on the line, which must not change afterwards; returns when the first of them starts. */
  push(bytes: Uint8Array): number {
    const now = performance.now()
    const { byteMs, latencyMs } = this.#line.pace
    if (byteMs === 0 && latencyMs === 0 && this.#queue.length === 0) {
      this.#deliver(bytes, now)
      return now
    }
    const startMs = Math.max(now - this.#line.latenessMs, this.#freeAtMs)
    this.#freeAtMs = startMs + bytes.length * byteMs
    this.#queue.push({ bytes, startMs, sent: 0, byteMs, latencyMs })
    if (!this.#isWaiting) this.#pump()
    return startMs
  }

  /** Forgets what is under way. */
  clear(): void {
    this.#queue.length = 0
    this.#freeAtMs = 0
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (this.#soon !== null) clearImmediate(this.#soon)
    this.#timer = null
    this.#soon = null
  }

  get #isWaiting(): boolean {
    return this.#timer !== null || this.#soon !== null
  }

  readonly #pump = (): void => {
    this.#timer = null
    this.#soon = null
    const now = performance.now()
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      const { bytes, startMs, sent, byteMs, latencyMs } = first
      const flownMs = now - startMs - latencyMs
      // A hair of tolerance: sums of fractions must not hold the last byte back.
      const reached = byteMs === 0 ? (flownMs >= 0 ? bytes.length : 0) : Math.floor(flownMs / byteMs + 1e-6)
      const arrived = Math.max(0, Math.min(bytes.length, reached))
      const dueMs = startMs + latencyMs + arrived * byteMs
      if (arrived === bytes.length) this.#line.latenessMs = Math.max(0, now - dueMs)
      first.sent = Math.max(arrived, sent)
      if (first.sent === bytes.length) this.#queue.shift()
      if (arrived > sent) this.#deliver(bytes.subarray(sent, arrived), dueMs)
      if (first.sent < bytes.length) break
    }
    const first = this.#queue[0]
    if (first === undefined || this.#isWaiting) return
    const leftMs = first.startMs + first.latencyMs + first.bytes.length * first.byteMs - performance.now()
    if (leftMs >= 1 || !this.#line.pace.isExact)
      this.#timer = setTimeout(this.#pump, Math.max(1, Math.min(leftMs, trickleMs)))
    // A timer of a millisecond for ten microseconds would be late by a block's share of the line.
    else this.#soon = setImmediate(this.#pump)
  }
}
