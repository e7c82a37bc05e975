// Sends one file as a YMODEM batch over a link: who sends when, and what to do when the other side does not.
// Not here: the bytes (codec.ts), the console around it (index.ts). Deadlines and quirks: README.md.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Link } from '../../transports/link.ts'
import type { WriteEvent } from '../protocol.ts'
import {
  ack,
  type BlockCheck,
  type BlockSize,
  can,
  encodeBlock,
  encodeFileHeader,
  eot,
  type FileHeader,
  largeBlock,
  maxFrameBytes,
  smallBlock,
} from './codec.ts'
import { Replies } from './replies.ts'

export interface SenderOptions {
  readonly blockSize: BlockSize
  /** How long to wait for the receiver's first `C`. */
  readonly receiverWaitMs: number
  /** How long to wait for the answer to one block before it is sent again. */
  readonly ackTimeoutMs: number
  /** How often one block is sent again before the transfer fails. */
  readonly maxRetries: number
}

export type SenderEvent = Exclude<WriteEvent, { kind: 'pointOfNoReturn' }>

/** After the ACK of block 0 a `C` is due, but a receiver may owe it for seconds and take data at once. */
const dataRequestWaitMs = 300
/** A `C` sent before the receiver saw the block is followed by that block's ACK within this. */
const lateRequestGraceMs = 1000
/** Until the first answer tells how long an answer takes. */
const firstQuietMs = 500
const quietMs = { least: 50, most: 3000 }
const progressEveryMs = 25
const cancelWriteMs = 2000
const batchEndTries = 3

/**
 * Sends the file and yields `accepted` when the receiver took block 0, then progress from acknowledged bytes; the
 * last one is complete. Cancels the receiver (8 x CAN) when aborted, left early or failed.
 * @throws RECEIVER_SILENT, RECEIVER_CANCELLED, TRANSFER_RETRIES, LINK_LOST, LINK_STALLED; the signal's reason.
 */
export async function* sendFile(
  link: Link,
  file: Omit<FileHeader, 'sizeBytes'> & { readonly bytes: Uint8Array },
  options: SenderOptions,
  signal: AbortSignal,
): AsyncGenerator<SenderEvent, void, void> {
  const session = new Session(link, options, signal)
  let receiverWaits = true
  try {
    const check = await session.awaitReceiver()
    const sizeBytes = file.bytes.length
    const header = encodeFileHeader({ ...file, sizeBytes })
    for (let left = await session.sendHeader(header, check); left > 0; left -= 1)
      yield { kind: 'retry', offset: 0 }
    yield { kind: 'accepted' }
    yield* sendData(session, file.bytes, options.blockSize, check)
    await session.sendEnd(check, sizeBytes)
    receiverWaits = false
    yield { kind: 'progress', doneBytes: sizeBytes, totalBytes: sizeBytes }
  } catch (error) {
    if (error instanceof FlashlineError && ['RECEIVER_CANCELLED', 'LINK_LOST'].includes(error.code))
      receiverWaits = false
    throw error
  } finally {
    if (receiverWaits) await cancelReceiver(link)
  }
}

/** The block loop: while a block is on the wire, the next one is made and progress is told. */
async function* sendData(
  session: Session,
  bytes: Uint8Array,
  blockSize: BlockSize,
  check: BlockCheck,
): AsyncGenerator<SenderEvent, void, void> {
  // Two frames in turn: the one that is not acknowledged yet may have to be sent again.
  let frame = new Uint8Array(maxFrameBytes)
  let nextFrame = new Uint8Array(maxFrameBytes)
  let blockNumber = 1
  let offset = 0
  let toldAt = performance.now()
  let length = encodeAt(frame, blockNumber, bytes, offset, blockSize, check)
  let isSent = false
  while (offset < bytes.length) {
    const onWire = frame.subarray(0, length)
    if (!isSent) await session.send(onWire)
    const nextOffset = offset + payloadSize(bytes.length - offset, blockSize)
    length = encodeAt(nextFrame, blockNumber + 1, bytes, nextOffset, blockSize, check)
    const now = performance.now()
    if (offset > 0 && now - toldAt >= progressEveryMs) {
      toldAt = now
      yield { kind: 'progress', doneBytes: offset, totalBytes: bytes.length }
    }
    const next = length > 0 ? nextFrame.subarray(0, length) : null
    let repeats: number
    ;({ repeats, isSent } = await session.settleAndGoOn(onWire, next, blockNumber === 1, offset))
    for (; repeats > 0; repeats -= 1) yield { kind: 'retry', offset }
    const free = frame
    frame = nextFrame
    nextFrame = free
    blockNumber += 1
    offset = nextOffset
  }
}

/** Large blocks, but a tail that small ones carry in fewer bytes goes in small ones. */
function payloadSize(leftBytes: number, blockSize: BlockSize): BlockSize {
  return blockSize === largeBlock && leftBytes > largeBlock - smallBlock ? largeBlock : smallBlock
}

function encodeAt(
  frame: Uint8Array,
  blockNumber: number,
  bytes: Uint8Array,
  offset: number,
  blockSize: BlockSize,
  check: BlockCheck,
): number {
  if (offset >= bytes.length) return 0
  const size = payloadSize(bytes.length - offset, blockSize)
  return encodeBlock(frame, blockNumber, bytes.subarray(offset, offset + size), size, check)
}

class Session {
  readonly #link: Link
  readonly #options: SenderOptions
  readonly #signal: AbortSignal
  readonly #replies: Replies
  #sentAt = 0
  #quietMs = firstQuietMs

  constructor(link: Link, options: SenderOptions, signal: AbortSignal) {
    this.#link = link
    this.#options = options
    this.#signal = signal
    this.#replies = new Replies(link, signal)
  }

  /** `C` asks for CRC. A single NAK may be noise or the wish of another second: two ask for checksums. */
  async awaitReceiver(): Promise<BlockCheck> {
    const until = performance.now() + this.#options.receiverWaitMs
    let naks = 0
    for (;;) {
      const reply = await this.#replies.next(until - performance.now())
      if (reply === 'crcRequest') return 'crc'
      if (reply === 'nak') naks += 1
      if (naks === 2) return 'sum'
      if (performance.now() >= until)
        throw new FlashlineError('RECEIVER_SILENT', { waitedMs: this.#options.receiverWaitMs })
    }
  }

  /** Sends block 0 and waits, shortly, for the request of data. Returns how often it was repeated. */
  async sendHeader(header: Uint8Array, check: BlockCheck): Promise<number> {
    const frame = new Uint8Array(maxFrameBytes)
    const onWire = frame.subarray(0, encodeBlock(frame, 0, header, smallBlock, check, 0))
    await this.send(onWire)
    const repeats = await this.settle(onWire, true, 0, true)
    if (repeats > 0) await this.#replies.untilQuiet(this.#quietMs)
    else await this.#replies.next(dataRequestWaitMs)
    return repeats
  }

  async send(frame: Uint8Array): Promise<void> {
    await this.#link.write(frame, this.#signal)
    this.#sentAt = performance.now()
  }

  /** The same as settle() and then send(next), but with the next block on its way the moment the ACK arrives. */
  async settleAndGoOn(
    frame: Uint8Array,
    next: Uint8Array | null,
    requestMayCross: boolean,
    offset: number,
  ): Promise<{ repeats: number; isSent: boolean }> {
    const disarm = next && this.#link.armReply?.(ack, next, this.#signal)
    try {
      const repeats = await this.settle(frame, requestMayCross, offset)
      const sending = disarm?.() ?? null
      if (sending === null) return { repeats, isSent: false }
      await sending
      this.#sentAt = performance.now()
      return { repeats, isSent: true }
    } finally {
      disarm?.()
    }
  }

  /**
   * Waits until the block on the wire is acknowledged, sending it again as needed; returns how often that was.
   * `requestMayCross`: a `C` may be older than the block; else it is how some receivers say NAK.
   * `keepRest`: what stands behind the ACK is the receiver's next word, not a stale answer.
   */
  async settle(
    frame: Uint8Array,
    requestMayCross: boolean,
    offset: number,
    keepRest = false,
  ): Promise<number> {
    let answered = false
    for (let repeats = 0; ; repeats += 1) {
      let reply = await this.#replies.next(this.#options.ackTimeoutMs, keepRest)
      if (reply === 'crcRequest' && requestMayCross && repeats === 0)
        reply = await this.#replies.next(lateRequestGraceMs, keepRest)
      if (reply === 'ack') {
        if (repeats === 0) this.#learnQuiet(frame.length)
        else if (!keepRest) await this.#replies.untilQuiet(this.#quietMs)
        return repeats
      }
      answered ||= reply !== 'silence'
      if (repeats === this.#options.maxRetries)
        throw new FlashlineError(answered ? 'TRANSFER_RETRIES' : 'RECEIVER_SILENT', { offset, repeats })
      await this.send(frame)
    }
  }

  /**
   * A block that was sent twice may be acknowledged twice. The second ACK must not pass for the next block's, so
   * after a repetition the line has to be quiet for longer than the answer to a large block takes.
   */
  #learnQuiet(frameBytes: number): void {
    const answerMs = (performance.now() - this.#sentAt) * (maxFrameBytes / frameBytes)
    // EOT is no measure.
    if (frameBytes > 1) this.#quietMs = Math.min(Math.max(2 * answerMs, quietMs.least), quietMs.most)
  }

  /** EOT until it is acknowledged, then the empty block 0, if the receiver asks for one, ends the batch. */
  async sendEnd(check: BlockCheck, offset: number): Promise<void> {
    const end = Uint8Array.of(eot)
    await this.send(end)
    await this.settle(end, false, offset, true)

    const frame = new Uint8Array(maxFrameBytes)
    const onWire = frame.subarray(0, encodeBlock(frame, 0, new Uint8Array(0), smallBlock, check, 0))
    // A second ACK of EOT may come first; a receiver that says nothing, prints or babbles wants no more: the file
    // was over with the ACK of EOT.
    let reply = await this.#replies.nextOrText(this.#options.ackTimeoutMs)
    if (reply === 'ack') reply = await this.#replies.nextOrText(this.#options.ackTimeoutMs)
    for (let tries = 0; tries < batchEndTries && (reply === 'crcRequest' || reply === 'nak'); tries += 1) {
      await this.send(onWire)
      reply = await this.#replies.nextOrText(this.#options.ackTimeoutMs)
    }
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
