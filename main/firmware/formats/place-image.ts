// Where the regions of a file go in a device, and whether they belong there. Pure; called before anything is written.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Region } from '../../protocols/protocol.ts'
import { addressSpace, hexAddress } from './addresses.ts'
import type { ParsedImage } from './parsed-image.ts'

export interface Memory {
  /** As the data sheet names it: `flash`, `eeprom`. */
  readonly name: string
  readonly address: number
  readonly sizeBytes: number
}

/** A file without addresses goes to `address`; one with addresses stays where it says. IMAGE_ADDRESS */
export function placeImage(parsed: ParsedImage, address: number): readonly Region[] {
  if (parsed.isPlaced) return parsed.regions
  return parsed.regions.map((region) => {
    const start = address + region.address
    const sizeBytes = region.bytes.length
    if (!Number.isSafeInteger(address) || address < 0 || start + sizeBytes > addressSpace) {
      throw new FlashlineError('IMAGE_ADDRESS', {
        address: String(address),
        sizeBytes,
        reason: 'out of range',
      })
    }
    return { address: start, bytes: region.bytes }
  })
}

/**
 * Every byte lies in one of the memories. A region may run from one memory into the next where they touch.
 * IMAGE_ADDRESS for a region that begins elsewhere, IMAGE_TOO_LARGE for one that runs out at the end.
 */
export function requireInside(regions: readonly Region[], memories: readonly Memory[]): void {
  for (const { address, bytes } of regions) {
    const sizeBytes = bytes.length
    let at = address
    while (at < address + sizeBytes) {
      const here = at
      const memory = memories.find((one) => here >= one.address && here < one.address + one.sizeBytes)
      if (!memory) throw misplaced({ address, sizeBytes, fittingBytes: at - address }, memories)
      at = memory.address + memory.sizeBytes
    }
  }
}

function misplaced(
  { address, sizeBytes, fittingBytes }: { address: number; sizeBytes: number; fittingBytes: number },
  memories: readonly Memory[],
): FlashlineError {
  const place = { address: hexAddress(address), sizeBytes, memories: memories.map(memoryText).join(' ') }
  return fittingBytes > 0
    ? new FlashlineError('IMAGE_TOO_LARGE', { ...place, capacityBytes: fittingBytes })
    : new FlashlineError('IMAGE_ADDRESS', { ...place, reason: 'outside' })
}

/** `flash@0x08000000+131072` */
function memoryText({ name, address, sizeBytes }: Memory): string {
  return `${name}@${hexAddress(address)}+${sizeBytes}`
}
