// Which pages an image needs and what is written into them, pure. Pages are what the flash erases; ST calls the large
// ones sectors. Not here: the chips' layouts (chip-table.ts), the commands (codec.ts).
import { FlashlineError } from '../../../preload/contract/index.ts'
import { hexAddress } from '../../firmware/formats/index.ts'
import type { Region } from '../protocol.ts'
import { type Banks, flashBase, type Stm32Chip } from './chips.ts'

export interface Page {
  /** As the erase commands count. */
  readonly number: number
  readonly address: number
  readonly sizeBytes: number
}

/** Gaps inside an image that linkers leave for alignment: they may be erased with it. */
const paddingBytes = 256

/** All pages of a flash of this size, ascending. `banks` null: as delivered. */
export function pagesOf(chip: Stm32Chip, flashBytes: number, banks: Banks | null = null): readonly Page[] {
  const mustBeTwo = chip.twoBanksAboveBytes !== undefined && flashBytes > chip.twoBanksAboveBytes
  const set = mustBeTwo ? 'two' : (banks ?? chip.banks)
  const sizes = set === chip.banks ? chip.pages : (chip.otherPages ?? chip.pages)
  const bankBytes = set === 'two' ? flashBytes / 2 : flashBytes
  const pages: Page[] = []
  for (let start = 0; start < flashBytes; start += bankBytes) {
    let number = start === 0 ? 0 : (chip.secondBankPage ?? pages.length)
    let index = 0
    for (let at = 0; at < bankBytes; number += 1, index += 1) {
      const sizeBytes = Math.min(sizes[Math.min(index, sizes.length - 1)] ?? bankBytes, bankBytes - at)
      pages.push({ number, address: flashBase + start + at, sizeBytes })
      at += sizeBytes
    }
  }
  return pages
}

export function pagesUnder(pages: readonly Page[], regions: readonly Region[]): readonly Page[] {
  return pages.filter((page) => regions.some((region) => overlaps(page, region)))
}

/**
 * A page is erased whole, so an image must begin where its first page does, or what stands before it is lost.
 * @throws IMAGE_ADDRESS { reason: pageAlignment, address, pageAddress }
 */
export function requireAligned(pages: readonly Page[], regions: readonly Region[]): void {
  for (const page of pagesUnder(pages, regions)) {
    const first = regions.find((region) => overlaps(page, region))
    if (first === undefined || first.address <= page.address) continue
    const before = regions[regions.indexOf(first) - 1]
    const coveredTo = before ? before.address + before.bytes.length : 0
    if (before && first.address - coveredTo < paddingBytes) continue
    throw new FlashlineError('IMAGE_ADDRESS', {
      reason: 'pageAlignment',
      address: hexAddress(first.address),
      pageAddress: hexAddress(page.address),
    })
  }
}

/**
 * The regions as the flash can be programmed: each made longer at both ends to whole pieces of `pieceBytes` with 0xff,
 * which changes no erased byte; regions that share a piece become one. Cut at the borders of `pages`, and only inside
 * them.
 */
export function piecesIn(
  pages: readonly Page[],
  regions: readonly Region[],
  pieceBytes: number,
): readonly Region[] {
  const runs: { start: number; end: number }[] = []
  for (const { address, bytes } of regions) {
    const start = address - (address % pieceBytes)
    const end = Math.ceil((address + bytes.length) / pieceBytes) * pieceBytes
    const last = runs.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else runs.push({ start, end })
  }
  const spans: { start: number; end: number }[] = []
  for (const run of runs) {
    for (const page of pages) {
      const start = Math.max(run.start, page.address)
      const end = Math.min(run.end, page.address + page.sizeBytes)
      const last = spans.at(-1)
      if (start >= end) continue
      if (last?.end === start) last.end = end
      else spans.push({ start, end })
    }
  }
  return spans.map(({ start, end }) => ({ address: start, bytes: filled(regions, start, end) }))
}

/** What the regions put between two addresses; 0xff where they put nothing. */
function filled(regions: readonly Region[], start: number, end: number): Uint8Array {
  const whole = regions.find((one) => one.address <= start && one.address + one.bytes.length >= end)
  if (whole) return whole.bytes.subarray(start - whole.address, end - whole.address)
  const bytes = new Uint8Array(end - start).fill(0xff)
  for (const region of regions) {
    const from = Math.max(start, region.address)
    const to = Math.min(end, region.address + region.bytes.length)
    if (from < to) bytes.set(region.bytes.subarray(from - region.address, to - region.address), from - start)
  }
  return bytes
}

function overlaps(page: Page, region: Region): boolean {
  return region.address < page.address + page.sizeBytes && region.address + region.bytes.length > page.address
}
