// Puts mode, frequency and size of the flash into the header of a boot loader, once for all slots that want the same.
import { type FlashParameters, isEspImage, withFlashParameters } from '../../firmware/formats/esp-image.ts'
import type { Region } from '../protocol.ts'

export type { FlashParameters } from '../../firmware/formats/esp-image.ts'

/** Boards differ in few ways. */
const keptChanges = 16

const known = new WeakMap<Uint8Array, Map<string, Uint8Array>>()

/** Only the ROM reads these, and only from the boot loader: all other headers stay as they are. INPUT_INVALID */
export function withParameters(
  region: Region,
  bootLoaderAddress: number,
  parameters: FlashParameters,
): Region {
  const offset = bootLoaderAddress - region.address
  const isKept = Object.values(parameters).every((value) => value === 'keep')
  if (isKept || offset < 0 || !isEspImage(region.bytes.subarray(offset))) return region
  const changes = known.get(region.bytes) ?? new Map<string, Uint8Array>()
  known.set(region.bytes, changes)
  const key = Object.values(parameters).join(' ')
  let bytes = changes.get(key)
  if (!bytes) {
    bytes = changed(region.bytes, offset, parameters)
    if (changes.size < keptChanges) changes.set(key, bytes)
  }
  return { ...region, bytes }
}

function changed(bytes: Uint8Array, offset: number, parameters: FlashParameters): Uint8Array {
  const before = bytes.subarray(offset)
  const after = withFlashParameters(before, parameters)
  if (after === before) return bytes
  const whole = Uint8Array.from(bytes)
  whole.set(after, offset)
  return whole
}
