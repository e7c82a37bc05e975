// Bytes served are counted once each, whatever order and overlap they come in: beside a bit for every byte.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ServedRanges } from '../../../main/hand-out/http/served-ranges.ts'
import { fuzzTimeoutMs, runs } from '../../runs.ts'

const sizeBytes = 60
const range = fc.tuple(fc.nat(sizeBytes), fc.nat(sizeBytes))

test(
  'counts what a bit for every byte would count',
  () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 40 }), (ranges) => {
        const served = new ServedRanges()
        const bits = new Set<number>()
        for (const [from, end] of ranges) {
          served.add(from, end)
          for (let at = from; at < end; at += 1) bits.add(at)
          expect(served.doneBytes).toBe(bits.size)
        }
      }),
      runs(300),
    )
  },
  fuzzTimeoutMs,
)

test('more islands than it keeps go uncounted until they join one; the count never goes back', () => {
  const served = new ServedRanges()
  for (let at = 0; at < 4096; at += 2) served.add(at, at + 1)
  expect(served.doneBytes).toBe(1024)
  served.add(0, 4096)
  expect(served.doneBytes).toBe(4096)
})
