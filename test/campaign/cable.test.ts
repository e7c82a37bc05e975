// The short form of the campaign's cables; the long one is `npm run campaign -- cable`.
import { expect, it } from 'vitest'
import { scenario } from './cable.ts'

it('a cable that is pulled costs its own job and nothing else', async ({ signal }) => {
  const figures = await scenario.run({ rounds: 1, seed: 20_260_801, say: () => {}, signal })
  expect(figures['pulled: LINK_LOST']).toBeGreaterThan(30)
})
