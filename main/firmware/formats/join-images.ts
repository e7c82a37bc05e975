// Several firmware files made one: regions with addresses, to be written as one HEX or UF2 file that has one digest and
// can be one task.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Region } from '../../protocols/protocol.ts'
import { hexAddress } from './addresses.ts'
import { maxImageBytes, parseImage, placeImage } from './index.ts'
import { joinRegions } from './join-regions.ts'

export interface ImagePart {
  readonly bytes: Uint8Array
  /** Null for a file that says itself where it belongs. */
  readonly address: number | null
}

export interface JoinedImage {
  readonly regions: readonly Region[]
  /** Of the parts that name one. */
  readonly chip: string | null
}

/**
 * IMAGE_ADDRESS for overlaps, for a part without an address and for one that belongs elsewhere; IMAGE_CHIP for parts of
 * different chips; IMAGE_FORMAT and IMAGE_OVER_CAP as parseImage().
 */
export function joinImages(parts: readonly ImagePart[]): JoinedImage {
  let chip: string | null = null
  const pieces = parts.flatMap(({ bytes, address }) => {
    const parsed = parseImage(bytes)
    if (parsed.chip !== null && chip !== null && parsed.chip !== chip)
      throw new FlashlineError('IMAGE_CHIP', { expected: chip, found: parsed.chip })
    chip ??= parsed.chip
    if (!parsed.isPlaced && address === null)
      throw new FlashlineError('IMAGE_ADDRESS', { sizeBytes: bytes.length, reason: 'no address' })
    const own = parsed.regions[0]?.address ?? 0
    if (parsed.isPlaced && address !== null && address !== own)
      throw new FlashlineError('IMAGE_ADDRESS', { address: hexAddress(address), expected: hexAddress(own) })
    return placeImage(parsed, address ?? 0)
  })
  const sizeBytes = pieces.reduce((sum, piece) => sum + piece.bytes.length, 0)
  if (sizeBytes > maxImageBytes)
    throw new FlashlineError('IMAGE_OVER_CAP', { sizeBytes, capBytes: maxImageBytes })
  return { regions: joinRegions(pieces, 'raw'), chip }
}
