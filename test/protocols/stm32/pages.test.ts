// The layouts of flash: published sector tables, banks, ids.
import { describe, expect, test } from 'vitest'
import { chipTable } from '../../../main/protocols/stm32/chip-table.ts'
import { findChip, flashBase, type Stm32Chip } from '../../../main/protocols/stm32/chips.ts'
import { pagesOf, requireAligned } from '../../../main/protocols/stm32/pages.ts'

function chip(id: number): Stm32Chip {
  const found = findChip(id)
  if (!found) throw new Error(`no chip ${id}`)
  return found
}
const sizes = (id: number, flashKiB: number, banks: 'one' | 'two' | null = null) =>
  pagesOf(chip(id), flashKiB * 1024, banks).map(({ sizeBytes }) => sizeBytes / 1024)

describe('sectors', () => {
  const oneMiB = [16, 16, 16, 16, 64, 128, 128, 128, 128, 128, 128, 128]
  test('F4: four of 16, one of 64, the rest 128 KiB', () => {
    expect(sizes(0x413, 1024)).toEqual(oneMiB)
    expect(sizes(0x431, 512)).toEqual([16, 16, 16, 16, 64, 128, 128, 128])
  })
  test('F42x with 2 MiB: two banks, numbered on', () => {
    expect(sizes(0x419, 2048)).toEqual([...oneMiB, ...oneMiB])
    expect(pagesOf(chip(0x419), 2048 * 1024)[12]).toEqual({
      number: 12,
      address: 0x0810_0000,
      sizeBytes: 16384,
    })
  })
  test('F42x with 1 MiB: one bank, or two of which the second begins at number 12', () => {
    expect(sizes(0x419, 1024)).toEqual(oneMiB)
    expect(pagesOf(chip(0x419), 1024 * 1024, 'two')[8]).toEqual({
      number: 12,
      address: 0x0808_0000,
      sizeBytes: 16384,
    })
  })
  test('F7: four of 32, one of 128, the rest 256 KiB', () => {
    expect(sizes(0x449, 1024)).toEqual([32, 32, 32, 32, 128, 256, 256, 256])
  })
  test('G47x: pages of 2 KiB in two banks, of 4 KiB in one', () => {
    expect(new Set(sizes(0x469, 512))).toEqual(new Set([2]))
    expect(new Set(sizes(0x469, 512, 'one'))).toEqual(new Set([4]))
  })
})

test('every chip: pages fill its flash without a gap, numbers rise, words are a power of two', () => {
  expect(new Set(chipTable.map(({ id }) => id)).size).toBe(chipTable.length)
  for (const one of chipTable) {
    let end = flashBase
    let number = -1
    for (const page of pagesOf(one, one.flashBytes)) {
      expect([one.name, page.address]).toEqual([one.name, end])
      expect(page.number).toBeGreaterThan(number)
      end += page.sizeBytes
      number = page.number
    }
    expect([one.name, end]).toEqual([one.name, flashBase + one.flashBytes])
    expect([4, 8, 16, 32]).toContain(one.writeBytes)
  }
})

test('a gap of alignment inside an image is no reason to refuse it, the start of a page that is lost is', () => {
  const pages = pagesOf(chip(0x414), 512 * 1024)
  const bytes = (count: number) => new Uint8Array(count)
  expect(() =>
    requireAligned(pages, [
      { address: flashBase, bytes: bytes(2048) },
      { address: flashBase + 2048 + 8, bytes: bytes(100) },
    ]),
  ).not.toThrow()
  expect(() =>
    requireAligned(pages, [
      { address: flashBase, bytes: bytes(100) },
      { address: flashBase + 2048 + 8, bytes: bytes(100) },
    ]),
  ).toThrow(expect.objectContaining({ code: 'IMAGE_ADDRESS' }))
})
