import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decidePage, pageFromNearerEnd } from '../../main/local-cloud/paging.ts'

describe('paging', () => {
  it('keeps a limit in its range', () => {
    expect(decidePage({})).toEqual({ offset: 0, limit: 10 })
    expect(decidePage({}, 1000)).toEqual({ offset: 0, limit: 1000 })
    expect(decidePage({ offset: 7, limit: 0 })).toEqual({ offset: 7, limit: 1 })
    expect(decidePage({ limit: -5 }).limit).toBe(1)
    expect(decidePage({ limit: 1001 }).limit).toBe(1000)
  })

  it('gives the same page from the nearer end, and never skips more than half', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.integer({ min: 1, max: 50 }), fc.nat(200), (offset, limit, total) => {
        const all = Array.from({ length: total }, (_, index) => index)
        const near = pageFromNearerEnd({ offset, limit }, total)
        const list = near.reversed ? all.toReversed() : all
        const page = list.slice(near.offset, near.offset + near.limit)
        expect(near.reversed ? page.toReversed() : page).toEqual(all.slice(offset, offset + limit))
        expect(near.offset).toBeLessThanOrEqual(total / 2)
      }),
    )
  })
})
