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

const ok = { status: 200, body: undefined }
const send = (change: object = {}, corpId: string | undefined = 'corp7') =>
  open.call(
    'POST',
    '/v2/upgrade/ota-log',
    { device_id: 'd1', task_id: taskId, ...change },
    { 'Corp-ID': corpId },
  )

describe('ota-log', () => {
  it('opens one log per device and task, and takes repeats', async () => {
    expect([await send(), await send(), await send({ device_id: 'd2' })]).toEqual([ok, ok, ok])
    expect(await open.cloud.admin.listOtaLogs()).toMatchObject([
      {
        device_id: 'd1',
        task_id: taskId,
        product_id: 'p1',
        corp_id: 'flashline',
        status: 1,
        execute_time: null,
      },
      { device_id: 'd2', status: 1 },
    ])
  })

  it('opens another one after the first was completed', async () => {
    await send()
    await open.call('POST', '/v2/upgrade/firmware/report/d1', {
      type: 1,
      mod: 'kettle',
      identify: 0,
      last_version: 10_000,
      current_version: 20_001,
      result: 0,
    })
    await send()
    expect((await open.cloud.admin.listOtaLogs()).map((log) => log.status)).toEqual([2, 1])
  })

  it('needs the Corp-ID', async () => {
    const missing = refused(4001002, 'FIELD_MISSING') as object
    expect(await send({}, ' ')).toMatchObject(missing)
    const body = { device_id: 'd1', task_id: taskId }
    expect(await open.call('POST', '/v2/upgrade/ota-log', body)).toMatchObject(missing)
    expect(await open.cloud.admin.listOtaLogs()).toEqual([])
  })

  it('takes any Corp-ID from a token that names no corp, its own from others', async () => {
    const { admin } = open.cloud
    await admin.addCorp({ corpId: 'plant' })
    const bound = await admin.issueToken(['platform'], { corpId: 'flashline' })
    const sendAs = (corpId: string) =>
      open.call(
        'POST',
        '/v2/upgrade/ota-log',
        { device_id: 'd1', task_id: taskId },
        { 'Corp-ID': corpId, 'Access-Token': bound },
      )
    expect(await sendAs('plant')).toMatchObject(refused(4031001, 'CORP_DIFFERS') as object)
    expect(await open.cloud.admin.listOtaLogs()).toEqual([])
    expect(await sendAs(' flashline ')).toEqual(ok)
    expect(await send({ device_id: 'd2' }, 'whatever')).toEqual(ok)
  })

  it.each([
    [{ device_id: 'd9' }, 4041008, 'DEVICE_UNKNOWN'],
    [{ task_id: 't9' }, 4041013, 'TASK_UNKNOWN'],
    [{ device_id: '' }, 4001002, 'FIELD_MISSING'],
    [{ task_id: null }, 4001002, 'FIELD_MISSING'],
    [{ device_id: {} }, 4001001, 'FIELD_INVALID'],
  ])('refuses %j with %i', async (change, code, reason) => {
    expect(await send(change)).toMatchObject(refused(code, reason) as object)
  })

  it('refuses a device of another product', async () => {
    await open.cloud.admin.addProduct({ productId: 'p2' })
    await open.cloud.admin.addDevice({ deviceId: 'e1', productId: 'p2' })
    expect(await send({ device_id: 'e1' })).toMatchObject(
      refused(4001274, 'DEVICE_OF_OTHER_PRODUCT') as object,
    )
  })
})
