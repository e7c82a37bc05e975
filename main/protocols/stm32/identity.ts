// Who the chip is: its unique id and the size of its flash, from registers that the boot loader lets be read.
import type { Stm32Chip } from './chips.ts'
import { maxBlockBytes } from './codec.ts'
import { read } from './commands.ts'
import { isRefusal, type Loader } from './loader.ts'

interface Reader {
  readonly loader: Loader
}

const smallestKiB = 8

/** Three words as ST writes them: 24 upper-case hex digits. Null: it has none that can be read. */
export async function readUid(
  { loader }: Reader,
  chip: Stm32Chip,
  signal: AbortSignal,
): Promise<string | null> {
  const [first] = chip.uidWords
  const sizeBytes = Math.max(...chip.uidWords) + 4 - first
  const bytes = await readRegisters(loader, first, sizeBytes, signal)
  if (bytes === null) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const words = chip.uidWords.map((address) => view.getUint32(address - first, true))
  if (words.every((word) => word === 0) || words.every((word) => word === 0xffff_ffff)) return null
  return words
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('')
    .toUpperCase()
}

/** Null: it does not say, or says something that its id cannot have. */
export async function readFlashKiB(
  { loader }: Reader,
  chip: Stm32Chip,
  signal: AbortSignal,
): Promise<number | null> {
  const bytes = await readRegisters(loader, chip.sizeRegister, 2, signal)
  if (bytes === null) return null
  const sizeKiB = (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8)
  return sizeKiB >= smallestKiB && sizeKiB * 1024 <= chip.flashBytes ? sizeKiB : null
}

/** Some boot loaders give these bytes only as part of a whole block. */
async function readRegisters(
  loader: Loader,
  address: number,
  sizeBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  const exact = await read(loader, address, sizeBytes, signal)
  if (!isRefusal(exact)) return exact
  // Old ones say nothing at all to an address that they do not know.
  await loader.resync(signal)
  const start = address % maxBlockBytes
  const block = await read(loader, address - start, maxBlockBytes, signal)
  if (!isRefusal(block)) return block.subarray(start, start + sizeBytes)
  await loader.resync(signal)
  return null
}
