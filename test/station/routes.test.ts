// Which connection serves a product, and the settings that say so.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { askAbout, productsOf, routesOf } from '../../main/station/routes.ts'
import { SettingsFile } from '../../main/station/settings.ts'
import { settingsSchema } from '../../preload/contract/index.ts'
import { tempFolder } from '../store/job-fixture.ts'

const baseUrl = 'https://cloud.example'
const plant = { kind: 'xlink', connectionId: 'plant', baseUrl }
const gateway = { kind: 'xlink', connectionId: 'gateway', baseUrl }
const app = { kind: 'living', connectionId: 'app', baseUrl, appKey: 'k' }
const catalogue = { kind: 'iot-rpc', connectionId: 'store', baseUrl, accessKeyId: 'k' }
const bench = { productId: 'p1', profileId: 'u-boot' }

it('takes what the product says, one use at a time', () => {
  const settings = settingsSchema.parse({
    connections: [plant, gateway, app, catalogue],
    products: [{ productId: 'p1', tasks: 'plant', results: 'gateway', progress: 'app' }],
  })
  expect(routesOf(settings, 'p1')).toEqual({
    tasks: 'plant',
    results: 'gateway',
    progress: 'app',
    catalogue: null,
  })
})

it('gives a product that is not listed the only connection of a use, and none when there are two', () => {
  const one = settingsSchema.parse({ connections: [plant, catalogue], bench })
  expect(routesOf(one, 'p1')).toEqual({
    tasks: 'plant',
    results: 'plant',
    progress: null,
    catalogue: 'store',
  })
  expect(productsOf(one)).toMatchObject([{ productId: 'p1', tasks: 'plant', catalogue: 'store' }])
  const two = settingsSchema.parse({ connections: [plant, gateway] })
  expect(routesOf(two, 'p1')).toEqual({ tasks: null, results: null, progress: null, catalogue: null })
})

it('tests a connection with the product of the bench when that uses it, else with the first that does', () => {
  const settings = settingsSchema.parse({
    connections: [plant, app],
    products: [
      { productId: 'p0', tasks: 'plant', progress: 'app', productKey: 'k0' },
      { productId: 'p1', tasks: 'plant' },
    ],
    bench,
  })
  expect(askAbout(settings, 'plant')).toEqual({ productId: 'p1', productKey: 'p1' })
  expect(askAbout(settings, 'app')).toEqual({ productId: 'p0', productKey: 'k0' })
  expect(askAbout(settings, 'none')).toEqual({ productId: 'p1', productKey: null })
})

it('refuses settings that contradict themselves, naming the place', () => {
  const issue = (settings: object) =>
    settingsSchema.safeParse(settings).error?.issues.map(({ path }) => path.join('.'))
  expect(issue({ connections: [plant, plant] })).toEqual(['connections.1.connectionId'])
  expect(issue({ connections: [plant], products: [{ productId: 'p1', tasks: 'gone' }] })).toEqual([
    'products.0.tasks',
  ])
  expect(issue({ connections: [app], products: [{ productId: 'p1', tasks: 'app' }] })).toEqual([
    'products.0.tasks',
  ])
  expect(issue({ products: [{ productId: 'p1' }, { productId: 'p1' }] })).toEqual(['products.1.productId'])
  expect(issue({ connections: [{ ...plant, baseUrl: 'ftp://cloud' }] })).toEqual(['connections.0.baseUrl'])
})

it('reads the one cloud of earlier versions as the first connection, for everything', async () => {
  const dataDir = await tempFolder()
  const old = { operator: 'Ann', cloud: { baseUrl, corpId: 'c1' }, bench, slots: [] }
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify(old))
  const { settings } = new SettingsFile(dataDir)
  expect(settings).toMatchObject({
    operator: 'Ann',
    connections: [
      { kind: 'xlink', connectionId: 'cloud', baseUrl, corpId: 'c1', credential: { kind: 'token' } },
    ],
    products: [{ productId: 'p1', tasks: 'cloud', results: 'cloud', progress: null }],
  })
  await writeFile(
    join(dataDir, 'settings.json'),
    JSON.stringify({ operator: 'Ann', cloud: null, bench: null }),
  )
  expect(new SettingsFile(dataDir).settings).toMatchObject({ operator: 'Ann', connections: [], products: [] })
})
