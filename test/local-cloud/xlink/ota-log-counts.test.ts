import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPage } from '../../../main/local-cloud/xlink/ota-log-counts.ts'

const BLOCK = 65_536

describe('findPage', () => {
  it('names the ids among which a page lies, and what comes before it there', () => {
    const lists = fc
      .uniqueArray(fc.nat(20), { maxLength: 8 })
      .chain((numbers) =>
        fc.tuple(
          ...numbers
            .toSorted((a, b) => a - b)
            .map((block) => fc.tuple(fc.constant(block), fc.integer({ min: 1, max: 9 }))),
        ),
      )
    fc.assert(
      fc.property(
        lists,
        fc.boolean(),
        fc.nat(60),
        fc.integer({ min: 1, max: 20 }),
        (list, isDown, offset, limit) => {
          const blocks = list.map(([block, logs]) => ({ block, logs }))
          const ids = blocks.flatMap(({ block, logs }) =>
            Array.from({ length: logs }, (_, index) => block * BLOCK + index * 7),
          )
          const wanted = isDown ? ids.toReversed() : ids
          const { lowestId, endId, before } = findPage(isDown ? blocks.toReversed() : blocks, {
            offset,
            limit,
          })
          const among = wanted.filter((id) => id >= lowestId && id < endId)
          expect(among.slice(before, before + limit)).toEqual(wanted.slice(offset, offset + limit))
        },
      ),
    )
  })

  it('is empty beyond the end', () => {
    const { lowestId, endId } = findPage([{ block: 3, logs: 5 }], { offset: 5, limit: 10 })
    expect(endId).toBeLessThanOrEqual(lowestId)
  })
})
