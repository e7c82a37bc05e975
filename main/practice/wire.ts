// The serial port of a simulated chip: its rate, the time its bytes take, what noise does to them. Bytes that arrive
// wait until the chip reads them; a rate or parity that the other end does not share turns them into rubbish.
import { ByteQueue } from '../transports/byte-queue.ts'
import type { Link, Parity } from '../transports/link.ts'
import type { WireState } from '../transports/memory.ts'
import { byteTimeMs, PacedLane, PacedLine } from './paced-lane.ts'
import { readExactly } from './read-exactly.ts'

export interface WireOptions {
  /** Bytes take the time that the chip's rate gives them; otherwise they go as fast as they can. */
  readonly isPaced?: boolean
  /** There and back, in ms: what an adapter and its driver add. */
  readonly roundTripMs?: number
  /** The line's rate where the cable does not tell it; left out: the rate that the chip has set. */
  readonly lineBaudRate?: number
  /** See LinePace. */
  readonly isExact?: boolean
  /** True: the chip's own USB port, for which a rate is only a number. */
  readonly isUsb?: boolean
}

/** May be changed while it runs. Positions count bytes from the moment the switch is set. */
export interface WireFaults {
  /** Sends nothing. */
  silent: boolean
  /** A bit of the bytes from `at` on, `times` of them, is turned over on the way to the chip. */
  flipIn: { at: number; times: number } | null
  /** The same on the way to the station. */
  flipOut: { at: number; times: number } | null
  /** Bytes from `at` on, `times` of them, never reach the station. */
  loseOut: { at: number; times: number } | null
  /** Sent to the station before each answer, once per `send`. */
  noiseBeforeAnswers: Uint8Array | null
}

export const noWireFaults: WireFaults = {
  silent: false,
  flipIn: null,
  flipOut: null,
  loseOut: null,
  noiseBeforeAnswers: null,
}

/** More than a chip ever holds unread; what comes on top is lost, as in a UART that overruns. */
const capacityBytes = 64 * 1024

export class Wire {
  readonly faults: WireFaults
  readonly #options: WireOptions
  readonly #line: PacedLine
  readonly #toChip: PacedLane
  readonly #toStation: PacedLane
  #queue = new ByteQueue(capacityBytes)
  #baudRate = 115_200
  #parity: Parity = 'none'
  #link: Link | null = null
  #unplug = new AbortController()
  #station: WireState | null = null
  #followsBaud = false

  constructor(options: WireOptions, faults: WireFaults) {
    this.#options = options
    this.faults = faults
    this.#line = new PacedLine(this.#pace())
    this.#toChip = new PacedLane(this.#line, (bytes) => this.#arrived(bytes))
    this.#toStation = new PacedLane(this.#line, (bytes) => {
      this.#link?.write(bytes, this.#unplug.signal).catch(() => {})
    })
  }

  /** Of the chip's own port. */
  get baudRate(): number {
    return this.#baudRate
  }

  /** Sets the chip's own port. */
  setUart(baudRate: number, parity: Parity = 'none'): void {
    this.#baudRate = baudRate
    this.#parity = parity
    this.#followsBaud = false
    this.#line.pace = this.#pace()
  }

  /** Autobaud: from now on the first byte that arrives sets the rate, where the carrier tells the station's. */
  followBaud(parity: Parity): void {
    this.setUart(this.#baudRate, parity)
    this.#followsBaud = true
  }

  /** Plugs a cable in; one that was there is let go. */
  attach(link: Link): void {
    this.detach()
    this.#link = link
    this.#unplug = new AbortController()
    void this.#pump(link, this.#unplug.signal)
  }

  detach(): void {
    this.#unplug.abort()
    const link = this.#link
    this.#link = null
    this.#station = null
    this.#toChip.clear()
    this.#toStation.clear()
    void link?.close()
  }

  /** How the station has set its end; unknown where the carrier does not tell: then it is taken to fit. */
  stationSet(state: WireState): void {
    this.#station = state
  }

  /** Hands bytes to the line. Nobody there: they are lost. */
  send(bytes: Uint8Array): void {
    if (this.faults.silent || bytes.length === 0) return
    const { noiseBeforeAnswers } = this.faults
    if (noiseBeforeAnswers !== null) this.#toStation.push(noiseBeforeAnswers.slice())
    const out = this.#spoiled(bytes.slice())
    take(this.faults, 'flipOut', out.length, (index) => {
      out[index] = (out[index] ?? 0) ^ 0x04
    })
    const lost = new Set<number>()
    take(this.faults, 'loseOut', out.length, (index) => lost.add(index))
    this.#toStation.push(lost.size === 0 ? out : out.filter((_, index) => !lost.has(index)))
  }

  /** As readExactly. */
  read(count: number, timeoutMs: number, signal: AbortSignal): Promise<Uint8Array | null> {
    return readExactly(this.#queue, count, timeoutMs, signal)
  }

  /** Everything that has arrived, at least one byte. Rejects only with the signal's reason. */
  async readSome(signal: AbortSignal): Promise<Uint8Array> {
    const bytes = await this.#queue.read({ atLeast: 1, timeoutMs: Number.POSITIVE_INFINITY, signal })
    signal.throwIfAborted()
    return bytes
  }

  /** Drops what has arrived. */
  discard(): void {
    this.#queue.discard()
  }

  async #pump(link: Link, signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        const bytes = await link.read({ atLeast: 1, timeoutMs: Number.POSITIVE_INFINITY, signal })
        this.#toChip.push(bytes.slice())
      }
    } catch {
      // The cable is gone; the chip does not care who pulled it.
      if (this.#link === link) this.#link = null
    }
  }

  #arrived(bytes: Uint8Array): void {
    if (this.#followsBaud) this.setUart(this.#station?.baudRate ?? this.#baudRate, this.#parity)
    this.#followsBaud = false
    const got = this.#spoiled(bytes.slice())
    take(this.faults, 'flipIn', got.length, (index) => {
      got[index] = (got[index] ?? 0) ^ 0x04
    })
    this.#queue.push(got)
  }

  #spoiled(bytes: Uint8Array): Uint8Array {
    const station = this.#station
    if (station === null || this.#options.isUsb) return bytes
    const fits = Math.abs(station.baudRate - this.#baudRate) <= this.#baudRate * 0.03
    if (fits && station.parity === this.#parity) return bytes
    return bytes.map((byte) => (byte ^ 0xa5) & 0xfd)
  }

  #pace() {
    const { isPaced = false, roundTripMs = 0, isExact = false, lineBaudRate = this.#baudRate } = this.#options
    const byteMs = isPaced ? byteTimeMs(lineBaudRate, this.#parity !== 'none') : 0
    return { byteMs, latencyMs: roundTripMs / 2, isExact }
  }
}

/** Calls `hit` with the index of each of the next `length` bytes that the switch means, and counts the switch down. */
function take(
  faults: WireFaults,
  name: 'flipIn' | 'flipOut' | 'loseOut',
  length: number,
  hit: (index: number) => void,
): void {
  const set = faults[name]
  if (set === null) return
  const end = Math.min(length, set.at + set.times)
  for (let index = Math.max(0, set.at); index < end; index += 1) hit(index)
  const hits = Math.max(0, end - Math.max(0, set.at))
  const times = set.times - hits
  faults[name] = times > 0 ? { at: Math.max(0, set.at - length), times } : null
}
