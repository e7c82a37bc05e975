import fc from 'fast-check'
import { expect, it } from 'vitest'
import { moduleOf, partOf } from '../../../main/local-cloud/living/module-name.ts'

it.each([
  [1, 0, 'default'],
  [1, 3, 'wifi-3'],
  [2, 0, 'mcu-0'],
  [3, 12, 'subdevice-12'],
])('type %i identify %i is the module %s', (type, identify, module) => {
  expect(moduleOf({ type, identify })).toBe(module)
  expect(partOf(module)).toEqual({ type, identify })
})

it('names every part differently and knows it by its name', () => {
  const part = fc.record({
    type: fc.integer({ min: 1, max: 3 }),
    identify: fc.integer({ min: 0, max: 999_999_999 }),
  })
  fc.assert(
    fc.property(part, (one) => {
      expect(partOf(moduleOf(one))).toEqual(one)
    }),
  )
})

it.each(['', 'Default', 'mcu', 'mcu-', 'mcu-01', 'mcu--1', 'toString-1', 'ble-1', 'mcu-9999999999'])(
  'has no part for the module %j',
  (module) => {
    expect(partOf(module)).toBeNull()
  },
)
