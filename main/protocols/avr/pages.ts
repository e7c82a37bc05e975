// Regions as whole pages of the flash, which is how an AVR erases and writes. Pure.
import type { Region } from '../protocol.ts'

const blank = 0xff

/**
 * The pages that the regions touch, ascending; `regions` as a plan has them. What no region says is 0xff, as after an
 * erase: a page that is written loses what stood beside the region.
 */
export function pagesOf(regions: readonly Region[], pageBytes: number): readonly Region[] {
  const pages: { address: number; bytes: Uint8Array }[] = []
  for (const { address, bytes } of regions) {
    const end = address + bytes.length
    for (let at = address - (address % pageBytes); at < end; at += pageBytes) {
      let page = pages.at(-1)
      if (page?.address !== at) {
        page = { address: at, bytes: new Uint8Array(pageBytes).fill(blank) }
        pages.push(page)
      }
      const from = Math.max(at, address)
      page.bytes.set(bytes.subarray(from - address, at + pageBytes - address), from - at)
    }
  }
  return pages
}

/** Nothing but 0xff: worth a look whether it has to be written at all. */
export function isBlank(page: Uint8Array): boolean {
  return page.every((byte) => byte === blank)
}

/** Pages that stand side by side, as runs of at most `atMostBytes`; the bytes are copies. */
export function* runsOf(pages: readonly Region[], atMostBytes: number): Generator<Region, void, void> {
  for (let index = 0; index < pages.length; ) {
    const first = pages[index]
    if (first === undefined) return
    const run = [first.bytes]
    let sizeBytes = first.bytes.length
    for (index += 1; index < pages.length; index += 1) {
      const next = pages[index]
      if (next?.address !== first.address + sizeBytes || sizeBytes + next.bytes.length > atMostBytes) break
      run.push(next.bytes)
      sizeBytes += next.bytes.length
    }
    yield { address: first.address, bytes: Buffer.concat(run) }
  }
}
