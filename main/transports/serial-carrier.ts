// What a serial port does for its link. Holds one port of the library, or, where a change needs it, one after another;
// the link above never notices. Not here: addresses, and what a failed open means.
import { realpath } from 'node:fs/promises'
import { FlashlineError } from '../../preload/contract/index.ts'
import { boundedWait } from './bounded-wait.ts'
import type { CarriedLink, Carrier } from './carried-link.ts'
import { readLatencyTimer } from './latency-timer.ts'
import type { ModemLines, Parity } from './link.ts'
import { makeDirect } from './serial-direct.ts'
import { meansGone, meansNoSignals, rateError } from './serial-errors.ts'
import { repairPoller } from './serial-poller.ts'

export interface SerialLimits {
  /** A port that does not open for so long is given up; when it opens later, it is closed again. */
  readonly openMs: number
  /** A carrier that takes nothing for so long, on top of the time the bytes themselves need, has stalled. */
  readonly stallMs: number
  /** How often to look whether the device file is still there, where its folder tells nobody about changes. */
  readonly lookMs: number
  /**
   * Windows lets nobody open a port twice: to change its parity it is closed first, and its modem lines drop. Elsewhere
   * a second handle changes it, and the first one never notices.
   */
  readonly closesToChange: boolean
}

export interface PortSettings {
  readonly baudRate: number
  readonly parity: Parity
  /** False: opened although it is open already. */
  readonly lock: boolean
}

type Done = (error?: Error | null) => void

/** What is used of the library's port; serial.ts is its only importer. */
export interface LibraryPort {
  readonly path: string
  readonly baudRate: number
  readonly isOpen: boolean
  /** The library's private parts; see serial-poller.ts and serial-direct.ts. */
  readonly port?: unknown
  open(done: Done): void
  close(done: Done): void
  write(bytes: Buffer, done: Done): unknown
  drain(done: Done): void
  flush(done: Done): void
  update(change: { baudRate: number }, done: Done): void
  get(done: Done): void
  set(flags: { dtr: boolean; rts: boolean; lowLatency: boolean }, done: Done): void
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown
  on(event: 'error' | 'close', listener: (error?: unknown) => void): unknown
}

export interface SerialCarrierOptions {
  readonly address: string
  readonly limits: SerialLimits
  /** A port that is not open yet. */
  readonly makePort: (settings: PortSettings) => LibraryPort
}

type Receiver = Pick<CarriedLink, 'received' | 'lost'>

interface Held {
  readonly port: LibraryPort
  /** Resolves when the library let go of it, whoever asked for that. */
  readonly gone: Promise<void>
}

export class SerialCarrier implements Carrier {
  readonly pieceBytes = 4096
  hasSignals = false
  /** Null where a device is no file. */
  devicePath: string | null = null
  readonly #options: SerialCarrierOptions
  #held: Held | null = null
  #parity: Parity = 'none'
  /** Whoever releases the port waits for a change that is under way. Never rejects. */
  #change: Promise<void> = Promise.resolve()
  #isReopening = false
  #hasLatencyTimer = false
  /** The library switches on what it is not told, so all lines are told each time. Both are on after open. */
  #lines: { dtr: boolean; rts: boolean } = { dtr: true, rts: true }
  #receiver: Receiver | null = null

  constructor(options: SerialCarrierOptions) {
    this.#options = options
  }

  /** Called once. Rejects with the library's own error. */
  async open(baudRate: number, receiver: Receiver): Promise<void> {
    this.#receiver = receiver
    const port = await this.#hold({ baudRate, parity: 'none', lock: true })
    this.hasSignals = await call((done) => port.get(done)).then(
      () => true,
      () => false,
    )
    if (process.platform !== 'win32') this.devicePath = await realpath(port.path).catch(() => null)
    this.#hasLatencyTimer = (await readLatencyTimer(port.path)) !== null
    // A port that is gone by now is told by itself.
    if (this.#hasLatencyTimer) await this.#setLines().catch(() => {})
  }

  stallMs(bytes: number): number {
    const bitsPerByte = this.#parity === 'none' ? 10 : 11
    return this.#options.limits.stallMs + (4 * 1000 * bytes * bitsPerByte) / this.#port.baudRate
  }

  writePiece(bytes: Uint8Array): Promise<void> {
    return call((done) => this.#port.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), done))
  }

  async drain(): Promise<void> {
    try {
      await call((done) => this.#port.drain(done))
    } catch (error) {
      throw this.#lost(error)
    }
  }

  async setBaud(baudRate: number): Promise<void> {
    try {
      await call((done) => this.#port.update({ baudRate }, done))
    } catch (error) {
      if (meansGone(error)) throw this.#lost(error)
      throw rateError(error, { address: this.#options.address, baudRate })
    }
  }

  async setParity(parity: Parity): Promise<void> {
    if (parity === this.#parity) return
    const change = this.#options.limits.closesToChange ? this.#reopen(parity) : this.#changeAside(parity)
    this.#change = change.catch(() => {})
    try {
      await change
      this.#parity = parity
    } catch (error) {
      throw this.#lost(error)
    }
  }

  async setSignals(lines: ModemLines): Promise<void> {
    this.#lines = { dtr: lines.dtr ?? this.#lines.dtr, rts: lines.rts ?? this.#lines.rts }
    try {
      await this.#setLines()
    } catch (error) {
      if (!meansNoSignals(error)) throw this.#lost(error)
      this.hasSignals = false
    }
  }

  async release(writeBlocked: boolean): Promise<void> {
    await this.#change
    if (this.#held === null) return
    const { port, gone } = this.#held
    // The kernel would hold the close back, for half a minute, until bytes have left that nobody takes.
    if (writeBlocked && port.isOpen) await call((done) => port.flush(done)).catch(() => {})
    // Not open: the library is closing it by itself, or has closed it; either way `close` comes or came.
    if (port.isOpen) await call((done) => port.close(done)).catch(() => {})
    else await gone
  }

  get #port(): LibraryPort {
    if (this.#held === null) throw new FlashlineError('LINK_LOST', { address: this.#options.address })
    return this.#held.port
  }

  /** Ends the link; what it was doing fails with the link's own error. */
  #lost(cause: unknown): FlashlineError {
    this.#receiver?.lost({}, cause)
    return new FlashlineError('LINK_LOST', { address: this.#options.address }, { cause })
  }

  /** Adapters with a latency timer forget the short one with every call that does not ask for it again. */
  #setLines(): Promise<void> {
    const flags = { ...this.#lines, lowLatency: this.#hasLatencyTimer }
    return call((done) => this.#port.set(flags, done))
  }

  /** Opens a port and makes it the link's. */
  async #hold(settings: PortSettings): Promise<LibraryPort> {
    const port = this.#options.makePort(settings)
    const { promise: gone, resolve } = Promise.withResolvers<void>()
    const receiver = this.#receiver
    const lost = (error: unknown): void => {
      if (!this.#isReopening) receiver?.lost({}, error)
    }
    if (receiver !== null) port.on('data', receiver.received)
    // Both listeners stay: a cancelled write is told as an error even after the port was closed.
    port.on('error', lost)
    port.on('close', (error?: unknown) => {
      resolve()
      lost(error)
    })
    await call((done) => port.open(done))
    this.#held = { port, gone }
    if (repairPoller(port.port)) makeDirect(port.port)
    return port
  }

  /**
   * The settings are the port's and not the handle's, so a second handle changes them for both. The port itself is never
   * closed, so its lines do not drop, which would reset many a board. Opening raises them for a moment.
   */
  async #changeAside(parity: Parity): Promise<void> {
    const { baudRate } = this.#port
    const aside = this.#options.makePort({ baudRate, parity, lock: false })
    aside.on('error', () => {})
    const opening = call((done) => aside.open(done))
    const close = () => call((done) => aside.close(done)).catch(() => {})
    try {
      await this.#bounded(opening)
      if (this.hasSignals) await this.#setLines()
    } finally {
      if (aside.isOpen) await close()
      else opening.then(close, () => {})
    }
  }

  async #reopen(parity: Parity): Promise<void> {
    const { port, gone } = this.#held ?? {}
    if (port === undefined) return
    this.#isReopening = true
    try {
      if (port.isOpen) await call((done) => port.close(done))
      await gone
      const opening = this.#hold({ baudRate: port.baudRate, parity, lock: true })
      await this.#bounded(opening).catch((error: unknown) => {
        opening.then((late) => call((done) => late.close(done))).catch(() => {})
        throw error
      })
      if (this.hasSignals) await this.#setLines()
    } finally {
      this.#isReopening = false
    }
  }

  #bounded(opening: Promise<unknown>): Promise<unknown> {
    const { address, limits } = this.#options
    return boundedWait(opening, {
      signals: [],
      timeoutMs: limits.openMs,
      timeoutError: () => new FlashlineError('LINK_STALLED', { address, reason: 'open' }),
    })
  }
}

/** A call of the library as a promise; a callback that never comes is the caller's to bound. */
function call(start: (done: Done) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => (error ? reject(error) : resolve()))
  })
}
