import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenDesk, ok, openDesk } from '../open-desk.ts'

let open: OpenDesk
beforeEach(async () => {
  open = await openDesk()
})
afterEach(() => open[Symbol.asyncDispose]())

const test = { tag_type: 1, scope: { category: 1, device_list: ['d1'] } }
const setStatus = (taskId: unknown, status: unknown, productId: unknown = 'p1') =>
  open.as('lead', 'POST', '/v2/upgrade/firmware/task/status', {
    product_id: productId,
    upgrade_task_id: taskId,
    status,
  })
const remove = (taskId: unknown, productId: unknown = 'p1') =>
  open.as('lead', 'POST', '/v2/upgrade/firmware/task/delete', { id: taskId, product_id: productId })
const check = (version: number) =>
  open.as('user', 'POST', '/v2/upgrade/firmware/check/d1', { product_id: 'p1', current_version: version })

describe('start and stop (3)', () => {
  it('starts a test task with devices, stops it, starts it again; repeats change nothing', async () => {
    const id = await open.create(test)
    for (const [wanted, status] of [
      [1, 'running'],
      ['1', 'running'],
      [0, 'stopped'],
      [0, 'stopped'],
      [1, 'running'],
    ] as const) {
      expect(await setStatus(id, wanted)).toEqual(ok)
      expect(await open.status(id)).toBe(status)
      expect((await check(1)).status).toBe(status === 'running' ? 200 : 404)
    }
    expect(await open.operations(id)).toEqual([
      'create by lin@plant.example',
      'start by lin@plant.example',
      'stop by lin@plant.example',
      'start by lin@plant.example',
    ])
  })

  it('starts a task made without Api-Version 2', async () => {
    const id = await open.create({}, true)
    expect(await setStatus(id, 1)).toEqual(ok)
    expect(await open.status(id)).toBe('running')
  })

  it('refuses what the task does not allow', async () => {
    const id = await open.create()
    await open.refuses(4001036, 'TASK_NOT_APPROVED', () => setStatus(id, 1))
    await open.refuses(4001036, 'TASK_STATE_CONFLICT', () => setStatus(id, 0))
    const nobodys = await open.create({ tag_type: 1 })
    await open.refuses(4001275, 'SCOPE_EMPTY', () => setStatus(nobodys, 1))
    await open.cloud.admin.setTaskStatus(id, 'review')
    await open.refuses(4001036, 'TASK_UNDER_REVIEW', () => setStatus(id, 1))
    await open.refuses(4001036, 'TASK_UNDER_REVIEW', () => setStatus(id, 0))
  })

  it('refuses what is no status, no task, or a task of another product', async () => {
    const id = await open.create(test)
    for (const status of [2, -1, 'on', true]) {
      await open.refuses(4001036, 'TASK_STATUS_UNKNOWN', () => setStatus(id, status))
    }
    await open.refuses(4001002, 'FIELD_MISSING', () => setStatus(id, ''))
    await open.refuses(4001002, 'FIELD_MISSING', () => setStatus('', 7))
    await open.refuses(4001002, 'FIELD_MISSING', () => setStatus(id, 1, null))
    await open.refuses(4041013, 'TASK_UNKNOWN', () => setStatus('t9', 1))
    await open.cloud.admin.addProduct({ productId: 'p2' })
    await open.refuses(4041013, 'TASK_UNKNOWN', () => setStatus(id, 1, 'p2'))
  })
})

describe('delete (4)', () => {
  it('takes a pending and a stopped task away for good, with what was counted', async () => {
    for (const [id, status] of [
      [await open.create(test), 'pending'],
      [await open.create({}, true), 'stopped'],
    ] as const) {
      expect(await open.status(id)).toBe(status)
      expect(await remove(id)).toEqual(ok)
      expect(await open.cloud.admin.getTask(id)).toBeNull()
      await open.refuses(4041013, 'TASK_UNKNOWN', () => remove(id))
    }
  })

  it('keeps its operations, but tells them no more', async () => {
    const id = await open.create(test)
    await remove(id)
    expect(await open.operations(id)).toEqual(['create by lin@plant.example', 'delete by lin@plant.example'])
    await open.refuses(4041013, 'TASK_UNKNOWN', () =>
      open.as('lead', 'GET', `/v2/upgrade/firmware/tasks/${id}/op-logs`),
    )
  })

  it('frees the name and the start version', async () => {
    const again = { ...test, name: 'Again', from_version: 77 }
    await remove(await open.create(again))
    expect(await open.status(await open.create(again))).toBe('pending')
  })

  it('keeps ota-logs and reports of a deleted task, and takes late reports of it', async () => {
    const id = await open.create({ ...test, from_version: 10_000 })
    await setStatus(id, 1)
    const corp = { 'Corp-ID': 'flashline' }
    await open.as('platform', 'POST', '/v2/upgrade/ota-log', { device_id: 'd1', task_id: id }, corp)
    await setStatus(id, 0)
    await remove(id)
    const report = {
      type: 1,
      mod: 'm',
      identify: 0,
      last_version: 10_000,
      current_version: 20_001,
      result: 0,
    }
    expect(await open.as('user', 'POST', '/v2/upgrade/firmware/report/d1', report)).toEqual(ok)
    expect(await open.cloud.admin.listOtaLogs()).toMatchObject([{ task_id: id, status: 1 }])
    expect(await open.cloud.admin.listReports()).toMatchObject([{ task_id: null, device_id: 'd1' }])
  })

  it('refuses a task that runs or is under review, and what names none', async () => {
    const id = await open.create(test)
    await setStatus(id, 1)
    await open.refuses(4001036, 'TASK_BUSY', () => remove(id))
    await open.cloud.admin.setTaskStatus(id, 'review')
    await open.refuses(4001036, 'TASK_BUSY', () => remove(id))
    await open.cloud.admin.setTaskStatus(id, 'stopped')
    await open.refuses(4001002, 'FIELD_MISSING', () => remove(''))
    await open.refuses(4001002, 'FIELD_MISSING', () => remove(id, null))
    await open.refuses(4001001, 'FIELD_INVALID', () => remove({}))
    await open.cloud.admin.addProduct({ productId: 'p2' })
    await open.refuses(4041013, 'TASK_UNKNOWN', () => remove(id, 'p2'))
  })
})
