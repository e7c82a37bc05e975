// Which pages already hold what the image puts there: by the chip's own checksums, or by reading them.
import type { Region } from '../protocol.ts'
import { crcOf, maxBlockBytes } from './codec.ts'
import { type Page, piecesIn } from './pages.ts'
import { digestOf, readSurely, type Session } from './session.ts'

/** After so many different pages in a row it is another image: asking on would cost more than it saves. */
const missesInRow = 4

export async function findSame(
  session: Session,
  pages: readonly Page[],
  regions: readonly Region[],
  signal: AbortSignal,
): Promise<ReadonlySet<Page>> {
  const { options, hasDigests, chip, notice } = session
  if (!hasDigests && !options.compareFirst) return new Set()
  const isSame = hasDigests ? sameByDigest : sameByReading
  const piecesOf = (some: readonly Page[]) => piecesIn(some, regions, chip.writeBytes)
  notice('comparing')
  try {
    if (hasDigests && (await isSame(session, piecesOf(pages), signal))) return new Set(pages)
    const same = new Set<Page>()
    let misses = 0
    for (const page of pages) {
      if (hasDigests && misses === missesInRow) break
      if (await isSame(session, piecesOf([page]), signal)) {
        same.add(page)
        misses = 0
      } else {
        misses += 1
      }
    }
    return same
  } finally {
    notice(null)
  }
}

export async function sameByDigest(
  session: Session,
  pieces: readonly Region[],
  signal: AbortSignal,
): Promise<boolean> {
  for (const { address, bytes } of pieces)
    if ((await digestOf(session, address, bytes.length, signal)) !== crcOf(bytes)) return false
  return true
}

async function sameByReading(
  session: Session,
  pieces: readonly Region[],
  signal: AbortSignal,
): Promise<boolean> {
  for (const { address, bytes } of pieces) {
    for (let at = 0; at < bytes.length; at += maxBlockBytes) {
      const expected = bytes.subarray(at, at + maxBlockBytes)
      const found = await readSurely(session, address + at, expected.length, signal)
      if (!Buffer.from(found).equals(expected)) return false
    }
  }
  return true
}
