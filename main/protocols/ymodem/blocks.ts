// The block loop of XMODEM's family: while a block is on the wire, the next one is made and progress is told.
// Not here: how a block is settled (session.ts), block 0 and what begins and ends a transfer (the senders).
import {
  type BlockCheck,
  type BlockSize,
  encodeBlock,
  largeBlock,
  maxFrameBytes,
  smallBlock,
} from './codec.ts'
import type { SenderEvent, Session } from './session.ts'

export interface Blocks {
  readonly bytes: Uint8Array
  readonly blockSize: BlockSize
  readonly check: BlockCheck
  /** Fills the last block. */
  readonly padding: number
}

/** Where in the file a block stands. */
export interface BlockStart {
  readonly number: number
  readonly offset: number
}

const progressEveryMs = 25

/** Sends all blocks from `first` on. A request may cross block 1 on the wire. */
export async function* sendBlocks(
  session: Session,
  blocks: Blocks,
  first: BlockStart,
): AsyncGenerator<SenderEvent, void, void> {
  const totalBytes = blocks.bytes.length
  // Two frames in turn: the one that is not acknowledged yet may have to be sent again.
  let frame = new Uint8Array(maxFrameBytes)
  let nextFrame = new Uint8Array(maxFrameBytes)
  let { number, offset } = first
  let toldAt = performance.now()
  let length = encodeAt(frame, blocks, { number, offset })
  let isSent = false
  while (offset < totalBytes) {
    const onWire = frame.subarray(0, length)
    if (!isSent) await session.send(onWire)
    const nextOffset = offset + payloadSize(totalBytes - offset, blocks.blockSize)
    length = encodeAt(nextFrame, blocks, { number: number + 1, offset: nextOffset })
    const now = performance.now()
    if (offset > 0 && now - toldAt >= progressEveryMs) {
      toldAt = now
      yield { kind: 'progress', doneBytes: offset, totalBytes }
    }
    const next = length > 0 ? nextFrame.subarray(0, length) : null
    const mayCross = number === 1 ? 'crcRequest' : null
    let repeats: number
    ;({ repeats, isSent } = await session.settleAndGoOn(onWire, next, offset, mayCross))
    for (; repeats > 0; repeats -= 1) yield { kind: 'retry', offset }
    const free = frame
    frame = nextFrame
    nextFrame = free
    number += 1
    offset = nextOffset
  }
}

/** Large blocks, but a tail that small ones carry in fewer bytes goes in small ones. */
export function payloadSize(leftBytes: number, blockSize: BlockSize): BlockSize {
  return blockSize === largeBlock && leftBytes > largeBlock - smallBlock ? largeBlock : smallBlock
}

/** Writes the block that starts there into `frame`; returns its length, 0 behind the end of the file. */
export function encodeAt(
  frame: Uint8Array,
  { bytes, blockSize, check, padding }: Blocks,
  { number, offset }: BlockStart,
): number {
  if (offset >= bytes.length) return 0
  const size = payloadSize(bytes.length - offset, blockSize)
  return encodeBlock(frame, number, bytes.subarray(offset, offset + size), size, check, padding)
}
