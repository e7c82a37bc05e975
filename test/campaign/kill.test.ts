// The short form of the campaign's killed stations; the long one is `npm run campaign -- kill`.
import { expect, it } from 'vitest'
import { scenario } from './kill.ts'

it('a station that is killed again and again loses no result and tells none twice', async ({ signal }) => {
  const figures = await scenario.run({ rounds: 4, seed: 20_260_801, say: () => {}, signal })
  expect(figures.kills).toBe(4)
  expect(figures.records).toBeGreaterThan(16)
})
