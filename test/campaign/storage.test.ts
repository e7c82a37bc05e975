// The short form of the campaign's storage faults; the long one is `npm run campaign -- storage`.
import { expect, it } from 'vitest'
import { scenario } from './storage.ts'

it('a full disk and a damaged database lose no record and tell no result twice', async ({ signal }) => {
  const figures = await scenario.run({ rounds: 2, seed: 20_260_802, say: () => {}, signal })
  expect(figures.faults).toBe(2)
  expect(figures.records).toBeGreaterThan(8)
})
