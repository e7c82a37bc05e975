// The send side of every link: cuts what is written into pieces, hands them to the carrier one by one and watches that
// each is taken. A carrier that takes nothing for `stallMs` is reported, because some never say so themselves.
// A write that was aborted leaves its current piece under way; the next write waits for that piece, then goes.
import { boundedWait } from './bounded-wait.ts'
import { Watchdog } from './watchdog.ts'

export interface PieceSink {
  readonly pieceBytes: number
  /** How long one piece of this size may take at the most, in ms. */
  readonly stallMs: (pieceBytes: number) => number
  /** Resolves when the carrier has taken the piece. The bytes are the sink's own. */
  readonly writePiece: (bytes: Uint8Array) => Promise<void>
  readonly stallError: () => unknown
  /** Aborted when the link is closed, with the error that writes then get. */
  readonly ended: AbortSignal
}

export class PieceWriter {
  readonly #sink: PieceSink
  /** Writes that were asked for and have not settled. */
  #writers = 0
  /** Settles when every earlier write has. */
  #turn: Promise<void> = Promise.resolve()
  /** The piece that the carrier was given last; never rejects. */
  #underWay: Promise<void> = Promise.resolve()
  #isBlocked = false
  /** Of the piece that a write waits for: at most one does at a time. */
  readonly #watchdog = new Watchdog()
  #giveUp: ((error: unknown) => void) | null = null

  constructor(sink: PieceSink) {
    this.#sink = sink
    sink.ended.addEventListener('abort', () => {
      this.#giveUp?.(sink.ended.reason)
      this.#watchdog.release()
    })
  }

  /** A piece is under way that the carrier has not taken yet. */
  get isBlocked(): boolean {
    return this.#isBlocked
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const isFirst = this.#writers === 0
    const earlier = this.#turn
    const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
    this.#writers += 1
    this.#turn = isFirst ? finished : earlier.then(() => finished)
    try {
      // The earlier write has its own watchdog, so this wait needs none. Without one the first piece goes out at once:
      // a protocol that waits for every answer pays for each detour with every block.
      if (!isFirst) await this.#waitTurn(earlier, signal)
      this.#sink.ended.throwIfAborted()
      for (let offset = 0; offset < bytes.length; offset += this.#sink.pieceBytes) {
        const piece = bytes.slice(offset, offset + this.#sink.pieceBytes)
        const stallMs = this.#sink.stallMs(piece.length)
        this.#sink.ended.throwIfAborted()
        signal.throwIfAborted()
        if (this.#isBlocked) await this.#waitPiece(this.#underWay, stallMs, signal)
        await this.#waitPiece(this.#start(piece), stallMs, signal)
      }
    } finally {
      this.#writers -= 1
      finish()
    }
  }

  /** Starts at once, before anything else is done, or not at all: null when it would have to wait its turn. */
  writeNow(bytes: Uint8Array, signal: AbortSignal): Promise<void> | null {
    if (this.#writers > 0 || this.#isBlocked || bytes.length > this.#sink.pieceBytes) return null
    if (this.#sink.ended.aborted || signal.aborted) return null
    const work = this.#start(bytes.slice())
    this.#writers += 1
    const written = this.#waitPiece(work, this.#sink.stallMs(bytes.length), signal).finally(() => {
      this.#writers -= 1
    })
    this.#turn = written.catch(() => undefined)
    return written
  }

  /** Waits until nothing is under way. */
  async idle(signal: AbortSignal): Promise<void> {
    await this.#waitTurn(this.#turn, signal)
    await boundedWait(this.#underWay, {
      signals: [this.#sink.ended, signal],
      timeoutMs: this.#sink.stallMs(this.#sink.pieceBytes),
      timeoutError: this.#sink.stallError,
    })
  }

  #start(piece: Uint8Array): Promise<void> {
    this.#isBlocked = true
    const work = this.#sink.writePiece(piece)
    const settled = (): void => {
      this.#isBlocked = false
    }
    this.#underWay = work.then(settled, settled)
    return work
  }

  #waitTurn(earlier: Promise<void>, signal: AbortSignal): Promise<void> {
    const signals = [this.#sink.ended, signal]
    return boundedWait(earlier, { signals, timeoutMs: Number.POSITIVE_INFINITY, timeoutError: () => null })
  }

  async #waitPiece(work: Promise<void>, stallMs: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#giveUp = reject
    this.#watchdog.arm(signal, stallMs, reject, () => reject(this.#sink.stallError()))
    work.then(resolve, reject)
    try {
      await promise
    } finally {
      this.#giveUp = null
      this.#watchdog.disarm()
    }
  }
}
