// The short form of the campaign's wrong things; the long one is `npm run campaign -- wrong`.
import { expect, it } from 'vitest'
import { scenario } from './wrong.ts'

it('writes nothing that it should not, however it is offered', async ({ signal }) => {
  const figures = await scenario.run({ rounds: 1, seed: 7, say: () => {}, signal })
  expect(figures).toMatchObject({ guards: 21, codes: 20, attempts: 28 })
})
