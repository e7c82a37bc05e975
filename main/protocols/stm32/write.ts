// Writes a plan: compare, erase, then block after block, the next one on its way the moment the one before is
// acknowledged. Not here: what is in a block (codec.ts), what is proved afterwards (verify.ts).
import { FlashlineError } from '../../../preload/contract/index.ts'
import { hexAddress } from '../../firmware/formats/index.ts'
import type { FlashPlan, Region, WriteEvent } from '../protocol.ts'
import { encodeBlock, encodeWord, maxBlockBytes, maxWriteFrameBytes } from './codec.ts'
import { read } from './commands.ts'
import { findSame } from './compare.ts'
import { commandFrame, isRefusal, type Refusal, refused } from './loader.ts'
import { type Page, pagesUnder, piecesIn } from './pages.ts'
import { erasePages, type Session } from './session.ts'

const blank = Buffer.alloc(maxBlockBytes, 0xff)

/**
 * `isBlank`: the flash is erased already.
 * @throws STORAGE_WRITE, LOADER_SILENT, LOADER_REFUSED, LOADER_REPLY, LINK_LOST; the signal's reason.
 */
export async function* writeFlash(
  session: Session,
  { regions, totalBytes }: FlashPlan,
  isBlank: boolean,
  signal: AbortSignal,
): AsyncGenerator<WriteEvent, void, void> {
  const { chip, options } = session
  const needed = pagesUnder(session.pages, regions)
  let toWrite: readonly Page[] = needed
  let skippedBytes = 0
  if (!isBlank) {
    yield { kind: 'accepted' }
    const same = await findSame(session, needed, regions, signal)
    toWrite = needed.filter((page) => !same.has(page))
    // A mass erase takes the pages that are right with it.
    if (options.massErase && toWrite.length > 0) toWrite = needed
    skippedBytes = totalBytes - bytesIn(toWrite, regions)
    if (skippedBytes > 0) {
      yield { kind: 'skipped', sizeBytes: skippedBytes }
      yield { kind: 'progress', doneBytes: skippedBytes, totalBytes }
    }
    if (toWrite.length === 0) return
    yield { kind: 'pointOfNoReturn' }
    await erasePages(session, toWrite, signal)
  }
  for await (const event of writeBlocks(session, piecesIn(toWrite, regions, chip.writeBytes), signal))
    yield event.kind === 'retry'
      ? event
      : { kind: 'progress', doneBytes: Math.min(totalBytes, skippedBytes + event.sizeBytes), totalBytes }
  yield { kind: 'progress', doneBytes: totalBytes, totalBytes }
}

/** How many bytes of the regions lie in these pages. */
function bytesIn(pages: readonly Page[], regions: readonly Region[]): number {
  return piecesIn(pages, regions, 1).reduce((sum, { bytes }) => sum + bytes.length, 0)
}

type BlockEvent = Extract<WriteEvent, { kind: 'retry' }> | { kind: 'written'; sizeBytes: number }

/** `sizeBytes`: of all blocks so far, with those that are empty. */
async function* writeBlocks(
  session: Session,
  pieces: readonly Region[],
  signal: AbortSignal,
): AsyncGenerator<BlockEvent, void, void> {
  const blocks = blocksOf(pieces)
  let sizeBytes = 0
  let frames = new BlockFrames()
  let nextFrames = new BlockFrames()
  const [first] = blocks
  if (first) frames.set(first)
  for (const [index, block] of blocks.entries()) {
    const next = blocks[index + 1]
    // Made while the boot loader thinks about what it was sent last.
    if (next) nextFrames.set(next)
    const refusal = await session.loader.run('write', frames.all, signal, {
      next: next ? commandFrame.write : null,
    })
    if (refusal) yield* repeatBlock(session, block, refusal, signal)
    sizeBytes += block.bytes.length + block.emptyBytes
    const free = frames
    frames = nextFrames
    nextFrames = free
    yield { kind: 'written', sizeBytes }
  }
}

interface Block extends Region {
  /** Bytes in front of it that need not be written. */
  readonly emptyBytes: number
}

/** Blocks that begin at multiples of their size; what is 0xff throughout is in the flash already. */
function blocksOf(pieces: readonly Region[]): readonly Block[] {
  const blocks: Block[] = []
  let emptyBytes = 0
  for (const { address, bytes } of pieces) {
    for (let at = 0; at < bytes.length; ) {
      const sizeBytes = Math.min(maxBlockBytes - ((address + at) % maxBlockBytes), bytes.length - at)
      const part = bytes.subarray(at, at + sizeBytes)
      if (blank.compare(part, 0, sizeBytes, 0, sizeBytes) === 0) {
        emptyBytes += sizeBytes
      } else {
        blocks.push({ address: address + at, bytes: part, emptyBytes })
        emptyBytes = 0
      }
      at += sizeBytes
    }
  }
  return blocks
}

/** The three frames of one block, in buffers that are used again. */
class BlockFrames {
  readonly #address = new Uint8Array(5)
  readonly #data = new Uint8Array(maxWriteFrameBytes)
  all: readonly Uint8Array[] = []

  set({ address, bytes }: Region): void {
    this.all = [commandFrame.write, encodeWord(address, this.#address), encodeBlock(bytes, this.#data)]
  }
}

/**
 * Once more, but never blindly: only the answer may have been lost, and flash takes no byte twice. The boot loader is
 * asked what it holds before anything is sent again.
 */
async function* repeatBlock(
  { loader, options }: Session,
  { address, bytes }: Region,
  first: Refusal,
  signal: AbortSignal,
): AsyncGenerator<BlockEvent, void, void> {
  let refusal: Refusal | null = first
  for (let left = options.maxRetries; left > 0; left -= 1) {
    yield { kind: 'retry', offset: address }
    await loader.resync(signal)
    const held = await read(loader, address, bytes.length, signal)
    if (isRefusal(held)) continue
    if (Buffer.from(held).equals(bytes)) return
    refusal = await loader.run('write', [commandFrame.write, encodeWord(address), encodeBlock(bytes)], signal)
    if (!refusal) return
  }
  await loader.resync(signal)
  if (refusal.step === 2 && refusal.answer === 'nak')
    throw new FlashlineError('STORAGE_WRITE', { address: hexAddress(address) })
  throw refused(refusal, address)
}
