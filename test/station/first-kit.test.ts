// What a kit says to a bench that nobody has told what it flashes.
import { expect, it } from 'vitest'
import { benchOfFirstKit } from '../../main/station/first-kit.ts'
import { type KitSummary, settingsSchema } from '../../preload/contract/index.ts'

const task = { taskId: 't1', name: 'Upgrade', productId: 'p1', toVersion: 20_001 }
const profile = { profileId: 'u-boot', name: 'U-Boot' }
const kit = { tasks: [task, { ...task, taskId: 't2' }], profiles: [profile] } as unknown as KitSummary
const slot = { address: 'tcp://127.0.0.1:9', name: '' }
const connection = { kind: 'xlink', connectionId: 'plant', name: 'Plant', baseUrl: 'https://cloud.example' }

it.each([
  ['nothing is set', {}],
  ['a slot has an address and no product', { slots: [slot] }],
  ['somebody works without a cloud', { practiseUntilSet: false }],
])('is its product and profile while %s', (_, settings) => {
  expect(benchOfFirstKit(settingsSchema.parse(settings), kit)).toEqual({
    ...{ productId: 'p1', profileId: 'u-boot', part: { type: 'wifi', identify: 0 } },
  })
})

it.each([
  ['the bench', { bench: { productId: 'p2', profileId: 'stm32' } }],
  ['a cloud', { connections: [connection] }],
  ['a slot', { slots: [{ ...slot, productId: 'p2' }] }],
])('is nothing where %s says otherwise', (_, settings) => {
  expect(benchOfFirstKit(settingsSchema.parse(settings), kit)).toBeNull()
})

it.each([
  ['products', { ...kit, tasks: [task, { ...task, productId: 'p2' }] }],
  ['profiles', { ...kit, profiles: [profile, { ...profile, profileId: 'stm32' }] }],
  ['nothing', { ...kit, tasks: [] }],
])('is nothing where the kit has a choice of %s', (_, other) => {
  expect(benchOfFirstKit(settingsSchema.parse({}), other)).toBeNull()
})
