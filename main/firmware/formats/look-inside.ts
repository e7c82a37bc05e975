// Files that only carry addresses (HEX, S-record, ELF, UF2) often carry images that name their chip and version:
// those are read at the beginning of each region.
import type { Region } from '../../protocols/protocol.ts'
import { describeEspImage, isEspImage } from './esp-image.ts'
import { describeMcubootImage, isMcubootImage } from './mcuboot-image.ts'
import type { ParsedImage } from './parsed-image.ts'

type Inside = Pick<ParsedImage, 'version' | 'chip' | 'facts'>

/** Of the last region that says a version (a boot loader comes first). IMAGE_FORMAT for one that is damaged. */
export function lookInside(regions: readonly Region[]): Inside {
  let found: Inside = { version: null, chip: null, facts: {} }
  for (const { bytes } of regions) {
    const inside = isEspImage(bytes)
      ? describeEspImage(bytes)
      : isMcubootImage(bytes)
        ? describeMcubootImage(bytes)
        : null
    if (inside === null || (inside.version === null && found.version !== null)) continue
    found = { ...inside, chip: inside.chip ?? found.chip }
  }
  return found
}
