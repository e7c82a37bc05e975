// The send side of every link: cuts what is written into pieces, hands them to the carrier one by one and watches that
// each is taken. A carrier that takes nothing for `stallMs` is reported, because some never say so themselves.
// A write that was aborted leaves its current piece under way; the next write waits for that piece, then goes.
import { boundedWait } from './bounded-wait.ts'

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
  /** Settles when every earlier write has. */
  #turn: Promise<void> = Promise.resolve()
  /** The piece that the carrier was given last; never rejects. */
  #underWay: Promise<void> = Promise.resolve()
  #isBlocked = false

  constructor(sink: PieceSink) {
    this.#sink = sink
  }

  /** A piece is under way that the carrier has not taken yet. */
  get isBlocked(): boolean {
    return this.#isBlocked
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const ended = this.#sink.ended
    const earlier = this.#turn
    const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
    this.#turn = earlier.then(() => finished)
    try {
      // The earlier write has its own watchdog, so this wait needs none.
      await this.#wait(earlier, Number.POSITIVE_INFINITY, signal)
      for (let offset = 0; offset < bytes.length; offset += this.#sink.pieceBytes) {
        const piece = bytes.slice(offset, offset + this.#sink.pieceBytes)
        const stallMs = this.#sink.stallMs(piece.length)
        if (this.#isBlocked) await this.#wait(this.#underWay, stallMs, signal)
        ended.throwIfAborted()
        signal.throwIfAborted()
        await this.#wait(this.#start(piece), stallMs, signal)
      }
    } finally {
      finish()
    }
  }

  /** Waits until nothing is under way. */
  async idle(signal: AbortSignal): Promise<void> {
    await this.#wait(this.#turn, Number.POSITIVE_INFINITY, signal)
    await this.#wait(this.#underWay, this.#sink.stallMs(this.#sink.pieceBytes), signal)
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

  #wait(work: Promise<void>, timeoutMs: number, signal: AbortSignal): Promise<void> {
    const signals = [this.#sink.ended, signal]
    return boundedWait(work, { signals, timeoutMs, timeoutError: this.#sink.stallError })
  }
}
