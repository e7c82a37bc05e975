// The short form of the campaign's long run: that what it looks at is there, and that nothing grows beyond all measure. The
// long one is `npm run campaign -- soak`.
import { expect, it } from 'vitest'
import { kinds } from './plant/kinds.ts'
import { growthOf, isTooMuch } from './soak/growth.ts'
import { runSoak } from './soak/run-soak.ts'
import { growthFigures } from './soak.ts'

it.runIf(process.platform === 'linux')(
  'a bench that works is looked into from outside',
  async ({ signal }) => {
    const options = { slots: 8, kinds, samples: 3, intervalMs: 1500, say: () => {}, signal }
    const { samples, judged } = await runSoak(options)
    expect(judged.records.length).toBeGreaterThan(0)
    const [first, last] = [samples[0], samples.at(-1)]
    for (const value of Object.values(last ?? {})) expect(value).toBeGreaterThan(0)
    expect(last?.jobs).toBeGreaterThan(first?.jobs ?? 0)
    expect(last?.files).toBeLessThan((first?.files ?? 0) + 64)
    expect(last?.heapBytes).toBeLessThan((first?.heapBytes ?? 0) + 64 * 1024 * 1024)
  },
)

const line = (value: (at: number) => number) =>
  Array.from({ length: 40 }, (_, at) => ({ at, value: value(at) }))

it('tells what grows from what only moves', () => {
  const growing = growthOf(line((at) => 100 + at / 2 + (at % 2)))
  expect(growing.grown).toBeCloseTo(19.5, 0)
  expect(isTooMuch(growing, 5)).toBe(true)
  const moving = growthOf(line((at) => 100 + ((at * 7) % 11)))
  expect(isTooMuch(moving, 1)).toBe(false)
})

it('names what grew', () => {
  const still = {
    ...{ jobs: 1, residentBytes: 1, heapBytes: 1, externalBytes: 1, threads: 1, timers: 1, resources: 1 },
    ...{ loopDelayP50Ms: 1, loopDelayP99Ms: 1, databaseBytes: 1 },
  }
  const samples = Array.from({ length: 40 }, (_, index) => ({ ...still, atMs: index, files: index }))
  expect(() => growthFigures(samples)).toThrow(/open files/)
})
