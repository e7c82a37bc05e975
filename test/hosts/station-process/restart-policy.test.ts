import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideAfterCrash } from '../../../main/hosts/station-process/restart-policy.ts'

/** Crashes at these times, as a keeper would count them. */
function crashAt(timesMs: readonly number[]): boolean[] {
  let crashesMs: readonly number[] = []
  return timesMs.map((atMs) => {
    const after = decideAfterCrash(crashesMs, atMs)
    crashesMs = after.crashesMs
    return after.again
  })
}

test('three in a minute are too many', () => {
  expect(crashAt([0, 20_000, 59_999])).toEqual([true, true, false])
})

test('what is a minute old does not count', () => {
  expect(crashAt([0, 20_000, 60_000])).toEqual([true, true, true])
  expect(crashAt([0, 60_000, 120_000, 180_000])).toEqual([true, true, true, true])
  expect(crashAt([0, 50_000, 70_000, 109_999])).toEqual([true, true, true, false])
})

test('down exactly when the third last crash was less than a minute ago', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 30 })
  fc.assert(
    fc.property(gaps, (gapsMs) => {
      const timesMs = gapsMs.map((_, index) => gapsMs.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0))
      const expected = timesMs.map((atMs, index) => {
        const thirdLastMs = timesMs[index - 2]
        return thirdLastMs === undefined || atMs - thirdLastMs >= 60_000
      })
      // A keeper stops at the first; what it would say after that does not matter.
      const end = expected.indexOf(false)
      const until = end === -1 ? timesMs.length : end + 1
      expect(crashAt(timesMs.slice(0, until))).toEqual(expected.slice(0, until))
    }),
  )
})
