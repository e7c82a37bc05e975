// Writes pages one after the other: while a page is on the wire the next frame is made and the last one is told.
// Not here: how one page is written and tried again (session.ts).
import type { Region, WriteEvent } from '../protocol.ts'
import { encodeWrite, writeFrameBytes } from './codec.ts'
import { isBlank } from './pages.ts'
import type { Session } from './session.ts'

export interface WriterOptions {
  readonly pageBytes: number
  /** Read every page first, not only those that are blank. */
  readonly compareFirst: boolean
}

/** Yields `pointOfNoReturn` before the first page that is sent, `skipped` for those that are there already. */
export async function* writePages(
  session: Session,
  pages: readonly Region[],
  { pageBytes, compareFirst }: WriterOptions,
  signal: AbortSignal,
): AsyncGenerator<WriteEvent, void, void> {
  const totalBytes = pages.length * pageBytes
  const progress = (donePages: number): WriteEvent => ({
    kind: 'progress',
    doneBytes: donePages * pageBytes,
    totalBytes,
  })
  // Two frames in turn: the one that is not acknowledged yet may have to be sent again.
  let frame = new Uint8Array(writeFrameBytes(pageBytes))
  let nextFrame = new Uint8Array(writeFrameBytes(pageBytes))
  encodeAt(frame, pages[0])
  let isReturnPossible = true
  let untold: WriteEvent | null = null
  for (const [index, { address, bytes }] of pages.entries()) {
    const isThere =
      (compareFirst || isBlank(bytes)) &&
      Buffer.compare(await session.readFlash(address, pageBytes, pageBytes, signal), bytes) === 0
    if (!isThere && isReturnPossible) {
      isReturnPossible = false
      yield { kind: 'pointOfNoReturn' }
    }
    const isStarted = !isThere && (await session.startPage(frame, address, signal))
    encodeAt(nextFrame, pages[index + 1])
    if (untold !== null) yield untold
    if (isThere) yield { kind: 'skipped', sizeBytes: pageBytes }
    else
      for (let left = await session.program(frame, address, isStarted, signal); left > 0; left -= 1)
        yield { kind: 'retry', offset: address }
    untold = progress(index + 1)
    const free = frame
    frame = nextFrame
    nextFrame = free
  }
  if (untold !== null) yield untold
}

function encodeAt(frame: Uint8Array, page: Region | undefined): void {
  if (page !== undefined) encodeWrite(frame, page.address, page.bytes)
}
