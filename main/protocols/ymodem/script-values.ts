// The values that the scripts of a command line are filled with for one image, as the README lists them. Pure.
import type { ConsoleValues } from '../console/template.ts'
import type { Image } from '../protocol.ts'

/** The values of the scripts for one image. Pure. */
export function scriptValues(
  board: { readonly values: ConsoleValues },
  image: Pick<Image, 'sizeBytes'>,
  fileName: string,
  blockBytes: number,
): ConsoleValues {
  const size = image.sizeBytes
  const blocks = Math.ceil(size / blockBytes)
  const padBytes = blocks * blockBytes - size
  const ram = board.values.ram
  const address = ram !== undefined && /^(0x)?[0-9a-f]{1,12}$/i.test(ram) ? Number.parseInt(ram, 16) : null
  return {
    ...board.values,
    fileName,
    size: String(size),
    sizeHex: size.toString(16),
    blocks: String(blocks),
    blocksHex: blocks.toString(16),
    padBytes: String(padBytes),
    padBytesHex: padBytes.toString(16),
    ...(address === null ? {} : { padAddressHex: (address + size).toString(16) }),
  }
}
