// Comparing by digests: every difference is sent, whatever the device holds; few questions on a foreign device, and
// little is sent for a small change.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differingRanges, type Range } from '../../../main/protocols/esp/compare.ts'
import { fuzzTimeoutMs, runs } from '../../runs.ts'

const sector = 4096

/** A device that differs in these sectors; counts what it is asked. */
function deviceWith(sizeBytes: number, differing: readonly number[], isWorth = true) {
  const asked: Range[] = []
  return {
    asked,
    questions: {
      isWorth: () => isWorth,
      isEqual: async (range: Range) => {
        asked.push(range)
        return !differing.some(
          (index) => index * sector < Math.min(range.end, sizeBytes) && (index + 1) * sector > range.start,
        )
      },
    },
  }
}

const covers = (ranges: readonly Range[], offset: number): boolean =>
  ranges.some(({ start, end }) => start <= offset && offset < end)

describe('differingRanges', { timeout: fuzzTimeoutMs }, () => {
  it('covers every difference with ascending ranges that begin at sectors', async () => {
    const sizes = fc.integer({ min: 1, max: 3 * 1024 * 1024 })
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { maxLength: 12 }),
        fc.boolean(),
        async (sizeBytes, places, isWorth) => {
          const sectors = Math.ceil(sizeBytes / sector)
          const differing = places.map((place) => Math.floor(place * sectors))
          const { questions, asked } = deviceWith(sizeBytes, differing, isWorth)
          const ranges = await differingRanges(sizeBytes, questions)
          for (const index of differing) expect(covers(ranges, index * sector)).toBe(true)
          if (differing.length === 0) expect(ranges).toEqual([])
          let last = -1
          for (const { start, end } of ranges) {
            expect(start % sector).toBe(0)
            expect(end === sizeBytes || end % sector === 0).toBe(true)
            expect(start).toBeGreaterThan(last)
            expect(end).toBeGreaterThan(start)
            last = end
          }
          expect(asked.length).toBeLessThanOrEqual(Math.ceil(sizeBytes / 65536) + 100)
        },
      ),
      runs(100),
    )
  })

  it('gives up after four small questions on other firmware', async () => {
    const sizeBytes = 1024 * 1024
    const { questions, asked } = deviceWith(
      sizeBytes,
      Array.from({ length: 256 }, (_, index) => index),
    )
    expect(await differingRanges(sizeBytes, questions)).toEqual([{ start: 0, end: sizeBytes }])
    expect(asked).toHaveLength(4)
    expect(Math.max(...asked.map(({ start, end }) => end - start))).toBeLessThanOrEqual(65536)
  })

  it('needs two questions for the same firmware', async () => {
    const { questions, asked } = deviceWith(1024 * 1024, [])
    expect(await differingRanges(1024 * 1024, questions)).toEqual([])
    expect(asked).toHaveLength(2)
  })

  it('sends a few sectors for a small change', async () => {
    const { questions } = deviceWith(1024 * 1024, [0, 100, 255])
    const ranges = await differingRanges(1024 * 1024, questions)
    expect(ranges.map(({ start, end }) => [start / sector, end / sector])).toEqual([
      [0, 1],
      [100, 101],
      [255, 256],
    ])
  })
})
