// Firmware files of every format, told by their content and never by their name, as regions of bytes with addresses.
// Bound: the regions of a file together have no more bytes than the file, whatever it claims; a parser allocates at
// most twice the file's size and a constant, and its time is linear in it. Files over 256 MiB are refused.
import { FlashlineError } from '../../../preload/contract/index.ts'
import { isElf, parseElf } from './elf.ts'
import { isEspImage, parseEspApp } from './esp-image.ts'
import { isEspMerged, parseEspMerged } from './esp-merged.ts'
import { isIntelHex, parseIntelHex } from './intel-hex.ts'
import { isMcubootImage, parseMcubootImage } from './mcuboot-image.ts'
import type { ParsedImage } from './parsed-image.ts'
import { parseRaw } from './raw.ts'
import { isSRecord, parseSRecord } from './s-record.ts'
import { isUf2, parseUf2 } from './uf2.ts'

export { hexAddress } from './addresses.ts'
export type { ImageFormat, ImagePiece, ParsedImage } from './parsed-image.ts'
export { type Memory, placeImage, requireInside } from './place-image.ts'

export const maxImageBytes = 256 * 1024 * 1024

interface Format {
  readonly isThis: (bytes: Uint8Array) => boolean
  readonly parse: (bytes: Uint8Array) => ParsedImage
}

/** The first that claims a file has it, whole or broken: a cut HEX file must not be flashed as text. */
const formats: readonly Format[] = [
  { isThis: isIntelHex, parse: parseIntelHex },
  { isThis: isSRecord, parse: parseSRecord },
  { isThis: isUf2, parse: parseUf2 },
  { isThis: isElf, parse: parseElf },
  { isThis: isMcubootImage, parse: parseMcubootImage },
  { isThis: isEspMerged, parse: parseEspMerged },
  { isThis: isEspImage, parse: parseEspApp },
  { isThis: () => true, parse: parseRaw },
]

const parsedImages = new WeakMap<Uint8Array, ParsedImage>()

/**
 * What is in a firmware file. Remembered for as long as the bytes object lives: slots that share an image parse it
 * once. The regions are views of the bytes where the format allows. IMAGE_FORMAT {format, at, reason} for a file that
 * begins as a format and breaks its rules, IMAGE_ADDRESS for overlaps, IMAGE_OVER_CAP.
 */
export function parseImage(bytes: Uint8Array): ParsedImage {
  const known = parsedImages.get(bytes)
  if (known) return known
  if (bytes.length > maxImageBytes) {
    throw new FlashlineError('IMAGE_OVER_CAP', { sizeBytes: bytes.length, capBytes: maxImageBytes })
  }
  const format = formats.find(({ isThis }) => isThis(bytes))
  const parsed = (format?.parse ?? parseRaw)(bytes)
  parsedImages.set(bytes, parsed)
  return parsed
}
