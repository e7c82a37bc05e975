import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenDesk, ok, openDesk, taskUrl } from '../open-desk.ts'

let open: OpenDesk
beforeEach(async () => {
  open = await openDesk()
  await open.cloud.admin.addDevice({ deviceId: '3', productId: 'p1' })
})
afterEach(() => open[Symbol.asyncDispose]())

const test = { tag_type: 1, scope: { category: 1, device_list: ['d1'] } }
const change = (taskId: string, opt: unknown, deviceList: unknown) =>
  open.as('lead', 'PUT', taskUrl(taskId, 'devices'), { opt, device_list: deviceList })
const devicesOf = async (taskId: string) => (await open.cloud.admin.getTask(taskId))?.scope.deviceIds

describe('devices of a test task (13)', () => {
  it('adds, removes and replaces; what is there already is no change', async () => {
    const id = await open.create(test)
    const steps: readonly [number | string, unknown[], string[]][] = [
      [1, ['d2', 3], ['3', 'd1', 'd2']],
      [1, ['d2'], ['3', 'd1', 'd2']],
      [2, ['d1'], ['3', 'd2']],
      [2, ['d1'], ['3', 'd2']],
      ['3', ['d1', 'd1'], ['d1']],
      [3, ['d1'], ['d1']],
      [3, [], []],
      [3, [], []],
    ]
    for (const [opt, list, expected] of steps) {
      expect(await change(id, opt, list)).toEqual(ok)
      expect(await devicesOf(id)).toEqual(expected)
    }
    expect((await open.operations(id)).map((text) => text.replace(' by lin@plant.example', ''))).toEqual([
      'create',
      'devices: add 2',
      'devices: remove 1',
      'devices: replace 2',
      'devices: replace 0',
    ])
  })

  it('changes for whom a running task is, at once', async () => {
    const id = await open.create({ ...test, from_version: 10_000 })
    await open.cloud.admin.setTaskStatus(id, 'running')
    const check = () =>
      open.as('user', 'POST', '/v2/upgrade/firmware/check/d2', { product_id: 'p1', current_version: 10_000 })
    expect((await check()).status).toBe(404)
    await change(id, 1, ['d2'])
    expect((await check()).status).toBe(200)
    expect(await open.status(id)).toBe('running')
  })

  it('makes a task for all one for these', async () => {
    const ruled = await openDesk({ rules: { testForAll: true } })
    try {
      const id = await ruled.create({ tag_type: 1, scope: { category: 0 } })
      const body = { opt: 3, device_list: [] }
      expect(await ruled.as('lead', 'PUT', taskUrl(id, 'devices'), body)).toEqual(ok)
      expect((await ruled.cloud.admin.getTask(id))?.scope).toEqual({ category: 'devices', deviceIds: [] })
    } finally {
      await ruled[Symbol.asyncDispose]()
    }
  })

  it('refuses what is missing, unknown or not a test task', async () => {
    await open.cloud.admin.addProduct({ productId: 'p2' })
    await open.cloud.admin.addDevice({ deviceId: 'e1', productId: 'p2' })
    const id = await open.create(test)
    const formal = await open.create()
    for (const [opt, list, code, reason] of [
      [4, ['d1'], 4001213, 'CHANGE_UNKNOWN'],
      ['all', ['d1'], 4001213, 'CHANGE_UNKNOWN'],
      [undefined, ['d1'], 4001002, 'FIELD_MISSING'],
      [1, undefined, 4001002, 'FIELD_MISSING'],
      [4, undefined, 4001002, 'FIELD_MISSING'],
      [1, [], 4001002, 'FIELD_MISSING'],
      [2, [], 4001002, 'FIELD_MISSING'],
      [1, 'd1', 4001001, 'FIELD_INVALID'],
      [1, [{}], 4001001, 'FIELD_INVALID'],
      [1, ['d2', 'd9'], 4041008, 'DEVICE_UNKNOWN'],
      [2, ['d9'], 4041008, 'DEVICE_UNKNOWN'],
      [1, ['d2', 'e1'], 4001274, 'DEVICE_OF_OTHER_PRODUCT'],
      [1, ['x1'], 4041008, 'DEVICE_UNKNOWN'],
    ] as const) {
      await open.refuses(code, reason, () => change(id, opt, list))
    }
    await open.refuses(4001138, 'TASK_TAG_MISMATCH', () => change(formal, 1, ['d1']))
    await open.refuses(4041013, 'TASK_UNKNOWN', () => change('t9', 1, ['d1']))
  })
})
