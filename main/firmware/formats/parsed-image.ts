// What is in a firmware file, whatever its format: regions of bytes with their addresses, and what the file says about
// itself. Types only.
import type { ErrorContext } from '../../../preload/contract/index.ts'
import type { Region } from '../../protocols/protocol.ts'

export const imageFormats = [
  'raw', // bytes without addresses
  'intelHex',
  'sRecord',
  'elf', // loadable segments at their physical addresses
  'uf2',
  'espApp', // one ESP image: boot loader or application; says its chip, not its place
  'espMerged', // a whole ESP flash from address 0 or from the boot loader's offset
  'mcuboot', // signed image with header and TLVs
] as const
export type ImageFormat = (typeof imageFormats)[number]

export interface ImagePiece {
  readonly name: string
  readonly address: number
  readonly sizeBytes: number
}

export interface ParsedImage {
  readonly format: ImageFormat
  /** Ascending by address, not overlapping, none empty; touching ones are joined. */
  readonly regions: readonly Region[]
  /** Named pieces of the regions, ascending by address; left out: the format names none. */
  readonly pieces?: readonly ImagePiece[]
  /** False: the file does not say where it belongs, its one region is at 0, and the profile gives the place. */
  readonly isPlaced: boolean
  readonly entry: number | null
  /** Written inside, as text: `2.0.1`. */
  readonly version: string | null
  /** The chip family it says it is for (`esp32c3`, `rp2040`), as protocols name it. */
  readonly chip: string | null
  /** What else it says, for people: project, build, hash, signature, header fields. */
  readonly facts: ErrorContext
}
