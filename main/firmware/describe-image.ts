// What is in a firmware file, without the bytes themselves: for the screens, and for the command line's report. Pure.
import type { ErrorContext } from '../../preload/contract/index.ts'
import { type ImageFormat, type ImagePiece, type ParsedImage, parseImage } from './formats/index.ts'

export interface ImageDescription extends Omit<ParsedImage, 'regions' | 'pieces'> {
  readonly format: ImageFormat
  readonly facts: ErrorContext
  readonly regions: readonly { readonly address: number; readonly sizeBytes: number }[]
  /** Named pieces of the regions, where the format names any. Ascending by address. */
  readonly pieces: readonly ImagePiece[]
}

/** IMAGE_FORMAT, IMAGE_ADDRESS, IMAGE_OVER_CAP */
export function describeImage(bytes: Uint8Array): ImageDescription {
  const { regions, pieces = [], ...parsed } = parseImage(bytes)
  return {
    ...parsed,
    pieces,
    regions: regions.map(({ address, bytes: { length } }) => ({ address, sizeBytes: length })),
  }
}
