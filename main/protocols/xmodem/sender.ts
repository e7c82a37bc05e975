// Sends one file over XMODEM, XMODEM-CRC or XMODEM-1K: which of them, the receiver says. Frames and repeats are YMODEM's
// (../ymodem/); deadlines and quirks: README.md.
//   block  SOH|STX  number from 1  255 - number  128|1024 payload  CRC-16 high, low | sum of the payload mod 256
//   end    EOT
// Source: Ward Christensen, "MODEM protocol overview" (1982); Chuck Forsberg, "XMODEM/YMODEM Protocol Reference" (1988).
import type { Link } from '../../transports/link.ts'
import { type Blocks, encodeAt, payloadSize, sendBlocks } from '../ymodem/blocks.ts'
import { type BlockCheck, maxFrameBytes, smallBlock } from '../ymodem/codec.ts'
import type { Reply } from '../ymodem/replies.ts'
import { orCancel, type SenderEvent, Session } from '../ymodem/session.ts'
import type { XmodemOptions } from './options.ts'

/** Receivers that want sums ask only every ten seconds: the first NAK counts, and the first block finds out. */
const naksForSums = 1

/**
 * Sends the bytes, at least one. Yields `accepted` when the receiver asked for them, then progress from acknowledged
 * bytes; the last one is complete. Cancels the receiver (8 x CAN) when aborted, left early or failed.
 * @throws RECEIVER_SILENT, RECEIVER_CANCELLED, TRANSFER_RETRIES, LINK_LOST, LINK_STALLED; the signal's reason.
 */
export function sendXmodem(
  link: Link,
  bytes: Uint8Array,
  options: XmodemOptions,
  signal: AbortSignal,
): AsyncGenerator<SenderEvent, void, void> {
  return orCancel(link, transfer(new Session(link, options, signal), bytes, options))
}

async function* transfer(
  session: Session,
  bytes: Uint8Array,
  options: XmodemOptions,
): AsyncGenerator<SenderEvent, void, void> {
  const wished = await session.awaitReceiver(naksForSums)
  yield { kind: 'accepted' }
  const { blocks, repeats } = await sendFirst(session, (check) => blocksFor(bytes, options, check), wished)
  for (let left = repeats; left > 0; left -= 1) yield { kind: 'retry', offset: 0 }
  yield* sendBlocks(session, blocks, { number: 2, offset: payloadSize(bytes.length, blocks.blockSize) })
  await session.endFile(bytes.length)
  yield { kind: 'progress', doneBytes: bytes.length, totalBytes: bytes.length }
}

/** Receivers of sums are older than large blocks. */
function blocksFor(bytes: Uint8Array, options: XmodemOptions, check: BlockCheck): Blocks {
  const padding = Number.parseInt(options.padding, 16)
  return { bytes, check, padding, blockSize: check === 'crc' ? options.blockSize : smallBlock }
}

/** The first block settles which check both sides mean: a request may have been noise, or given up since. */
async function sendFirst(
  session: Session,
  blocksOf: (check: BlockCheck) => Blocks,
  wished: BlockCheck,
): Promise<{ blocks: Blocks; repeats: number }> {
  const frame = new Uint8Array(maxFrameBytes)
  let blocks = blocksOf(wished)
  const encodeFirst = (): Uint8Array => frame.subarray(0, encodeAt(frame, blocks, { number: 1, offset: 0 }))
  const onWire = encodeFirst()
  await session.send(onWire)
  const repeats = await session.settle(onWire, 0, {
    mayCross: wished === 'crc' ? 'crcRequest' : 'nak',
    again(reply, repeats) {
      blocks = blocksOf(nextCheck(blocks.check, reply, repeats))
      return encodeFirst()
    },
  })
  return { blocks, repeats }
}

/** `C` says it plainly. A NAK may mean a broken block as well: from the second one on, both are tried in turn. */
function nextCheck(check: BlockCheck, reply: Reply, repeats: number): BlockCheck {
  if (reply === 'crcRequest') return 'crc'
  if (reply !== 'nak' || repeats === 0) return check
  return check === 'crc' ? 'sum' : 'crc'
}
