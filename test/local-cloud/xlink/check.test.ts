import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenCloud, openCloud, refused } from '../open-cloud.ts'

let open: OpenCloud
beforeEach(async () => {
  open = await openCloud()
})
afterEach(() => open[Symbol.asyncDispose]())

const body = { product_id: 'p1', type: 1, current_version: 10_000, identify: 0 }
const check = (change: object = {}, deviceId = 'd1') =>
  open.call('POST', `/v2/upgrade/firmware/check/${deviceId}`, { ...body, ...change })
const addTask = (change: object = {}) =>
  open.cloud.admin.addTask({
    productId: 'p1',
    fromVersion: 10_000,
    toVersion: 20_001,
    firmware: open.firmware,
    ...change,
  })

describe('check', () => {
  it('answers the documented fields of the task', async () => {
    const id = await addTask({ name: 'Kettle', description: 'Boils faster', fromFirmware: open.firmware })
    const { status, body: task } = await check()
    expect(status).toBe(200)
    const url = open.cloud.baseUrl + open.firmware.urlPath
    expect(task).toEqual({
      id,
      product_id: 'p1',
      name: 'Kettle',
      description: 'Boils faster',
      from_version: 10_000,
      from_version_url: url,
      from_version_md5: open.firmware.md5,
      from_version_size: 1000,
      target_version: 20_001,
      target_version_url: url,
      target_version_md5: open.firmware.md5,
      target_version_size: 1000,
      upgrade_count: 0,
      status: 1,
      type: 1,
      identify: 0,
      scope: { category: 0, device_list: [] },
    })
  })

  it('takes text for numbers, names for types, and wifi 0 for what is missing', async () => {
    const id = await addTask()
    const asText = { type: '1', current_version: ' 10000 ', identify: '0' }
    expect(await check(asText)).toMatchObject({ status: 200, body: { id } })
    expect(await check({ type: 'WIFI' })).toMatchObject({ status: 200, body: { id } })
    expect(await check({ type: undefined, identify: '' })).toMatchObject({ status: 200, body: { id } })
  })

  it('answers 404 with 4041013 when nothing fits', async () => {
    const none = refused(4041013, 'TASK_UNKNOWN')
    expect(await check()).toMatchObject(none as object)
    await addTask()
    expect(await check({ current_version: 20_001 })).toMatchObject(none as object)
    expect(await check({ type: 2 })).toMatchObject(none as object)
    expect(await check({ identify: 1 })).toMatchObject(none as object)
  })

  it.each(['stopped', 'pending', 'review'] as const)('offers no task that is %s', async (status) => {
    await addTask({ status })
    expect(await check()).toMatchObject(refused(4041013, 'TASK_UNKNOWN') as object)
  })

  it('offers a task only to the devices in its scope', async () => {
    const id = await addTask({ deviceIds: ['d2'] })
    expect(await check({}, 'd1')).toMatchObject(refused(4041013, 'TASK_UNKNOWN') as object)
    expect(await check({}, 'd2')).toMatchObject({
      status: 200,
      body: { id, scope: { category: 1, device_list: ['d2'] } },
    })
  })

  it('offers the newest of several', async () => {
    const newest = await addTask({ createdAt: '2026-03-01T00:00:00.000Z' })
    await addTask({ createdAt: '2026-01-01T00:00:00.000Z' })
    expect(await check()).toMatchObject({ body: { id: newest } })
    const newer = await addTask({ createdAt: '2026-04-01T00:00:00.000Z' })
    expect(await check()).toMatchObject({ body: { id: newer } })
  })

  it('offers each part its own task', async () => {
    const mcu = await addTask({ part: { type: 'mcu', identify: 2 } })
    const wifi = await addTask()
    expect(await check({ type: 2, identify: 2 })).toMatchObject({ body: { id: mcu, type: 2, identify: 2 } })
    expect(await check()).toMatchObject({ body: { id: wifi } })
  })

  it.each([
    [{ product_id: 'p9' }, 'd1', 4041005, 'PRODUCT_UNKNOWN'],
    [{}, 'd9', 4041008, 'DEVICE_UNKNOWN'],
    [{ product_id: undefined }, 'd1', 4001002, 'FIELD_MISSING'],
    [{ current_version: '' }, 'd1', 4001002, 'FIELD_MISSING'],
    [{ current_version: 'two' }, 'd1', 4001001, 'FIELD_INVALID'],
    [{ current_version: -1 }, 'd1', 4001001, 'FIELD_INVALID'],
    [{ type: 4 }, 'd1', 4001113, 'TYPE_UNKNOWN'],
  ])('refuses %j of %s with %i', async (change, deviceId, code, reason) => {
    expect(await check(change, deviceId)).toMatchObject(refused(code, reason) as object)
  })

  it('does not find the device of another product', async () => {
    await open.cloud.admin.addProduct({ productId: 'p2' })
    expect(await check({ product_id: 'p2' })).toMatchObject(refused(4041008, 'DEVICE_UNKNOWN') as object)
  })
})
