// A memory map drawn with letters: one line per region and gap, and where it lies in the whole. Pure.
import type { Language } from '../../../preload/contract/index.ts'
import { hexAddress } from '../../firmware/formats/index.ts'
import { gapText, moreRegionsText } from './image-texts.ts'
import { table } from './printable.ts'
import { sizeText } from './quantities.ts'

const mapColumns = 32
const mostLines = 64

export interface MapRegion {
  readonly address: number
  readonly sizeBytes: number
}

/** `0x00001000 - 0x00007fff  28.7 kB  |###.....|`; a region takes at least one column. Ascending, not overlapping. */
export function memoryMap(regions: readonly MapRegion[], language: Language): string {
  const first = regions[0]
  const last = regions.at(-1)
  if (!first || !last) return ''
  const start = first.address
  const span = last.address + last.sizeBytes - start
  const columnOf = (address: number) =>
    Math.min(mapColumns - 1, Math.floor(((address - start) / span) * mapColumns))
  const drawn = (from: number, end: number) => {
    const [left, right] = [columnOf(from), columnOf(end - 1)]
    return `|${'.'.repeat(left)}${'#'.repeat(right - left + 1)}${'.'.repeat(mapColumns - 1 - right)}|`
  }
  const rows: string[][] = []
  let end = start
  for (const { address, sizeBytes } of regions.slice(0, mostLines)) {
    if (address > end) rows.push([`  ${gapText[language]}`, sizeText(address - end), ''])
    end = address + sizeBytes
    rows.push([`${hexAddress(address)} - ${hexAddress(end - 1)}`, sizeText(sizeBytes), drawn(address, end)])
  }
  const left = regions.length - mostLines
  return table(rows) + (left > 0 ? `${moreRegionsText(left, language)}\n` : '')
}
