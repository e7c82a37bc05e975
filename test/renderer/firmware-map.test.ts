// The memory map of the firmware screen: to scale as far as words leave room, gaps broken, never higher than it must be.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  hexAddress,
  isPlaced,
  layoutMemory,
  mostDrawn,
  placedRegions,
} from '../../renderer/screens/firmware/memory-layout.ts'

const sizes = { heightPx: 400, leastPx: 20, gapPx: 30 }
const region = (address: number, sizeBytes: number) => ({ address, sizeBytes, name: null })

test('pieces are to scale, and a gap is as high as any other gap', () => {
  const { rows, heightPx } = layoutMemory([region(0, 100), region(100, 300), region(0x0800_0000, 300)], sizes)
  expect(rows.map(({ kind, heightPx }) => [kind, Math.round(heightPx)])).toEqual([
    ['region', 53],
    ['region', 159],
    ['gap', 30],
    ['region', 159],
  ])
  expect(rows[2]).toMatchObject({ address: 400, sizeBytes: 0x0800_0000 - 400 })
  expect(Math.round(heightPx)).toBe(400)
})

test('a small piece keeps room for its words, and the large ones share what is left', () => {
  const { rows } = layoutMemory([region(0, 1), region(1, 1000), region(1001, 3000)], sizes)
  expect(rows.map(({ heightPx }) => Math.round(heightPx))).toEqual([20, 95, 285])
})

test('rows follow each other without holes, whatever the regions', () => {
  const regions = fc
    .array(fc.record({ gap: fc.nat(0x1_0000), sizeBytes: fc.integer({ min: 1, max: 0x100_0000 }) }), {
      minLength: 1,
      maxLength: 200,
    })
    .map((pieces) => {
      let end = 0
      return pieces.map(({ gap, sizeBytes }) => {
        const one = region(end + gap, sizeBytes)
        end = one.address + sizeBytes
        return one
      })
    })
  fc.assert(
    fc.property(regions, (given) => {
      const { rows, heightPx, moreCount } = layoutMemory(given, sizes)
      expect(rows.filter(({ kind }) => kind === 'region')).toHaveLength(Math.min(given.length, mostDrawn))
      expect(moreCount).toBe(Math.max(0, given.length - mostDrawn))
      let yPx = 0
      for (const row of rows) {
        expect(row.yPx).toBeCloseTo(yPx, 6)
        expect(row.heightPx).toBeGreaterThanOrEqual(sizes.leastPx - 1e-6)
        yPx += row.heightPx
      }
      expect(heightPx).toBeCloseTo(yPx, 6)
    }),
  )
})

test('nothing to draw is no drawing', () => {
  expect(layoutMemory([], sizes)).toEqual({ rows: [], heightPx: 0, moreCount: 0 })
})

test('what does not say where it belongs is counted from its own beginning', () => {
  const regions = [
    { address: null, sizeBytes: 10, name: null },
    { address: null, sizeBytes: 5, name: 'b' },
  ]
  expect(isPlaced({ regions })).toBe(false)
  expect(placedRegions({ regions })).toEqual([
    { address: 0, sizeBytes: 10, name: null },
    { address: 10, sizeBytes: 5, name: 'b' },
  ])
  expect([hexAddress(0x8000), hexAddress(0x1_0000_0000)]).toEqual(['0x00008000', '0x100000000'])
})
