import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decideStatus } from '../../main/local-cloud/task-status.ts'
import { type OpenCloud, openCloud, refused } from './open-cloud.ts'

let open: OpenCloud
beforeEach(async () => {
  open = await openCloud()
})
afterEach(() => open[Symbol.asyncDispose]())

const v2 = { 'Api-Version': '2' }
const newTask = () => ({
  product_id: 'p1',
  name: 'Kettle',
  description: 'Boils faster',
  from_version: '10000',
  from_version_url: 'http://elsewhere.example/from.bin',
  from_version_md5: 'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF',
  from_version_size: '7',
  target_version: 20_001,
  target_version_url: open.cloud.baseUrl + open.firmware.urlPath,
  target_version_md5: open.firmware.md5,
  target_version_size: 1000,
})
const create = (change: object = {}, headers: Record<string, string> = v2) =>
  open.call('POST', '/v2/upgrade/firmware/task', { ...newTask(), ...change }, headers)
const setStatus = (taskId: string, status: unknown, productId = 'p1') =>
  open.call('POST', '/v2/upgrade/firmware/task/status', {
    product_id: productId,
    upgrade_task_id: taskId,
    status,
  })
const idOf = (answer: { body: unknown }) => (answer.body as { id: string }).id
const ok = { status: 200, body: undefined }

describe('create', () => {
  it('is pending with Api-Version 2 and stopped without', async () => {
    const answer = await create()
    expect(answer).toMatchObject({
      status: 200,
      body: {
        product_id: 'p1',
        name: 'Kettle',
        from_version: 10_000,
        from_version_url: 'http://elsewhere.example/from.bin',
        from_version_md5: 'ffffffffffffffffffffffffffffffff',
        target_version_url: open.cloud.baseUrl + open.firmware.urlPath,
        upgrade_count: 0,
        status: 2,
        type: 1,
        identify: 0,
        task_type: 0,
        tag_type: 0,
        scope: { category: 0, device_list: [] },
      },
    })
    expect(open.cloud.admin.getTask(idOf(answer))?.status).toBe('pending')
    const legacy = await create({ name: 'Other', from_version: 5 }, {})
    expect(legacy.body).toMatchObject({ status: 0 })
  })

  it('makes a test task for nobody when it names no scope', async () => {
    expect((await create({ tag_type: 1 })).body).toMatchObject({ scope: { category: 1, device_list: [] } })
  })

  it('keeps its devices', async () => {
    const scope = { category: '1', device_list: ['d2', 'd1', 'd1'] }
    expect((await create({ scope })).body).toMatchObject({
      scope: { category: 1, device_list: ['d1', 'd2'] },
    })
  })

  it('is unique by name and by part and start version', async () => {
    await create()
    expect(await create({ from_version: 5 })).toMatchObject(refused(4001035, 'NAME_EXISTS') as object)
    expect(await create({ name: 'Other' })).toMatchObject(refused(4001037, 'FROM_VERSION_EXISTS') as object)
    expect(await create({ name: 'Other', type: 'mcu', identify: 0 })).toMatchObject({ status: 200 })
    expect(await create({ name: 'Test', tag_type: 1 })).toMatchObject(
      refused(4001037, 'FROM_VERSION_EXISTS') as object,
    )
  })

  it.each([
    [{ name: '' }, 4001002, 'FIELD_MISSING'],
    [{ target_version_md5: null }, 4001002, 'FIELD_MISSING'],
    [{ type: 2 }, 4001002, 'FIELD_MISSING'],
    [{ name: 'x'.repeat(33) }, 4001001, 'FIELD_INVALID'],
    [{ description: 'x'.repeat(251) }, 4001001, 'FIELD_INVALID'],
    [{ from_version: 2_147_483_648 }, 4001001, 'FIELD_INVALID'],
    [{ target_version: 10_000 }, 4001001, 'FIELD_INVALID'],
    [{ target_version_md5: 'MD5' }, 4001001, 'FIELD_INVALID'],
    [{ target_version_url: 'file:///etc/passwd' }, 4001095, 'URL_INVALID'],
    [{ type: 'toaster' }, 4001113, 'TYPE_UNKNOWN'],
    [{ scope: { category: 2 } }, 4001275, 'SCOPE_UNKNOWN'],
    [{ scope: { category: 1 } }, 4001275, 'SCOPE_EMPTY'],
    [{ tag_type: 1, scope: { category: 0 } }, 4001275, 'SCOPE_UNKNOWN'],
    [{ scope: { category: 1, device_list: ['d9'] } }, 4041008, 'DEVICE_UNKNOWN'],
    [{ product_id: 'p9' }, 4041005, 'PRODUCT_UNKNOWN'],
  ])('refuses %j with %i', async (change, code, reason) => {
    expect(await create(change)).toMatchObject(refused(code, reason) as object)
  })

  it('counts characters, not code units', async () => {
    expect(await create({ name: '🫖'.repeat(32) })).toMatchObject({ status: 200 })
  })

  it('refuses a device of another product', async () => {
    open.cloud.admin.addProduct({ productId: 'p2' })
    open.cloud.admin.addDevice({ deviceId: 'e1', productId: 'p2' })
    expect(await create({ scope: { category: 1, device_list: ['e1'] } })).toMatchObject(
      refused(4001274, 'DEVICE_OF_OTHER_PRODUCT') as object,
    )
  })
})

describe('start and stop', () => {
  it('starts a test task with devices, stops it, starts it again', async () => {
    const id = idOf(await create({ tag_type: 1, scope: { category: 1, device_list: ['d1'] } }))
    for (const [wanted, status] of [
      [1, 'running'],
      ['1', 'running'],
      [0, 'stopped'],
      [0, 'stopped'],
      [1, 'running'],
    ] as const) {
      expect(await setStatus(id, wanted)).toEqual(ok)
      expect(open.cloud.admin.getTask(id)?.status).toBe(status)
    }
  })

  it('starts a task made without Api-Version 2', async () => {
    const id = idOf(await create({}, {}))
    expect(await setStatus(id, 1)).toEqual(ok)
    expect(open.cloud.admin.getTask(id)?.status).toBe('running')
  })

  it('refuses what the task, its product or the status does not allow', async () => {
    const id = idOf(await create())
    expect(await setStatus(id, 1)).toMatchObject(refused(4001036, 'TASK_NOT_APPROVED') as object)
    expect(await setStatus(id, 2)).toMatchObject(refused(4001036, 'TASK_STATUS_UNKNOWN') as object)
    expect(await setStatus(id, '')).toMatchObject(refused(4001002, 'FIELD_MISSING') as object)
    expect(await setStatus(id, 1, 'p2')).toMatchObject(refused(4041013, 'TASK_UNKNOWN') as object)
    expect(await setStatus('t9', 1)).toMatchObject(refused(4041013, 'TASK_UNKNOWN') as object)
    expect(open.cloud.admin.getTask(id)?.status).toBe('pending')
  })
})

describe('decideStatus', () => {
  const task = { status: 0, legacy: false, approved: false, isTest: false, deviceCount: 1 }

  it.each([
    [{ status: 0, legacy: true }, 1, 1],
    [{ status: 0, isTest: true }, 1, 1],
    [{ status: 0, approved: true }, 1, 1],
    [{ status: 0 }, 1, 'TASK_NOT_APPROVED'],
    [{ status: 0 }, 0, 0],
    [{ status: 1 }, 1, 1],
    [{ status: 1 }, 0, 0],
    [{ status: 2, isTest: true }, 1, 1],
    [{ status: 2, isTest: true, deviceCount: 0 }, 1, 'SCOPE_EMPTY'],
    [{ status: 2, approved: true }, 1, 'TASK_NOT_APPROVED'],
    [{ status: 2 }, 0, 'TASK_STATE_CONFLICT'],
    [{ status: 3 }, 1, 'TASK_UNDER_REVIEW'],
    [{ status: 3 }, 0, 'TASK_UNDER_REVIEW'],
  ] as const)('%j asked for %i gives %s', (change, wanted, expected) => {
    const decide = () => decideStatus({ ...task, ...change }, wanted)
    if (typeof expected === 'number') expect(decide()).toBe(expected)
    else expect(decide).toThrow(expect.objectContaining({ reason: expected }))
  })
})
