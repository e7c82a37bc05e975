// The short form of the campaign's two local clouds on one database; the long one is `npm run campaign -- postgres`.
import { expect, it } from 'vitest'
import { scenario } from './postgres.ts'

it('a local cloud that is killed in mid-write leaves nothing half done to the other', async ({ signal }) => {
  const figures = await scenario.run({ rounds: 2, seed: 20_260_801, say: () => {}, signal })
  expect(figures).toMatchObject({ kills: 2, 'devices counted': 120 })
  expect(figures['calls answered']).toBeGreaterThan(200)
})
