import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenDesk, ok, openDesk, taskUrl } from '../open-desk.ts'

let open: OpenDesk
beforeEach(async () => {
  open = await openDesk()
})
afterEach(() => open[Symbol.asyncDispose]())

const test = { tag_type: 1, scope: { category: 1, device_list: ['d1'] } }
const promote = (taskId: string, body?: unknown) =>
  open.as('lead', 'PUT', taskUrl(taskId, 'product-tag'), body)
const start = (taskId: string) =>
  open.as('lead', 'POST', '/v2/upgrade/firmware/task/status', {
    product_id: 'p1',
    upgrade_task_id: taskId,
    status: 1,
  })

describe('promote (10)', () => {
  it.each([
    ['pending', false],
    ['running', false],
    ['stopped', true],
  ] as const)('makes a formal, pending task of a test task that is %s', async (status, legacy) => {
    const id = await open.create(test, legacy)
    if (status === 'running') await start(id)
    expect(await open.status(id)).toBe(status)
    expect(await promote(id)).toEqual(ok)
    expect(await open.cloud.admin.getTask(id)).toMatchObject({
      tag: 'formal',
      status: 'pending',
      name: 'Task 1',
      scope: { category: 'devices', deviceIds: ['d1'] },
    })
    expect((await open.operations(id)).at(-1)).toBe('promote by lin@plant.example')
    // Whatever it was before, it must pass a review now.
    await open.refuses(4001036, 'TASK_NOT_APPROVED', () => start(id))
  })

  it('changes what is given, leaves what is blank', async () => {
    const id = await open.create(test)
    await promote(id, {
      name: 'Kettle for all',
      description: '',
      scope: { category: 0, device_list: ['d2'] },
    })
    expect(await open.cloud.admin.getTask(id)).toMatchObject({
      name: 'Kettle for all',
      description: 'Boils faster',
      scope: { category: 'all', deviceIds: [] },
    })
  })

  it('puts other devices in place of the first ones', async () => {
    const id = await open.create(test)
    await promote(id, { scope: { category: '1', device_list: ['d2'] } })
    expect((await open.cloud.admin.getTask(id))?.scope).toEqual({ category: 'devices', deviceIds: ['d2'] })
  })

  it('keeps what was counted and issued', async () => {
    const id = await open.create({ ...test, from_version: 10_000 })
    await start(id)
    const log = { device_id: 'd1', task_id: id }
    await open.as('platform', 'POST', '/v2/upgrade/ota-log', log, { 'Corp-ID': 'flashline' })
    const report = {
      type: 1,
      mod: 'm',
      identify: 0,
      last_version: 10_000,
      current_version: 20_001,
      result: 0,
    }
    await open.as('user', 'POST', '/v2/upgrade/firmware/report/d1', report)
    await promote(id)
    expect((await open.cloud.admin.getTask(id))?.upgradedCount).toBe(1)
    expect(await open.cloud.admin.listOtaLogs()).toMatchObject([{ task_id: id, status: 2 }])
  })

  it.each([
    [{ name: 'x'.repeat(33) }, 4001001, 'FIELD_INVALID'],
    [{ description: 'x'.repeat(251) }, 4001001, 'FIELD_INVALID'],
    [{ scope: {} }, 4001002, 'FIELD_MISSING'],
    [{ scope: { device_list: ['d1'] } }, 4001002, 'FIELD_MISSING'],
    [{ scope: { category: 2 } }, 4001275, 'SCOPE_UNKNOWN'],
    [{ scope: { category: 1 } }, 4001275, 'SCOPE_EMPTY'],
    [{ scope: { category: 1, device_list: [] } }, 4001275, 'SCOPE_EMPTY'],
    [{ scope: { category: 1, device_list: ['d9'] } }, 4041008, 'DEVICE_UNKNOWN'],
    [{ scope: { category: 1, device_list: ['e1'] } }, 4001274, 'DEVICE_OF_OTHER_PRODUCT'],
    [{ scope: { category: 1, device_list: ['x1'] } }, 4041008, 'DEVICE_UNKNOWN'],
    [{ name: 'Taken' }, 4001035, 'NAME_EXISTS'],
    ['{"name":', 4001001, 'FIELD_INVALID'],
  ])('refuses %j with %i', async (body, code, reason) => {
    await open.cloud.admin.addProduct({ productId: 'p2' })
    await open.cloud.admin.addDevice({ deviceId: 'e1', productId: 'p2' })
    await open.create({ name: 'Taken' })
    const id = await open.create(test)
    await open.refuses(code, reason, () => promote(id, body))
  })

  it('takes its own name again', async () => {
    const id = await open.create({ ...test, name: 'Mine' })
    expect(await promote(id, { name: 'Mine' })).toEqual(ok)
  })

  it('refuses a formal task and an unknown one', async () => {
    const formal = await open.create()
    await open.refuses(4001138, 'TASK_TAG_MISMATCH', () => promote(formal))
    await open.refuses(4041013, 'TASK_UNKNOWN', () => promote('t9'))
  })

  it('does not collide with itself; with rule uniquePerTag it may with a formal task', async () => {
    const ruled = await openDesk({ rules: { uniquePerTag: true } })
    try {
      await ruled.create({ from_version: 5 })
      const id = await ruled.create({ ...test, from_version: 5 })
      await ruled.refuses(4001037, 'FROM_VERSION_EXISTS', () =>
        ruled.as('lead', 'PUT', taskUrl(id, 'product-tag'), {}),
      )
    } finally {
      await ruled[Symbol.asyncDispose]()
    }
  })
})
