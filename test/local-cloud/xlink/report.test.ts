import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenCloud, openCloud, refused } from '../open-cloud.ts'

let open: OpenCloud
let taskId: string
beforeEach(async () => {
  open = await openCloud()
  taskId = await open.cloud.admin.addTask({
    productId: 'p1',
    fromVersion: 10_000,
    toVersion: 20_001,
    firmware: open.firmware,
  })
})
afterEach(() => open[Symbol.asyncDispose]())

const body = {
  type: 1,
  mod: 'kettle',
  identify: 0,
  last_version: 10_000,
  current_version: 20_001,
  result: 0,
  desc: 'done',
  start_date: '2026-01-02T03:04:05.006Z',
  end_date: '2026-01-02T03:04:06.7Z',
}
const ok = { status: 200, body: undefined }
const send = (change: object = {}, deviceId = 'd1') =>
  open.call('POST', `/v2/upgrade/firmware/report/${deviceId}`, { ...body, ...change })
const state = async () => ({
  count: (await open.cloud.admin.getTask(taskId))?.upgradedCount,
  version: await open.cloud.admin.deviceVersion('d1'),
  reports: (await open.cloud.admin.listReports()).map((report) => [report.task_id, report.result]),
})

describe('report', () => {
  it('stores a success with its task, counts it and sets the version', async () => {
    expect(await send()).toEqual(ok)
    expect(await state()).toEqual({ count: 1, version: 20_001, reports: [[taskId, 0]] })
    expect(await open.cloud.admin.listReports()).toMatchObject([
      {
        device_id: 'd1',
        product_id: 'p1',
        mod: 'kettle',
        last_version: 10_000,
        current_version: 20_001,
        desc: 'done',
        start_date: '2026-01-02T03:04:05.006Z',
        end_date: '2026-01-02T03:04:06.700Z',
        dates_reversed: 0,
      },
    ])
  })

  it('counts a success once per device, however often it is told', async () => {
    await send()
    await send()
    await send({ result: '0' })
    expect((await state()).count).toBe(1)
    await send({}, 'd2')
    expect((await state()).count).toBe(2)
  })

  it('stores a failure without counting it or touching the version', async () => {
    expect(await send({ result: '1' })).toEqual(ok)
    expect(await state()).toEqual({ count: 0, version: 10_000, reports: [[taskId, 1]] })
  })

  it('counts a success after a failure', async () => {
    await send({ result: 1 })
    await send()
    expect(await state()).toEqual({
      count: 1,
      version: 20_001,
      reports: [
        [taskId, 1],
        [taskId, 0],
      ],
    })
  })

  it('stores what fits no task', async () => {
    expect(await send({ last_version: 5 })).toEqual(ok)
    expect(await state()).toEqual({ count: 0, version: 20_001, reports: [[null, 0]] })
  })

  it('only sets the version when nothing changed', async () => {
    expect(await send({ last_version: 30_000, current_version: 30_000 })).toEqual(ok)
    expect(await state()).toEqual({ count: 0, version: 30_000, reports: [] })
  })

  it('stores a failure that left the version as it was', async () => {
    await send({ current_version: 10_000, result: 1 })
    expect(await state()).toEqual({ count: 0, version: 10_000, reports: [[null, 1]] })
  })

  it('counts a late report of a task that was stopped meanwhile', async () => {
    await open.cloud.admin.setTaskStatus(taskId, 'stopped')
    await send()
    expect(await state()).toEqual({ count: 1, version: 20_001, reports: [[taskId, 0]] })
  })

  it('gives several matching tasks to the newest', async () => {
    const newer = await open.cloud.admin.addTask({
      productId: 'p1',
      fromVersion: 10_000,
      toVersion: 20_001,
      firmware: open.firmware,
      createdAt: '2100-01-01T00:00:00.000Z',
    })
    await send()
    expect(await open.cloud.admin.listReports()).toMatchObject([{ task_id: newer }])
    expect((await state()).count).toBe(0)
  })

  it('keeps the version of each part apart', async () => {
    await send({ type: 'mcu', identify: 2 })
    const { admin } = open.cloud
    expect(await admin.deviceVersion('d1', { type: 'mcu', identify: 2 })).toBe(20_001)
    expect(await admin.deviceVersion('d1')).toBe(10_000)
  })

  it('accepts an end before the start and marks it, and loses no result to a garbled date', async () => {
    expect(await send({ start_date: '2026-01-02T03:04:07Z' })).toEqual(ok)
    expect(await send({ start_date: 'yesterday', end_date: undefined })).toEqual(ok)
    expect(await open.cloud.admin.listReports()).toMatchObject([
      { dates_reversed: 1 },
      { start_date: null, end_date: null, dates_reversed: 0 },
    ])
  })

  it('closes the open ota-log of a success', async () => {
    const log = { device_id: 'd1', task_id: taskId }
    await open.call('POST', '/v2/upgrade/ota-log', log, { 'Corp-ID': 'corp' })
    await send({ result: 1 })
    expect(await open.cloud.admin.listOtaLogs()).toMatchObject([{ status: 1, execute_time: null }])
    await send()
    expect(await open.cloud.admin.listOtaLogs()).toMatchObject([
      { status: 2, execute_time: '2026-01-02T03:04:06.700Z' },
    ])
  })

  it.each([
    [{}, 'd9', 4041008, 'DEVICE_UNKNOWN'],
    [{ type: undefined }, 'd1', 4001002, 'FIELD_MISSING'],
    [{ mod: '' }, 'd1', 4001002, 'FIELD_MISSING'],
    [{ identify: null }, 'd1', 4001002, 'FIELD_MISSING'],
    [{ result: undefined }, 'd1', 4001002, 'FIELD_MISSING'],
    [{ mod: 'x'.repeat(21) }, 'd1', 4001001, 'FIELD_INVALID'],
    [{ result: 2 }, 'd1', 4001001, 'FIELD_INVALID'],
    [{ type: 0 }, 'd1', 4001113, 'TYPE_UNKNOWN'],
  ])('refuses %j of %s with %i and keeps nothing', async (change, deviceId, code, reason) => {
    expect(await send(change, deviceId)).toMatchObject(refused(code, reason) as object)
    expect(await state()).toEqual({ count: 0, version: 10_000, reports: [] })
  })
})
