// Addresses of a 32-bit chip as people read them, and how a damaged file is refused. Shared by the parsers.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { ImageFormat } from './parsed-image.ts'

/** One more than the highest address of the chips that are flashed here. */
export const addressSpace = 2 ** 32

/** `0x08000000` */
export function hexAddress(address: number): string {
  return `0x${address.toString(16).padStart(8, '0')}`
}

/** IMAGE_FORMAT at an offset of a binary file. `reason` is a word or two: what is wrong with that place. */
export function damagedAt(format: ImageFormat, offset: number, reason: string): FlashlineError {
  return new FlashlineError('IMAGE_FORMAT', { format, at: `byte 0x${offset.toString(16)}`, reason })
}

/** IMAGE_FORMAT in a line, counted from 1, of a text file. */
export function damagedLine(format: ImageFormat, line: number, reason: string): FlashlineError {
  return new FlashlineError('IMAGE_FORMAT', { format, at: `line ${line}`, reason })
}

/** IMAGE_FORMAT of a file as a whole. */
export function damagedFile(format: ImageFormat, reason: string): FlashlineError {
  return new FlashlineError('IMAGE_FORMAT', { format, reason })
}
