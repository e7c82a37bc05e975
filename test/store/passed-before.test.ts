// Whether a unit has passed before, by each of its names, in an order or with a version.
import { expect, it } from 'vitest'
import { openStore } from '../../main/store/open-store.ts'
import type { Job } from '../../preload/contract/index.ts'
import { job, tempFolder } from './job-fixture.ts'

const unknown = { deviceId: null, mac: null, sn: null }
const two = { number: 2, text: '2' }

it('finds a pass by MAC, serial number or id, of this order or of this version of the product', async () => {
  const store = await openStore(await tempFolder())
  const passed = async (jobId: string, part: Partial<Job>) => {
    const begun = job(jobId, { orderId: null, toVersion: two, productId: 'p1', ...part })
    await store.jobs.begin({ ...begun, outcome: 'running', endedAt: null })
    await store.jobs.save({ ...begun, outcome: 'passed', touched: true, ...part }, [], [])
    return begun.endedAt
  }
  const endedAt = await passed('j1', { orderId: 'a', device: { deviceId: 'd1', mac: 'a0:b1:c2', sn: 'S1' } })
  await passed('j2', { orderId: 'b', outcome: 'failed', device: { ...unknown, mac: 'FF01' } })
  const find = (part: object, orderId: string | null, toVersion: number | null, productId = 'p1') =>
    store.findPassed({ orderId, toVersion, productId, unit: { ...unknown, ...part } })
  for (const name of [{ mac: 'A0-B1-C2' }, { mac: 'A0B1C2', sn: 'other' }, { sn: 'S1' }])
    expect(await find(name, 'a', null)).toBe(endedAt)
  for (const name of [{ mac: 'A0-B1-C2' }, { sn: 'S1' }, { deviceId: 'd1' }])
    expect(await find(name, null, 2)).toBe(endedAt)
  // Another order, another version, another product, another unit, a unit that failed, a unit without a name.
  expect(await find({ mac: 'A0B1C2' }, 'b', null)).toBeNull()
  expect(await find({ mac: 'A0B1C2' }, null, 3)).toBeNull()
  expect(await find({ sn: 'S1' }, null, 2, 'p2')).toBeNull()
  expect(await find({ sn: 'S2' }, 'a', 2)).toBeNull()
  expect(await find({ mac: 'FF01' }, 'b', 2)).toBeNull()
  expect(await find({}, 'a', 2)).toBeNull()
  await store.close()
})
