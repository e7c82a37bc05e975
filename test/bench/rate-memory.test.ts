// The rates that slots can do: learned downwards, and each slot for itself.
import { expect, test } from 'vitest'
import { RateMemories } from '../../main/bench/rate-memory.ts'

test('a slot knows nothing at first, then the lowest rate it was told, in every job after', () => {
  const memories = new RateMemories()
  const rates = memories.of('usb:1-1')
  expect(rates.highestBaudRate).toBeNull()
  rates.lower(921_600)
  rates.lower(230_400)
  rates.lower(460_800)
  expect(rates.highestBaudRate).toBe(230_400)
  expect(memories.of('usb:1-1').highestBaudRate).toBe(230_400)
})

test('what one slot learned does not slow another', () => {
  const memories = new RateMemories()
  memories.of('usb:1-1').lower(115_200)
  expect(memories.of('usb:1-2').highestBaudRate).toBeNull()
})
