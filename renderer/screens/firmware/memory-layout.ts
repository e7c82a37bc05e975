// Where the pieces of an image are drawn in a memory map: one below the other, to scale as far as their words leave room,
// with every gap broken to the same small height. Pure.
import type { ImageReport } from '../../../preload/contract/library.ts'

/** So many are drawn; a scattered file has thousands. */
export const mostDrawn = 120

export interface PlacedRegion {
  readonly address: number
  readonly sizeBytes: number
  readonly name: string | null
}

export interface MapRow {
  readonly kind: 'region' | 'gap'
  readonly name: string | null
  readonly address: number
  readonly sizeBytes: number
  readonly yPx: number
  readonly heightPx: number
}

export interface MapSizes {
  /** What is to be filled, if it can be. */
  readonly heightPx: number
  /** One line of words. */
  readonly leastPx: number
  readonly gapPx: number
}

export interface MemoryLayout {
  readonly rows: readonly MapRow[]
  readonly heightPx: number
  /** Not drawn any more. */
  readonly moreCount: number
}

/** Whether the file says where it belongs. */
export function isPlaced({ regions }: Pick<ImageReport, 'regions'>): boolean {
  return regions.every(({ address }) => address !== null)
}

/** Ascending and not overlapping; of a file that does not say where it belongs, counted from its own beginning. */
export function placedRegions({ regions }: Pick<ImageReport, 'regions'>): PlacedRegion[] {
  let end = 0
  return regions.map(({ address, ...region }) => {
    const placed = { ...region, address: address ?? end }
    end = placed.address + placed.sizeBytes
    return placed
  })
}

export function layoutMemory(regions: readonly PlacedRegion[], sizes: MapSizes): MemoryLayout {
  const drawn = regions.slice(0, mostDrawn)
  const rows: Omit<MapRow, 'yPx' | 'heightPx'>[] = []
  let end = drawn[0]?.address ?? 0
  for (const region of drawn) {
    if (region.address > end)
      rows.push({ kind: 'gap', name: null, address: end, sizeBytes: region.address - end })
    rows.push({ kind: 'region', ...region })
    end = region.address + region.sizeBytes
  }
  const heights = heightsOf(rows, sizes)
  let yPx = 0
  const placed = rows.map((row, index) => {
    const heightPx = heights[index] ?? 0
    yPx += heightPx
    return { ...row, heightPx, yPx: yPx - heightPx }
  })
  return { rows: placed, heightPx: yPx, moreCount: regions.length - drawn.length }
}

/** What the least heights leave is shared out by size among those that need more than the least. */
function heightsOf(
  rows: readonly Pick<MapRow, 'kind' | 'sizeBytes'>[],
  { heightPx, leastPx, gapPx }: MapSizes,
): number[] {
  const gaps = rows.filter(({ kind }) => kind === 'gap').length
  let room = heightPx - gaps * gapPx
  let large = rows
    .filter(({ kind }) => kind === 'region')
    .sort((one, other) => one.sizeBytes - other.sizeBytes)
  let bytes = large.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  while (large[0] && (large[0].sizeBytes / bytes) * room < leastPx) {
    room -= leastPx
    bytes -= large[0].sizeBytes
    large = large.slice(1)
  }
  const toScale = new Set(large)
  return rows.map((row) => {
    if (row.kind === 'gap') return gapPx
    return toScale.has(row) ? (row.sizeBytes / bytes) * room : leastPx
  })
}

/** `0x08000000`; eight digits, more when it needs them. */
export function hexAddress(address: number): string {
  return `0x${address.toString(16).padStart(8, '0')}`
}
