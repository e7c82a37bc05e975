// The short form of the campaign's day without a network; the long one is `npm run campaign -- offline`.
import { expect, it } from 'vitest'
import { scenario } from './offline.ts'

it('three hours offline and a bad network after them lose no result and tell none twice', async ({
  signal,
}) => {
  const figures = await scenario.run({ rounds: 1, seed: 20_260_805, say: () => {}, signal })
  expect(figures).toMatchObject({ 'hours offline': 3, results: 125, messages: 250 })
  expect(figures.faults).toBeGreaterThan(20)
  expect(figures['found at the cloud']).toBeGreaterThan(0)
})
