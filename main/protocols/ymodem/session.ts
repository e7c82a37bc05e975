// One conversation with a receiver of XMODEM's family: what is on the wire, whether it arrived, when it is sent again,
// and how the other side is told to give up. Not here: which blocks (blocks.ts), what surrounds them (the senders).
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Link } from '../../transports/link.ts'
import type { WriteEvent } from '../protocol.ts'
import { ack, type BlockCheck, can, eot, maxFrameBytes } from './codec.ts'
import { Replies, type Reply } from './replies.ts'

export interface SessionOptions {
  /** How long to wait for the receiver's first request. */
  readonly receiverWaitMs: number
  /** How long to wait for the answer to one block before it is sent again. */
  readonly ackTimeoutMs: number
  /** How often one block is sent again before the transfer fails. */
  readonly maxRetries: number
}

export type SenderEvent = Exclude<WriteEvent, { kind: 'pointOfNoReturn' }>

export interface SettleOptions {
  /** A request of this kind may have been sent before the receiver saw the block; later it is a way to say NAK. */
  readonly mayCross?: Reply | null
  /** What stands behind the ACK is the receiver's next word, not a stale answer. */
  readonly keepRest?: boolean
  /** The frame to send next, after `repeats` repetitions in vain; the same one when left out. */
  readonly again?: (reply: Reply, repeats: number) => Uint8Array
}

/** A request sent before the receiver saw the block is followed by that block's ACK within this. */
const lateRequestGraceMs = 1000
/** Until the first answer tells how long an answer takes. */
const firstQuietMs = 500
const quietMs = { least: 50, most: 3000 }
const cancelWriteMs = 2000

export class Session {
  readonly replies: Replies
  readonly #link: Link
  readonly #options: SessionOptions
  readonly #signal: AbortSignal
  #sentAt = 0
  #quietMs = firstQuietMs

  constructor(link: Link, options: SessionOptions, signal: AbortSignal) {
    this.#link = link
    this.#options = options
    this.#signal = signal
    this.replies = new Replies(link, signal)
  }

  get ackTimeoutMs(): number {
    return this.#options.ackTimeoutMs
  }

  /** `C` asks for CRC, so many NAK for checksums: a single one may be noise, or the wish of another second. */
  async awaitReceiver(naksForSums: number): Promise<BlockCheck> {
    const until = performance.now() + this.#options.receiverWaitMs
    let naks = 0
    for (;;) {
      const reply = await this.replies.nextRequest(until - performance.now())
      if (reply === 'crcRequest') return 'crc'
      if (reply === 'nak') naks += 1
      if (naks === naksForSums) return 'sum'
      if (performance.now() >= until)
        throw new FlashlineError('RECEIVER_SILENT', { waitedMs: this.#options.receiverWaitMs })
    }
  }

  async send(frame: Uint8Array): Promise<void> {
    await this.#link.write(frame, this.#signal)
    this.#sentAt = performance.now()
  }

  /** The same as settle() and then send(next), but with the next block on its way the moment the ACK arrives. */
  async settleAndGoOn(
    frame: Uint8Array,
    next: Uint8Array | null,
    offset: number,
    mayCross: Reply | null,
  ): Promise<{ repeats: number; isSent: boolean }> {
    const disarm = next && this.#link.armReply?.(ack, next, this.#signal)
    // Behind a repetition comes a time of quiet, which must not swallow the next block's own ACK.
    const again = (): Uint8Array => {
      disarm?.()
      return frame
    }
    try {
      const repeats = await this.settle(frame, offset, { mayCross, again })
      const sending = disarm?.() ?? null
      if (sending === null) return { repeats, isSent: false }
      await sending
      this.#sentAt = performance.now()
      return { repeats, isSent: true }
    } finally {
      disarm?.()
    }
  }

  /** Waits until the block on the wire is acknowledged, sending it again as needed; returns how often that was. */
  async settle(frame: Uint8Array, offset: number, options: SettleOptions = {}): Promise<number> {
    const { mayCross = null, keepRest = false, again } = options
    let onWire = frame
    let answered = false
    for (let repeats = 0; ; repeats += 1) {
      let reply = await this.replies.next(this.#options.ackTimeoutMs, keepRest)
      if (reply === mayCross && repeats === 0) reply = await this.replies.next(lateRequestGraceMs, keepRest)
      if (reply === 'ack') {
        if (repeats === 0) this.#learnQuiet(onWire.length)
        else if (!keepRest) await this.untilQuiet()
        return repeats
      }
      answered ||= reply !== 'silence'
      if (repeats === this.#options.maxRetries)
        throw new FlashlineError(answered ? 'TRANSFER_RETRIES' : 'RECEIVER_SILENT', { offset, repeats })
      if (again) onWire = again(reply, repeats)
      await this.send(onWire)
    }
  }

  /** EOT, until it is acknowledged. */
  async endFile(offset: number): Promise<void> {
    const end = Uint8Array.of(eot)
    await this.send(end)
    await this.settle(end, offset, { keepRest: true })
  }

  /**
   * A block that was sent twice may be acknowledged twice. The second ACK must not pass for the next block's, so
   * after a repetition the line has to be quiet for longer than the answer to a large block takes.
   */
  untilQuiet(): Promise<void> {
    return this.replies.untilQuiet(this.#quietMs)
  }

  #learnQuiet(frameBytes: number): void {
    const answerMs = (performance.now() - this.#sentAt) * (maxFrameBytes / frameBytes)
    // EOT is no measure.
    if (frameBytes > 1) this.#quietMs = Math.min(Math.max(2 * answerMs, quietMs.least), quietMs.most)
  }
}

/** Passes a transfer on, and cancels the receiver (8 x CAN) when it fails, is aborted or left early. */
export async function* orCancel(
  link: Link,
  transfer: AsyncGenerator<SenderEvent, void, void>,
): AsyncGenerator<SenderEvent, void, void> {
  let receiverWaits = true
  try {
    yield* transfer
    receiverWaits = false
  } catch (error) {
    if (error instanceof FlashlineError && ['RECEIVER_CANCELLED', 'LINK_LOST'].includes(error.code))
      receiverWaits = false
    throw error
  } finally {
    if (receiverWaits) await cancelReceiver(link)
  }
}

/** Tells the receiver to give up; bounded, and silent when the link is gone. */
export async function cancelReceiver(link: Link): Promise<void> {
  try {
    await link.write(new Uint8Array(8).fill(can), AbortSignal.timeout(cancelWriteMs))
  } catch {
    // The caller hears of the failure that led here; a receiver that cannot be told times out by itself.
  }
}
