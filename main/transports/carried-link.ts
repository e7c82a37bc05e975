// The Link that all carriers share: reading, writing in watched pieces, ending once. A carrier (serial port, socket,
// memory) brings only what differs. It calls received() and lost(); everybody else sees a Link.
import { type ErrorCode, type ErrorContext, FlashlineError } from '../../preload/contract/index.ts'
import { boundedWait } from './bounded-wait.ts'
import { ByteQueue } from './byte-queue.ts'
import type { CloseReason, Link, ModemLines, Parity, ReadRequest } from './link.ts'
import { PieceWriter } from './piece-writer.ts'

export interface Carrier {
  readonly pieceBytes: number
  readonly hasSignals: boolean
  /** How long one piece of this size may take at the most, in ms. */
  stallMs(pieceBytes: number): number
  writePiece(bytes: Uint8Array): Promise<void>
  drain(): Promise<void>
  setBaud(baudRate: number): Promise<void>
  setParity(parity: Parity): Promise<void>
  setSignals(lines: ModemLines): Promise<void>
  /** Lets go of the device or socket. Called once. `writeBlocked`: a piece was given and not taken. */
  release(writeBlocked: boolean): Promise<void>
}

interface Armed {
  readonly on: number
  readonly bytes: Uint8Array
  readonly signal: AbortSignal
  written: Promise<void> | null
}

/** An operating system may hold a close back for as long as bytes wait to leave; nobody waits longer than this. */
const longestReleaseMs = 5000

export class CarriedLink implements Link {
  readonly address: string
  readonly closed: Promise<CloseReason>
  readonly received: (bytes: Uint8Array) => void
  readonly #carrier: Carrier
  readonly #queue: ByteQueue
  readonly #writer: PieceWriter
  readonly #ended = new AbortController()
  #armed: Armed | null = null
  readonly #resolveClosed: (reason: CloseReason) => void
  readonly #released = Promise.withResolvers<void>()

  constructor(address: string, carrier: Carrier, queue: ByteQueue = new ByteQueue()) {
    this.address = address
    this.#carrier = carrier
    this.#queue = queue
    this.#writer = new PieceWriter({
      pieceBytes: carrier.pieceBytes,
      stallMs: (pieceBytes) => carrier.stallMs(pieceBytes),
      writePiece: (bytes) => this.#writePiece(bytes),
      stallError: () => new FlashlineError('LINK_STALLED', { address }),
      ended: this.#ended.signal,
    })
    const { promise, resolve } = Promise.withResolvers<CloseReason>()
    this.closed = promise
    this.#resolveClosed = resolve
    this.received = (bytes) => {
      if (this.#armed !== null) this.#reply(this.#armed, bytes)
      if (this.#ended.signal.aborted || queue.push(bytes)) return
      this.lost({ reason: 'overflow', capacityBytes: queue.capacityBytes })
    }
  }

  get hasSignals(): boolean {
    return this.#carrier.hasSignals
  }

  read(request: ReadRequest): Promise<Uint8Array> {
    return this.#queue.read(request)
  }

  unread(bytes: Uint8Array): void {
    this.#queue.unread(bytes)
  }

  discard(): number {
    return this.#queue.discard()
  }

  write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    return this.#writer.write(bytes, signal)
  }

  armReply(on: number, bytes: Uint8Array, signal: AbortSignal): () => Promise<void> | null {
    const armed: Armed = { on, bytes, signal, written: null }
    // What waits unread is an earlier arrival.
    this.#armed = this.#queue.size === 0 ? armed : null
    return () => {
      if (this.#armed === armed) this.#armed = null
      return armed.written
    }
  }

  #reply(armed: Armed, bytes: Uint8Array): void {
    this.#armed = null
    if (bytes.length !== 1 || bytes[0] !== armed.on) return
    armed.written = this.#writer.writeNow(armed.bytes, armed.signal)
    // Who armed it may have given up meanwhile; whoever asks still gets the failure.
    armed.written?.catch(() => undefined)
  }

  async drain(signal: AbortSignal): Promise<void> {
    await this.#writer.idle(signal)
    await this.#whileOpen(this.#carrier.drain(), signal)
  }

  /** What was written before leaves at the old rate. PROFILE_INVALID when the carrier cannot do the rate. */
  async setBaud(baudRate: number): Promise<void> {
    await this.drain(this.#ended.signal)
    await this.#whileOpen(this.#carrier.setBaud(baudRate))
  }

  async setParity(parity: Parity): Promise<void> {
    await this.drain(this.#ended.signal)
    await this.#whileOpen(this.#carrier.setParity(parity))
  }

  async setSignals(lines: ModemLines): Promise<void> {
    this.#ended.signal.throwIfAborted()
    if (this.hasSignals) await this.#whileOpen(this.#carrier.setSignals(lines))
  }

  close(): Promise<void> {
    return this.#end('asked', new FlashlineError('LINK_LOST', { address: this.address, reason: 'closed' }))
  }

  /** The carrier is gone. Later calls, and calls after close(), change nothing. */
  lost(context: ErrorContext = {}, cause?: unknown, code: ErrorCode = 'LINK_LOST'): void {
    void this.#end('lost', new FlashlineError(code, { address: this.address, ...context }, { cause }))
  }

  async #writePiece(bytes: Uint8Array): Promise<void> {
    try {
      await this.#carrier.writePiece(bytes)
    } catch (error) {
      this.lost({}, error)
      throw this.#ended.signal.reason
    }
  }

  /** When the link ends, whatever the carrier says about its interrupted work, the caller learns of the end. */
  async #whileOpen(work: Promise<void>, signal?: AbortSignal): Promise<void> {
    const ended = this.#ended.signal
    const signals = signal === undefined ? [ended] : [ended, signal]
    try {
      await boundedWait(work, { signals, timeoutMs: Number.POSITIVE_INFINITY, timeoutError: () => null })
    } catch (error) {
      ended.throwIfAborted()
      throw error
    }
  }

  #end(reason: CloseReason, error: FlashlineError): Promise<void> {
    if (!this.#ended.signal.aborted) {
      this.#queue.close(error)
      this.#ended.abort(error)
      this.#resolveClosed(reason)
      void this.#release()
    }
    return this.#released.promise
  }

  async #release(): Promise<void> {
    try {
      await boundedWait(this.#carrier.release(this.#writer.isBlocked), {
        signals: [],
        timeoutMs: longestReleaseMs,
        timeoutError: () => null,
      })
    } catch {
      // Nothing can be done about a close that fails, and nothing depends on it: the link is over.
    }
    this.#released.resolve()
  }
}
