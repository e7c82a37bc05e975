// Properties of frames, and of what is erased and written for any image on any chip of the table.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Region } from '../../../main/protocols/protocol.ts'
import { chipTable } from '../../../main/protocols/stm32/chip-table.ts'
import { flashBase } from '../../../main/protocols/stm32/chips.ts'
import { encodeBlock, encodeErase, encodeWord } from '../../../main/protocols/stm32/codec.ts'
import { pagesOf, pagesUnder, piecesIn, requireAligned } from '../../../main/protocols/stm32/pages.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { fuzzTimeoutMs, runs } from '../../runs.ts'

const xor = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum ^ byte, 0)
const lasting = { timeout: fuzzTimeoutMs }

test('every frame adds up to nothing, and keeps what it carries', lasting, () => {
  fc.assert(
    fc.property(
      fc.nat(0xffff_ffff),
      fc.integer({ min: 1, max: 64 }),
      fc.uint8Array({ minLength: 256, maxLength: 256 }),
      fc.array(fc.nat(0xff), { minLength: 1, maxLength: 64 }),
      (word, words, bytes, pages) => {
        expect(xor(encodeWord(word))).toBe(0)
        expect(Buffer.from(encodeWord(word)).readUInt32BE()).toBe(word)
        const block = encodeBlock(bytes.subarray(0, words * 4))
        expect(xor(block)).toBe(0)
        expect(block.subarray(1, -1)).toEqual(bytes.subarray(0, words * 4))
        expect(xor(encodeErase('erase', pages))).toBe(0)
        expect(xor(encodeErase('extendedErase', pages))).toBe(0)
      },
    ),
    runs(200),
  )
})

const chipAndRegions = fc.record({
  chip: fc.constantFrom(...chipTable),
  parts: fc.array(fc.tuple(fc.nat(6000), fc.integer({ min: 1, max: 5000 })), { minLength: 1, maxLength: 4 }),
})

function regionsOf(parts: readonly (readonly [number, number])[], flashBytes: number): Region[] {
  const regions: Region[] = []
  let at = 0
  for (const [gap, sizeBytes] of parts) {
    at += gap + 1
    if (at + sizeBytes > flashBytes) break
    const bytes = Uint8Array.from({ length: sizeBytes }, (_, index) => (index * 7 + at) & 0xff)
    regions.push({ address: flashBase + at, bytes })
    at += sizeBytes
  }
  return regions
}

test('pieces hold every byte of the image, 0xff elsewhere, and stay in the pages under it', lasting, () => {
  fc.assert(
    fc.property(chipAndRegions, ({ chip, parts }) => {
      const regions = regionsOf(parts, chip.flashBytes)
      const pages = pagesOf(chip, chip.flashBytes)
      const needed = pagesUnder(pages, regions)
      const expected = new Map<number, number>()
      for (const { address, bytes } of regions)
        for (const [index, byte] of bytes.entries()) expected.set(address + index, byte)
      let end = 0
      let found = 0
      for (const { address, bytes } of piecesIn(needed, regions, chip.writeBytes)) {
        expect(address).toBeGreaterThanOrEqual(end)
        expect([address % chip.writeBytes, bytes.length % chip.writeBytes]).toEqual([0, 0])
        end = address + bytes.length
        const wrong = bytes.findIndex((byte, index) => byte !== (expected.get(address + index) ?? 0xff))
        expect(wrong).toBe(-1)
        for (let at = address; at < end; at += 1) if (expected.has(at)) found += 1
        const isInside = needed.some(
          (page) => page.address <= address && address < page.address + page.sizeBytes,
        )
        expect(isInside).toBe(true)
      }
      expect(found).toBe(expected.size)
    }),
    runs(60),
  )
})

test('what is erased in front of the image is at most padding, or the image is refused', lasting, () => {
  fc.assert(
    fc.property(chipAndRegions, ({ chip, parts }) => {
      const regions = regionsOf(parts, chip.flashBytes)
      const pages = pagesOf(chip, chip.flashBytes)
      const first = regions[0]
      if (!first) return
      try {
        requireAligned(pages, regions)
        expect(pagesUnder(pages, regions)[0]?.address).toBe(first.address)
      } catch (error) {
        expect(error).toMatchObject({ code: 'IMAGE_ADDRESS', context: { reason: 'pageAlignment' } })
        expect(error).toBeInstanceOf(FlashlineError)
      }
    }),
    runs(100),
  )
})
