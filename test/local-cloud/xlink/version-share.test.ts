import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenDesk, openDesk } from '../open-desk.ts'

let open: OpenDesk
beforeEach(async () => {
  open = await openDesk()
  const { admin } = open.cloud
  await admin.addDevice({ deviceId: 'd3', productId: 'p1', version: 20_001 })
  await admin.addDevice({ deviceId: 'd4', productId: 'p1' })
  await admin.addProduct({ productId: 'p2' })
  await admin.addDevice({ deviceId: 'e1', productId: 'p2', version: 10_000 })
})
afterEach(() => open[Symbol.asyncDispose]())

const read = (taskId: string) =>
  open.as('lead', 'GET', `/v2/statistics/ota/customize-task/${taskId}/device-firmware-version`)
const shares = async (change: object) => (await read(await open.create(change))).body

describe('version share (16)', () => {
  it('counts the devices of a task for all: those of its product', async () => {
    expect(await shares({})).toEqual({
      total: 4,
      ratios: [
        { devices: 2, firmware_version: 10_000 },
        { devices: 1, firmware_version: 20_001 },
        { devices: 1, firmware_version: null },
      ],
    })
  })

  it('counts the devices that were named', async () => {
    expect(await shares({ scope: { category: 1, device_list: ['d1', 'd3'] } })).toEqual({
      total: 2,
      ratios: [
        { devices: 1, firmware_version: 10_000 },
        { devices: 1, firmware_version: 20_001 },
      ],
    })
    expect(await shares({ tag_type: 1 })).toEqual({ total: 0, ratios: [] })
  })

  it('counts the versions of the part that the task is for', async () => {
    const report = { type: 2, mod: 'm', identify: 1, last_version: 7, current_version: 7, result: 0 }
    await open.as('user', 'POST', '/v2/upgrade/firmware/report/d2', report)
    expect(await shares({ type: 2, identify: 1 })).toEqual({
      total: 4,
      ratios: [
        { devices: 1, firmware_version: 7 },
        { devices: 3, firmware_version: null },
      ],
    })
  })

  it('follows what devices report, and moves with a device to another product', async () => {
    const id = await open.create({})
    const report = {
      type: 1,
      mod: 'm',
      identify: 0,
      last_version: 30_000,
      current_version: 30_000,
      result: 0,
    }
    await open.as('user', 'POST', '/v2/upgrade/firmware/report/d1', report)
    await open.cloud.admin.addDevice({ deviceId: 'd3', productId: 'p2' })
    expect((await read(id)).body).toEqual({
      total: 3,
      ratios: [
        { devices: 1, firmware_version: 10_000 },
        { devices: 1, firmware_version: 30_000 },
        { devices: 1, firmware_version: null },
      ],
    })
  })

  it('refuses an unknown task', async () => {
    await open.refuses(4041013, 'TASK_UNKNOWN', () => read('t9'))
  })
})
