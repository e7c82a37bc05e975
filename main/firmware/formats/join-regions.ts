// Pieces of a file put in the order of their addresses: touching ones become one region, overlaps are refused. Gaps
// stay gaps, so a sparse file takes no more memory than its bytes.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Region } from '../../protocols/protocol.ts'
import { addressSpace, damagedFile, hexAddress } from './addresses.ts'
import type { ImageFormat } from './parsed-image.ts'

/** A firmware has a handful. More than this is a file made to fill the memory with bookkeeping. */
export const maxRegions = 65_536

/**
 * Empty pieces are left out. Copies only what is joined. IMAGE_ADDRESS for an overlap or an address behind 32 bits,
 * IMAGE_FORMAT when nothing or far too much is left.
 */
export function joinRegions(pieces: readonly Region[], format: ImageFormat): readonly Region[] {
  const sorted = pieces.filter(({ bytes }) => bytes.length > 0).sort((a, b) => a.address - b.address)
  const regions: Region[] = []
  for (let first = 0; first < sorted.length; ) {
    let next = first
    let end = sorted[first]?.address ?? 0
    for (; next < sorted.length; next += 1) {
      const piece = sorted[next]
      if (!piece || piece.address > end) break
      if (piece.address < end) {
        throw new FlashlineError('IMAGE_ADDRESS', { address: hexAddress(piece.address), reason: 'overlap' })
      }
      end += piece.bytes.length
    }
    regions.push(oneRegion(sorted.slice(first, next)))
    if (end > addressSpace) throw outOfRange(regions.at(-1))
    if (regions.length > maxRegions) throw damagedFile(format, 'too many regions')
    first = next
  }
  if (regions.length === 0) throw damagedFile(format, 'no bytes')
  return regions
}

/** Touching pieces, at least one. */
function oneRegion(pieces: readonly Region[]): Region {
  const [first] = pieces
  if (!first || pieces.length === 1) return first ?? { address: 0, bytes: new Uint8Array(0) }
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.bytes.length, 0))
  for (const piece of pieces) bytes.set(piece.bytes, piece.address - first.address)
  return { address: first.address, bytes }
}

function outOfRange(region: Region | undefined): FlashlineError {
  return new FlashlineError('IMAGE_ADDRESS', {
    address: hexAddress(region?.address ?? 0),
    sizeBytes: region?.bytes.length ?? 0,
    reason: 'out of range',
  })
}
