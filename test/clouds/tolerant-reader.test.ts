// Times as clouds write them. The other words are tested where they are read, in each cloud's schema.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTime } from '../../main/clouds/tolerant-reader.ts'

describe('readTime', () => {
  it('reads no to nine fraction digits', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 9 })
    fc.assert(
      fc.property(digits, (fraction) => {
        const text = fraction.length === 0 ? '' : `.${fraction.join('')}`
        const milliseconds = fraction.join('').padEnd(3, '0').slice(0, 3)
        expect(readTime(`2024-02-29T23:59:59${text}Z`)).toBe(`2024-02-29T23:59:59.${milliseconds}Z`)
      }),
    )
  })

  it.each([
    '',
    '2024-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2024-01-01 00:00:00',
    '2024-13-01T00:00:00Z',
    'now',
    5,
    null,
  ])('gives null for %j', (value) => {
    expect(readTime(value)).toBeNull()
  })
})
