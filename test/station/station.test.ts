// The station as its callers have it: practice until something is set, settings that work at once, secrets that stay.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startLocalCloud } from '../../main/local-cloud/server.ts'
import { createCaller } from '../../main/station/caller.ts'
import type { StationClient } from '../../main/station/router.ts'
import { createStation, type Station } from '../../main/station/station.ts'
import { type Settings, settingsSchema, type WorkOrder } from '../../preload/contract/index.ts'
import { resourcesDir } from './one-device.ts'

let dataDir: string
let station: Station | null = null
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'flashline-station-'))
})
afterEach(async () => {
  await station?.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function open(practice = false) {
  await station?.close()
  station = await createStation({
    dataDir,
    resourcesDir,
    practice,
    version: 'test',
    keychain: async () => null,
  })
  return { station, client: createRouterClient(station.router, { context: { caller: createCaller() } }) }
}

const own: Settings = settingsSchema.parse({
  operator: 'Ann',
  watchUsb: false,
  connections: [{ kind: 'xlink', connectionId: 'plant', baseUrl: 'http://127.0.0.1:9', corpId: 'c' }],
  bench: { productId: 'p1', profileId: 'u-boot' },
  slots: [{ address: 'tcp://127.0.0.1:9', name: 'Left' }, { address: '/dev/not-there' }],
})

it('is a practice bench until a product, cloud or slot is set, and keeps practice apart', async () => {
  const first = await open()
  expect(first.station.practice).toBe(true)
  const { slots, cloud } = await first.client.station.snapshot()
  expect(slots).toHaveLength(8)
  expect(cloud.state).not.toBe('unset')
  await first.client.settings.set({ settings: settingsSchema.parse({ operator: 'Ann' }) })

  expect((await open()).station.practice).toBe(true)
  await createRouterClient((station as Station).router, { context: { caller: createCaller() } }).settings.set(
    { settings: own },
  )

  const real = await open()
  expect(real.station.practice).toBe(false)
  expect(await real.client.settings.get()).toEqual(own)
  expect((await open(true)).station.practice).toBe(true)
})

it('takes up changed settings at once, and never gives a token back', async () => {
  await open()
  await createRouterClient((station as Station).router, { context: { caller: createCaller() } }).settings.set(
    { settings: own },
  )
  const { client } = await open()
  const before = await client.station.snapshot()
  expect(before.slots.map(({ name, present, kind }) => ({ name, present, kind }))).toEqual([
    { name: 'Left', present: true, kind: 'address' },
    { name: '1', present: false, kind: 'address' },
  ])

  const token = 'a-very-secret-token'
  await client.settings.set({
    settings: { ...own, slots: own.slots.slice(0, 1) },
    secrets: { plant: { token } },
  })
  expect(await client.connections.storedSecrets()).toEqual({
    keptIn: 'file',
    stored: [{ connectionId: 'plant', name: 'token' }],
  })
  const after = await client.station.snapshot()
  expect(after.slots.map(({ name }) => name)).toEqual(['Left'])
  expect(JSON.stringify([after, await client.settings.get()])).not.toContain(token)
  expect(await readFile(join(dataDir, 'settings.json'), 'utf8')).not.toContain(token)
  expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600)
})

it('refuses to start over settings that it cannot read, and leaves them as they are', async () => {
  const file = join(dataDir, 'settings.json')
  await writeFile(file, '{"bench": 7}')
  await expect(
    createStation({ dataDir, resourcesDir, practice: false, version: 'test' }),
  ).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    context: { issue: 'bench' },
  })
  expect(await readFile(file, 'utf8')).toBe('{"bench": 7}')
})

/** An order of whatever the slots are set to, armed. */
async function arm({ orders }: StationClient): Promise<WorkOrder> {
  const draft = { name: 'Lot 7', productId: null, mode: 'manual' } as const
  const { orderId } = await orders.create(draft)
  return orders.arm({ orderId })
}

it('says why a slot cannot start, and changes nothing', async () => {
  await open()
  await createRouterClient((station as Station).router, { context: { caller: createCaller() } }).settings.set(
    { settings: { ...own, bench: null } },
  )
  const { client } = await open()
  const slotId = 'addr:tcp://127.0.0.1:9'
  await expect(client.jobs.start({ slotId })).rejects.toMatchObject({ data: { code: 'ORDER_UNARMED' } })
  await arm(client)
  await expect(client.jobs.start({ slotId })).rejects.toMatchObject({ data: { code: 'PRODUCT_UNSET' } })
  await expect(client.jobs.start({ slotId: 'addr:/dev/not-there' })).rejects.toMatchObject({
    data: { code: 'PRODUCT_UNSET' },
  })
  await expect(client.jobs.start({ slotId: 'none' })).rejects.toMatchObject({
    data: { code: 'SLOT_UNKNOWN' },
  })
  await expect(client.slots.unplug({ slotId })).rejects.toMatchObject({ data: { code: 'SLOT_UNKNOWN' } })
  expect((await client.history.list({ limit: 10 })).total).toBe(0)
})

it('refuses a profile that nobody has', async () => {
  await open()
  const bench = { productId: 'p1', profileId: 'gone', part: { type: 'wifi', identify: 0 } } as const
  await createRouterClient((station as Station).router, { context: { caller: createCaller() } }).settings.set(
    { settings: { ...own, bench } },
  )
  const { client } = await open()
  await arm(client)
  await expect(client.jobs.start({ slotId: 'addr:tcp://127.0.0.1:9' })).rejects.toMatchObject({
    data: { code: 'PROFILE_UNKNOWN', context: { profileId: 'gone' } },
  })
})

it('begins practice with an armed order, and a plant with none; a finished one is followed by the next', async () => {
  const { client } = await open()
  const { orders } = await client.station.snapshot()
  expect(orders).toMatchObject([
    {
      orderId: 'practice-1',
      lot: 'PRACTICE-1',
      state: 'armed',
      mode: 'manual',
      productId: null,
      quantity: null,
    },
  ])
  const again = await open()
  expect((await again.client.station.snapshot()).orders).toMatchObject([
    { orderId: 'practice-1', state: 'armed' },
  ])
  await again.client.orders.finish({ orderId: 'practice-1' })
  const next = await open()
  const listed = await next.client.orders.list({})
  expect(listed.map(({ orderId, state }) => [orderId, state])).toEqual([
    ['practice-2', 'armed'],
    ['practice-1', 'done'],
  ])
  await next.client.settings.set({ settings: own })
  expect((await (await open()).client.station.snapshot()).orders).toEqual([])
})

it('names a typed place in the settings, where its name was typed', async () => {
  await open()
  await createRouterClient((station as Station).router, { context: { caller: createCaller() } }).settings.set(
    { settings: own },
  )
  const { client } = await open()
  const [typed, unnamed] = own.slots.map(({ address }) => `addr:${address}`)
  expect(await client.slotMap.rename({ slotId: typed ?? '', name: 'Right' })).toMatchObject({ name: 'Right' })
  expect(await client.slotMap.rename({ slotId: unnamed ?? '', name: 'Top' })).toMatchObject({ name: 'Top' })
  expect((await client.settings.get()).slots.map(({ name }) => name)).toEqual(['Right', 'Top'])
  const again = await open()
  expect((await again.client.station.snapshot()).slots.map(({ name }) => name)).toEqual(['Right', 'Top'])
})

it('tests a connection that is set on a practice bench, before the start that uses it', async () => {
  const cloud = await startLocalCloud({ dataDir: join(dataDir, 'plant-cloud') })
  try {
    const { station, client } = await open()
    expect(station.practice).toBe(true)
    const plant = { kind: 'xlink', connectionId: 'plant', baseUrl: cloud.baseUrl }
    await client.settings.set({
      settings: settingsSchema.parse({ connections: [plant] }),
      secrets: { plant: { token: await cloud.admin.issueToken(['corp']) } },
    })
    const checks = await client.connections.test({ connectionId: 'plant' })
    expect(checks).toContainEqual(expect.objectContaining({ call: '9 ota-logs', outcome: 'works' }))
    expect(cloud.admin.requests().map(({ path }) => path)).toContain('/v2/upgrade/ota-logs')
    await expect(client.connections.test({ connectionId: 'gone' })).rejects.toMatchObject({
      data: { code: 'CONNECTION_UNKNOWN' },
    })
  } finally {
    await cloud.close()
  }
})
