// Sends one file as a YMODEM batch over a link: block 0, the file's blocks, the end of the batch.
// Not here: the bytes (codec.ts), repeats (session.ts), the console around it (board.ts). Deadlines and quirks: README.md.
import type { Link } from '../../transports/link.ts'
import { sendBlocks } from './blocks.ts'
import {
  type BlockCheck,
  type BlockSize,
  encodeBlock,
  encodeFileHeader,
  type FileHeader,
  maxFrameBytes,
  padByte,
  smallBlock,
} from './codec.ts'
import { orCancel, type SenderEvent, Session, type SessionOptions } from './session.ts'

export interface SenderOptions extends SessionOptions {
  readonly blockSize: BlockSize
}

/** After the ACK of block 0 a `C` is due, but a receiver may owe it for seconds and take data at once. */
const dataRequestWaitMs = 300
const batchEndTries = 3
const naksForSums = 2

/**
 * Sends the file and yields `accepted` when the receiver took block 0, then progress from acknowledged bytes; the
 * last one is complete. Cancels the receiver (8 x CAN) when aborted, left early or failed.
 * @throws RECEIVER_SILENT, RECEIVER_CANCELLED, TRANSFER_RETRIES, LINK_LOST, LINK_STALLED; the signal's reason.
 */
export function sendFile(
  link: Link,
  file: Omit<FileHeader, 'sizeBytes'> & { readonly bytes: Uint8Array },
  options: SenderOptions,
  signal: AbortSignal,
): AsyncGenerator<SenderEvent, void, void> {
  return orCancel(link, transfer(new Session(link, options, signal), file, options.blockSize))
}

async function* transfer(
  session: Session,
  file: Omit<FileHeader, 'sizeBytes'> & { readonly bytes: Uint8Array },
  blockSize: BlockSize,
): AsyncGenerator<SenderEvent, void, void> {
  const { bytes } = file
  const check = await session.awaitReceiver(naksForSums)
  const header = encodeFileHeader({ ...file, sizeBytes: bytes.length })
  for (let left = await sendHeader(session, header, check); left > 0; left -= 1)
    yield { kind: 'retry', offset: 0 }
  yield { kind: 'accepted' }
  yield* sendBlocks(session, { bytes, blockSize, check, padding: padByte }, { number: 1, offset: 0 })
  await session.endFile(bytes.length)
  await endBatch(session, check)
  yield { kind: 'progress', doneBytes: bytes.length, totalBytes: bytes.length }
}

/** Sends block 0 and waits, shortly, for the request of data. Returns how often it was repeated. */
async function sendHeader(session: Session, header: Uint8Array, check: BlockCheck): Promise<number> {
  const onWire = encodeHeaderBlock(header, check)
  await session.send(onWire)
  const repeats = await session.settle(onWire, 0, { mayCross: 'crcRequest', keepRest: true })
  if (repeats > 0) await session.untilQuiet()
  else await session.replies.next(dataRequestWaitMs)
  return repeats
}

/** The empty block 0, if the receiver asks for one, ends the batch. */
async function endBatch(session: Session, check: BlockCheck): Promise<void> {
  const onWire = encodeHeaderBlock(new Uint8Array(0), check)
  // A second ACK of EOT may come first; a receiver that says nothing, prints or babbles wants no more: the file
  // was over with the ACK of EOT.
  let reply = await session.replies.nextOrText(session.ackTimeoutMs)
  if (reply === 'ack') reply = await session.replies.nextOrText(session.ackTimeoutMs)
  for (let tries = 0; tries < batchEndTries && (reply === 'crcRequest' || reply === 'nak'); tries += 1) {
    await session.send(onWire)
    reply = await session.replies.nextOrText(session.ackTimeoutMs)
  }
}

function encodeHeaderBlock(header: Uint8Array, check: BlockCheck): Uint8Array {
  const frame = new Uint8Array(maxFrameBytes)
  return frame.subarray(0, encodeBlock(frame, 0, header, smallBlock, check, 0))
}
