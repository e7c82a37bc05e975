// The whole way of a kit: made where the cloud is, worked from where no network is, its results brought back by file, and
// each of them at the cloud exactly once, whoever brings them how often.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { demoProduct } from '../../main/practice/demo.ts'
import { orderDraftSchema } from '../../preload/contract/index.ts'
import {
  image,
  makeKit,
  openBoards,
  openCloud,
  openKitStation,
  productId,
  tempDir,
  trust,
} from './kit-bed.ts'
import { refused } from './order-bed.ts'

afterEach(() => {
  vi.useRealTimers()
})

async function openPlant() {
  const cloud = await openCloud()
  const office = await openKitStation({ name: 'Office', dataDir: await tempDir(), cloud })
  const laptop = await openKitStation({ name: 'Laptop', dataDir: await tempDir(), cloud: null })
  await office.sync()
  await trust(laptop, office, 'Office')
  await trust(office, laptop, 'Laptop')
  return { cloud, office, laptop }
}

async function takeIn(station: Awaited<ReturnType<typeof openKitStation>>, bytes: Uint8Array) {
  return station.client.kits.import({ uploadId: await station.send('a.flkit', bytes) })
}

/** What waited has gone, and nothing was refused. */
async function allSent(station: Awaited<ReturnType<typeof openKitStation>>) {
  await station.drain()
  const rows = await station.core.store.outbox.list({ limit: 100 })
  expect(rows.filter(({ state }) => state !== 'sent')).toEqual([])
}

it('lets a laptop without a network flash, and brings each result to the cloud exactly once', {
  timeout: 60_000,
}, async () => {
  const { cloud, office, laptop } = await openPlant()
  const boards = openBoards(3)
  expect((await laptop.flash(boards, 1)).error?.code).toBe('CLOUD_UNSET')

  const kit = await makeKit(office)
  const uploadId = await laptop.send(kit.name, kit.bytes)
  expect(await laptop.client.kits.inspect({ uploadId })).toMatchObject({
    ...{ kind: 'kit', signer: 'Office', refusal: null, isKnown: false },
    kit: { name: 'Field', stationName: 'Office', devices: 8 },
  })
  await laptop.client.kits.import({ uploadId })

  const jobs = [await laptop.flash(boards, 1), await laptop.flash(boards, 2), await laptop.flash(boards, 3)]
  expect(jobs.map(({ outcome, error }) => [outcome, error])).toEqual(jobs.map(() => ['passed', null]))
  for (const position of [1, 2, 3])
    expect(boards.unit(position).storage.subarray(0, image.length).equals(image)).toBe(true)
  const { kits } = await laptop.client.kits.list()
  expect(jobs[0]?.steps.find(({ name }) => name === 'check')?.detail).toMatchObject({
    ...{ source: 'offline', kitId: kits[0]?.kit.kitId },
  })
  expect(await laptop.client.kits.list()).toMatchObject({ waiting: 6 })

  const out = await laptop.client.kits.exportResults()
  const results = await laptop.fetch(out?.fileId ?? '')
  const rows = await laptop.core.store.outbox.list({ limit: 100 })
  expect(rows.map(({ state }) => state)).toEqual(Array(6).fill('exported'))
  expect(await laptop.client.kits.exportResults()).toBeNull()

  const other = await openKitStation({ name: 'Other', dataDir: await tempDir(), cloud })
  await trust(other, laptop)
  const bring = async (station: typeof other) =>
    station.client.kits.importResults({ uploadId: await station.send('laptop.flresults', results) })
  expect(await bring(office)).toMatchObject({ jobs: 3, messages: 6, added: 6, stationName: 'Laptop' })
  await allSent(office)
  expect(await bring(office)).toMatchObject({ added: 0 })
  expect(await bring(other)).toMatchObject({ added: 6 })
  for (const station of [office, other]) await allSent(station)

  const reports = await cloud.admin.listReports()
  expect(reports.map(({ device_id }) => device_id).sort()).toEqual(
    jobs.map(({ device }) => device.deviceId).sort(),
  )
  const logs = await cloud.admin.listOtaLogs()
  expect(logs.map(({ status }) => status)).toEqual([2, 2, 2])
  expect((await cloud.admin.getTask('practice-upgrade'))?.upgradedCount).toBe(3)
  const [row] = await office.core.store.outbox.list({ limit: 1 })
  expect(row).toMatchObject({ state: 'sent', origin: { station: 'Laptop', file: 'laptop.flresults' } })
  const brought = await office.client.kits.records({ fileId: out?.fileId ?? '' })
  expect(brought.map(({ jobId }) => jobId).sort()).toEqual(jobs.map(({ jobId }) => jobId).sort())
})

it('brings work orders, images, profiles and roster, and takes a newer kit of the same order over it', async () => {
  const { office, laptop } = await openPlant()
  const draft = orderDraftSchema.parse({
    ...{ name: 'Lot 7', productId, taskId: 'practice-upgrade', quantity: 3, mode: 'automatic' },
    slotIds: ['sim:1'],
  })
  const { orderId } = await office.orders.create(draft, 'Ann')
  const orderKit = () => makeKit(office, { orderIds: [orderId] })
  const first = await orderKit()
  const added = { ordersAdded: 1, ordersKept: 0, isKnown: false }
  // Nobody had told the laptop what it flashes.
  expect(await takeIn(laptop, first.bytes)).toMatchObject({ ...added, bench: productId })
  expect((await laptop.client.settings.get()).bench).toMatchObject({
    ...{ productId, profileId: demoProduct.profileId },
  })
  const { store } = laptop.core
  const order = await store.orders.get(orderId)
  expect(order).toMatchObject({
    ...{ state: 'ready', quantity: 3, slotIds: null, profileId: demoProduct.profileId },
    taskName: 'Practice upgrade 1.0.0 to 2.0.1',
  })
  const [stored] = (await store.firmware.list()).filter(({ sha256 }) => sha256 === order.firmwareSha256)
  expect(stored).toMatchObject({ pinned: true, sizeBytes: image.length })
  expect(await store.devices.list({ productId, limit: 100 })).toHaveLength(8)
  expect(await takeIn(laptop, first.bytes)).toMatchObject({ isKnown: true, bench: null })

  await office.orders.edit(orderId, 0, { ...draft, quantity: 5 }, 'Ann')
  const second = await orderKit()
  await takeIn(laptop, second.bytes)
  expect(await store.orders.get(orderId)).toMatchObject({ quantity: 5, revision: 1 })
  expect(await refused(takeIn(laptop, first.bytes))).toMatchObject({ code: 'KIT_ROLLED_BACK' })
  expect((await laptop.client.kits.list()).kits.map(({ state }) => state).sort()).toEqual([
    'replaced',
    'valid',
  ])
})

it('leaves an armed order as it is', async () => {
  const { office, laptop } = await openPlant()
  const draft = orderDraftSchema.parse({ name: 'Lot 7', productId, mode: 'manual' })
  const { orderId } = await office.orders.create(draft, 'Ann')
  await takeIn(laptop, (await makeKit(office, { orderIds: [orderId] })).bytes)
  await laptop.orders.arm(orderId, 'Bo')
  await office.orders.edit(orderId, 0, { ...draft, quantity: 5 }, 'Ann')
  const taken = await takeIn(laptop, (await makeKit(office, { orderIds: [orderId] })).bytes)
  expect(taken).toMatchObject({ ordersAdded: 0, ordersKept: 1 })
  expect(await laptop.core.store.orders.get(orderId)).toMatchObject({ state: 'armed', quantity: null })
})

it('refuses what it may not take, and is as it was before', async () => {
  const { office, laptop } = await openPlant()
  const { bytes } = await makeKit(office)
  const { own } = await office.client.kits.keys()
  await laptop.client.kits.distrust({ publicKey: own.publicKey })
  const uploadId = await laptop.send('a.flkit', bytes)
  expect(await laptop.client.kits.inspect({ uploadId })).toMatchObject({
    ...{ signer: null, refusal: { code: 'KIT_KEY_UNKNOWN', context: { name: 'Office' } } },
  })
  expect(await refused(laptop.client.kits.import({ uploadId }))).toMatchObject({
    ...{ code: 'KIT_KEY_UNKNOWN', context: { fingerprint: own.fingerprint } },
  })
  const changed = Buffer.from(bytes)
  const at = changed.indexOf(image.subarray(1000, 1100))
  changed[at] = (changed[at] ?? 0) ^ 1
  expect(await refused(takeIn(laptop, changed))).toMatchObject({ code: 'KIT_CHANGED' })
  expect(await refused(takeIn(laptop, Buffer.from('nothing')))).toMatchObject({ code: 'KIT_UNREADABLE' })
  const { store } = laptop.core
  expect([await store.kits.list(), await store.firmware.list(), await store.orders.list(10)]).toEqual([
    [],
    [],
    [],
  ])
  expect(await store.devices.list({ productId, limit: 10 })).toEqual([])

  // Put right meanwhile: the file that waits is taken.
  await trust(laptop, office)
  expect(await laptop.client.kits.import({ uploadId })).toMatchObject({ isKnown: false })
  expect(await readdir(join(laptop.dataDir, 'kits', 'temp'))).toEqual([])
})

it('refuses a kit for another station', async () => {
  const { office, laptop } = await openPlant()
  const { own } = await laptop.client.kits.keys()
  const times = {
    validFrom: new Date(Date.now() - 1000).toISOString(),
    validTo: new Date(Date.now() + 3_600_000).toISOString(),
  }
  const make = async (station: string) => {
    const draft = { name: 'For one', productIds: [productId], station, ...times }
    return office.fetch((await office.client.kits.create(draft)).fileId)
  }
  const { own: ofOffice } = await office.client.kits.keys()
  expect(await refused(takeIn(laptop, await make(ofOffice.publicKey)))).toMatchObject({ code: 'KIT_STATION' })
  expect(await takeIn(laptop, await make(own.publicKey))).toMatchObject({ isKnown: false })
})

it('is not taken by a practice bench, which forgets it, and says so before', async () => {
  const { office } = await openPlant()
  const practice = await openKitStation({
    ...{ name: 'Practice', dataDir: await tempDir(), cloud: null, isPractice: true },
  })
  await trust(practice, office)
  const { bytes } = await makeKit(office)
  const uploadId = await practice.send('a.flkit', bytes)
  expect(await practice.client.kits.inspect({ uploadId })).toMatchObject({
    kind: 'kit',
    refusal: { code: 'KIT_PRACTICE' },
  })
  expect(await refused(practice.client.kits.import({ uploadId }))).toMatchObject({ code: 'KIT_PRACTICE' })
  expect(await practice.core.store.kits.list()).toEqual([])
})

it('works from a kit only in its time, and by no clock that was set back', { timeout: 60_000 }, async () => {
  const { office, laptop } = await openPlant()
  const boards = openBoards(3)
  const { bytes } = await makeKit(office)
  const nowMs = Date.now()
  const dayMs = 24 * 3600 * 1000
  vi.useFakeTimers({ toFake: ['Date'], now: nowMs - 5 * dayMs })
  expect(await refused(takeIn(laptop, bytes))).toMatchObject({ code: 'KIT_EARLY' })
  vi.setSystemTime(nowMs)
  await takeIn(laptop, bytes)
  expect((await laptop.flash(boards, 1)).outcome).toBe('passed')
  vi.setSystemTime(nowMs + 11 * dayMs)
  const late = await laptop.flash(boards, 2)
  expect(late).toMatchObject({ outcome: 'refused', touched: false, error: { code: 'KIT_EXPIRED' } })
  expect((await laptop.client.kits.list()).kits).toMatchObject([{ state: 'expired' }])
  vi.setSystemTime(nowMs)
  const back = await laptop.flash(boards, 3)
  expect(back).toMatchObject({ outcome: 'refused', touched: false, error: { code: 'KIT_EXPIRED' } })
  expect(back.error?.context).toMatchObject({ recordedAt: late.endedAt })
  expect(await refused(takeIn(laptop, bytes))).toMatchObject({ code: 'KIT_EXPIRED' })
})
