// What a station that dies in the middle of a kit or a result file leaves behind: all of it, or nothing.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { orderDraftSchema } from '../../preload/contract/index.ts'
import { makeKit, openBoards, openCloud, openKitStation, productId, tempDir, trust } from './kit-bed.ts'
import { refused } from './order-bed.ts'

async function openPlant() {
  const cloud = await openCloud()
  const office = await openKitStation({ name: 'Office', dataDir: await tempDir(), cloud })
  const laptop = await openKitStation({ name: 'Laptop', dataDir: await tempDir(), cloud: null })
  await office.sync()
  await trust(laptop, office)
  return { cloud, office, laptop }
}

it('finishes at the next start what it had begun to put where it belongs', async () => {
  const { office, laptop } = await openPlant()
  const draft = orderDraftSchema.parse({ name: 'Lot 7', productId, mode: 'manual' })
  const { orderId } = await office.orders.create(draft, 'Ann')
  const { bytes } = await makeKit(office, { orderIds: [orderId] })
  const uploadId = await laptop.send('a.flkit', bytes)
  const died = vi.spyOn(laptop.core.store.devices, 'addRoster').mockRejectedValue(new Error('died'))
  await expect(laptop.client.kits.import({ uploadId })).rejects.toThrow()
  died.mockRestore()
  expect(await laptop.core.store.orders.list(10)).toEqual([])
  await laptop.close()

  const again = await openKitStation({ name: 'Laptop', dataDir: laptop.dataDir, cloud: null })
  const { store } = again.core
  expect(await store.orders.get(orderId)).toMatchObject({ state: 'ready', name: 'Lot 7' })
  expect(await store.devices.list({ productId, limit: 10 })).toHaveLength(8)
  expect((await store.firmware.list()).map(({ pinned }) => pinned)).toEqual([true, true])
  expect(await store.kits.pending()).toEqual([])
  expect(again.core.kits.covers(productId)).toBe(true)
})

it('is as it was when it fails before that', async () => {
  const { office, laptop } = await openPlant()
  const { bytes } = await makeKit(office)
  const uploadId = await laptop.send('a.flkit', bytes)
  const { store } = laptop.core
  const full = vi.spyOn(store.kits, 'add').mockRejectedValue(new Error('no room'))
  await expect(laptop.client.kits.import({ uploadId })).rejects.toThrow()
  full.mockRestore()
  expect([await store.kits.list(), await store.firmware.list(), await store.orders.list(1)]).toEqual([
    [],
    [],
    [],
  ])
  expect(laptop.core.kits.covers(productId)).toBe(false)
})

it('clears what was being read when it died', async () => {
  const dataDir = await tempDir()
  await mkdir(join(dataDir, 'kits', 'temp', 'sealed-x'), { recursive: true })
  await writeFile(join(dataDir, 'kits', 'temp', 'sealed-x', '1'), 'half')
  await openKitStation({ name: 'Laptop', dataDir, cloud: null })
  expect(await readdir(join(dataDir, 'kits', 'temp'))).toEqual([])
})

it('exports the same messages again when it died before they were marked', { timeout: 60_000 }, async () => {
  const { cloud, office, laptop } = await openPlant()
  await trust(office, laptop)
  const boards = openBoards(1)
  const { bytes } = await makeKit(office)
  await laptop.client.kits.import({ uploadId: await laptop.send('a.flkit', bytes) })
  expect((await laptop.flash(boards, 1)).outcome).toBe('passed')
  const { resultFiles } = laptop.core.store
  const died = vi.spyOn(resultFiles, 'exported').mockRejectedValue(new Error('died'))
  await expect(laptop.client.kits.exportResults()).rejects.toThrow()
  died.mockRestore()
  expect(await resultFiles.countWaiting()).toBe(2)
  const [name = ''] = await readdir(join(laptop.dataDir, 'kits', 'results'))
  const first = await readFile(join(laptop.dataDir, 'kits', 'results', name))
  const second = await laptop.client.kits.exportResults()
  const bring = async (file: Uint8Array) =>
    office.client.kits.importResults({ uploadId: await office.send('r.flresults', file) })
  expect(await bring(first)).toMatchObject({ added: 2 })
  expect(await bring(await laptop.fetch(second?.fileId ?? ''))).toMatchObject({ added: 0 })
  expect(await office.drain()).toMatchObject({ waiting: 0, dead: 0 })
  expect(await cloud.admin.listReports()).toHaveLength(1)
})

it('keeps a profile of its own until a lead says otherwise', async () => {
  const { office, laptop } = await openPlant()
  const { profile } = laptop.core.profiles.get('practice')
  await laptop.core.profiles.save({ ...profile, name: 'Our own' })
  const { bytes } = await makeKit(office)
  const uploadId = await laptop.send('a.flkit', bytes)
  expect(await laptop.client.kits.inspect({ uploadId })).toMatchObject({ differingProfiles: ['practice'] })
  expect(await laptop.client.kits.import({ uploadId })).toMatchObject({ profilesKept: ['practice'] })
  expect(laptop.core.profiles.get('practice').name).toBe('Our own')

  const next = await makeKit(office)
  const dataDir = laptop.dataDir
  await laptop.close()
  const support = await openKitStation({ name: 'Laptop', dataDir, cloud: null, role: 'support' })
  const asSupport = { uploadId: await support.send('b.flkit', next.bytes), replaceProfiles: true }
  expect(await refused(support.client.kits.import(asSupport))).toMatchObject({ code: 'ROLE_TOO_LOW' })
  await support.close()
  const lead = await openKitStation({ name: 'Laptop', dataDir, cloud: null })
  const asLead = { uploadId: await lead.send('b.flkit', next.bytes), replaceProfiles: true }
  expect(await lead.client.kits.import(asLead)).toMatchObject({ profilesKept: [] })
  expect(lead.core.profiles.get('practice').name).toBe(office.core.profiles.get('practice').name)
})
