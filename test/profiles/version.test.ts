// Printed versions become integers: in order, without collisions, within 32 bits, or not at all.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { versionNumber, versionText } from '../../main/profiles/version.ts'

const dotted = [10_000, 100, 1]

test.each([
  ['2.0.1', dotted, 20_001],
  ['1.0.0', dotted, 10_000],
  ['0.0.0', dotted, 0],
  ['1.99.99', dotted, 19_999],
  ['02.00.01', dotted, 20_001],
  ['7', [1], 7],
  ['4294967295', [1], 4_294_967_295],
  ['429496.72.95', dotted, 4_294_967_295],
])('%s with %j is %d', (text, weights, number) => {
  expect(versionNumber(text, weights)).toBe(number)
})

test.each([
  ['', [1]],
  ['v2.0.1', dotted],
  ['2.0', dotted],
  ['2.0.1.0', dotted],
  ['2.0.1-rc1', dotted],
  ['2..1', dotted],
  ['-1', [1]],
  ['1e3', [1]],
  [' 1', [1]],
  ['1\n', [1]],
  ['1.100.0', dotted],
  ['1.0.100', dotted],
  ['4294967296', [1]],
  ['429496.72.96', dotted],
  ['99999999999', [1]],
])('%j with %j is no version', (text, weights) => {
  expect(versionNumber(text, weights)).toBeNull()
})

test('any text gives null or an integer of 32 bits, and a later version a larger one', () => {
  const weights = fc.constantFrom([1], [100, 1], dotted, [16_777_216, 65_536, 256, 1])
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.]{0,20}$/)), weights, (text, used) => {
      const number = versionNumber(text, used)
      expect(number === null || (Number.isInteger(number) && number >= 0 && number <= 4_294_967_295)).toBe(
        true,
      )
    }),
  )
  const place = fc.integer({ min: 0, max: 120 })
  const version = fc.tuple(place, place, place)
  fc.assert(
    fc.property(version, version, (one, other) => {
      const [a, b] = [one, other].map((parts) => versionNumber(parts.join('.'), dotted))
      if (typeof a !== 'number' || typeof b !== 'number') return
      const firstDifferent = one.findIndex((part, index) => part !== other[index])
      const order = firstDifferent < 0 ? 0 : (one[firstDifferent] ?? 0) - (other[firstDifferent] ?? 0)
      expect(Math.sign(a - b)).toBe(Math.sign(order))
    }),
  )
})

test.each([
  [20_001, dotted, '2.0.1'],
  [7, [1], '7'],
  [0, dotted, '0.0.0'],
])('%d with %j is printed as %s', (number, weights, text) => {
  expect(versionText(number, weights)).toBe(text)
})

test('a printed version is counted as the number it came from', () => {
  const weights = fc.constantFrom([1], [100, 1], dotted, [16_777_216, 65_536, 256, 1])
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_294_967_295 }), weights, (number, used) => {
      const text = versionText(number, used)
      expect(text === null || versionNumber(text, used) === number).toBe(true)
    }),
  )
})
