// The memory of a simulated board behaves like one array, over page borders too.
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SparseMemory } from '../../main/practice/sparse-memory.ts'

const start = 0x4000_0000
const sizeBytes = 200_000

test('writes, fills and reads like an array', () => {
  const range = fc.tuple(fc.nat(sizeBytes - 1), fc.nat(70_000)).map(([at, count]) => {
    return { at, count: Math.min(count, sizeBytes - at) }
  })
  const actions = fc.array(fc.record({ range, byte: fc.nat(255), isFill: fc.boolean() }), { maxLength: 8 })
  fc.assert(
    fc.property(actions, range, (list, last) => {
      const memory = new SparseMemory(start, sizeBytes)
      const model = new Uint8Array(sizeBytes)
      for (const {
        range: { at, count },
        byte,
        isFill,
      } of list) {
        if (isFill) memory.fill(start + at, byte, count)
        else memory.write(start + at, new Uint8Array(count).fill(byte))
        model.fill(byte, at, at + count)
      }
      const expected = model.subarray(last.at, last.at + last.count)
      expect(Buffer.from(memory.read(start + last.at, last.count)).equals(expected)).toBe(true)
      expect(memory.crc32(start + last.at, last.count)).toBe(crc32(expected))
    }),
    { numRuns: 50 },
  )
})

test('forgets everything without power, and knows its borders', () => {
  const memory = new SparseMemory(start, sizeBytes)
  memory.write(start, Uint8Array.of(1, 2, 3))
  memory.clear()
  expect(memory.read(start, 3)).toEqual(new Uint8Array(3))
  expect(memory.holds(start, sizeBytes)).toBe(true)
  expect(memory.holds(start - 1, 1)).toBe(false)
  expect(memory.holds(start, sizeBytes + 1)).toBe(false)
  expect(() => memory.write(start + sizeBytes, Uint8Array.of(1))).toThrow(RangeError)
})
