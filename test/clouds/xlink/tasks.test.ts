// What the answers about tasks mean: nothing to do, no such task, a host without endpoint 7, and operations of a lead on
// a task that is not there.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TaskQuery } from '../../../main/clouds/cloud.ts'
import { caught } from './caught.ts'
import { never, type OpenClient, openClient } from './open-client.ts'
import { answerWith, type ScriptedServer } from './scripted-server.ts'
import { part, wireTask } from './sixteen-calls.ts'

let open: OpenClient
beforeEach(async () => {
  open = await openClient()
})
afterEach(() => open[Symbol.asyncDispose]())

const asked = () => open.server.received.splice(0).map(({ method, url }) => `${method} ${url.split('?')[0]}`)
const noTask = { error: { code: 4041013, msg: 'none' } }

describe('check', () => {
  const check = () =>
    open.client.tasks.check({ productId: 'p1', deviceId: 'd1', part, currentVersion: 10_000 }, never)

  it('reads the task', async () => {
    open.server.answer = answerWith(200, wireTask)
    expect(await check()).toMatchObject({ taskId: 't1', toVersion: 20_001 })
  })

  it.each([
    [404, 4041013],
    [400, 4001053],
  ])('%i with %i means up to date', async (status, code) => {
    open.server.answer = answerWith(status, { error: { code, msg: 'none' } })
    expect(await check()).toBeNull()
  })

  it.each([
    ['an unknown device', 404, { error: { code: 4041008, msg: 'device' } }],
    ['a 404 without a code', 404, '<html>not here</html>'],
    ['the right code with another status', 400, noTask],
  ])('%s is not up to date', async (_name, status, body) => {
    open.server.answer = answerWith(status, body)
    expect(await caught(check())).toMatchObject({ code: 'CLOUD_REFUSED', context: { status } })
  })
})

describe('a task that is not there', () => {
  it('is TASK_NOT_FOUND for every call about one task', async () => {
    open.server.answer = answerWith(404, noTask)
    const { tasks, desk } = open.client
    const ref = { productId: 'p1', taskId: 't9' }
    for (const about of [
      tasks.getTask('t9', never),
      desk.start(ref, never),
      desk.stop(ref, never),
      desk.delete(ref, never),
      desk.promote('t9', {}, never),
      desk.submit('t9', 'm2', never),
      desk.review('t9', 'approve', never),
      desk.changeDevices('t9', { how: 'add', deviceIds: ['d1'] }, never),
      desk.listOperations('t9', never),
      desk.versionShare('t9', never),
    ])
      expect(await caught(about)).toMatchObject({
        code: 'TASK_NOT_FOUND',
        context: { taskId: 't9', cloudCode: 4_041_013 },
      })
  })

  it('another 404 is a refusal: the reviewer is unknown', async () => {
    open.server.answer = answerWith(404, { error: { code: 4041003, msg: 'member' } })
    expect(await caught(open.client.desk.submit('t1', 'nobody', never))).toMatchObject({
      code: 'CLOUD_REFUSED',
      context: { cloudCode: 4_041_003 },
    })
  })
})

describe('delete', () => {
  const remove = () => open.client.desk.delete({ productId: 'p1', taskId: 't1' }, never)
  const [GET, STOP, DELETE] = [
    'GET /v2/upgrade/firmware/tasks/t1',
    'POST /v2/upgrade/firmware/task/status',
    'POST /v2/upgrade/firmware/task/delete',
  ]

  it.each([0, 2, 3])('does not stop a task of status %i', async (status) => {
    open.server.answer = (response, { method }) =>
      answerWith(200, method === 'GET' ? { ...wireTask, status } : '')(response)
    await remove()
    expect(asked()).toEqual([GET, DELETE])
  })

  it('stops first where the host cannot say whether it runs', async () => {
    open.server.answer = (response, { method }) => answerWith(method === 'GET' ? 404 : 200, '')(response)
    await remove()
    expect(asked()).toEqual([GET, STOP, DELETE])
  })

  it('deletes nothing that could not be stopped', async () => {
    open.server.answer = (response, { method, url }) => {
      if (method === 'GET') answerWith(200, wireTask)(response)
      else answerWith(url.endsWith('status') ? 503 : 200, '')(response)
    }
    expect(await caught(remove())).toMatchObject({ code: 'CLOUD_SERVER' })
    expect(asked()).not.toContain(DELETE)
  })
})

describe('lists', () => {
  const query: TaskQuery = { productId: 'p1', offset: 20, limit: 3 }
  const [POST, GET] = ['POST /v2/upgrade/firmware/tasks', 'GET /v2/upgrade/firmware/tasks']
  const list = (change: Partial<TaskQuery> = {}) =>
    open.client.tasks.listTasks({ ...query, ...change }, never)
  const oldHost =
    (status: number, body: unknown, tasks: unknown): ScriptedServer['answer'] =>
    (response, { method }) =>
      method === 'POST' ? answerWith(status, body)(response) : answerWith(200, tasks)(response)

  it.each([
    [404, ''],
    [404, '<html>not here</html>'],
    [404, { error: { code: 4041001, msg: 'URL' } }],
    [405, ''],
  ])('a host that says %i %j to 7 is asked by 2 from then on', async (status, body) => {
    open.server.answer = oldHost(status, body, [wireTask])
    expect(await list()).toMatchObject({ total: 21, tasks: [{ taskId: 't1' }] })
    expect(asked()).toEqual([POST, GET])
    await list()
    expect(asked()).toEqual([GET])
  })

  it('but not for what 2 cannot be asked', async () => {
    open.server.answer = oldHost(404, '', [])
    await list()
    asked()
    for (const change of [
      { partType: 'mcu' },
      { tag: 'test' },
      { where: { name: { like: 'K' } } },
      { order: { name: 'asc' } },
    ] as const) {
      expect(await caught(list(change))).toMatchObject({ code: 'CLOUD_REFUSED', context: { status: 404 } })
      expect(asked()).toEqual([POST])
      expect(await caught(list({ ...change, plain: true }))).toMatchObject({ code: 'INPUT_INVALID' })
      expect(asked()).toEqual([])
    }
  })

  it('another refusal of 7 is one', async () => {
    open.server.answer = oldHost(404, { error: { code: 4041005, msg: 'product' } }, [wireTask])
    expect(await caught(list())).toMatchObject({ code: 'CLOUD_REFUSED', context: { cloudCode: 4_041_005 } })
    expect(asked()).toEqual([POST])
  })

  it('a host that has neither is asked by 7 again', async () => {
    open.server.answer = answerWith(404, '')
    expect(await caught(list())).toMatchObject({ code: 'CLOUD_REFUSED' })
    await caught(list())
    expect(asked()).toEqual([POST, GET, POST, GET])
  })

  it('a full page of 2 lets who reads go on, also when items of it cannot be read', async () => {
    open.server.answer = answerWith(200, [wireTask, 5, wireTask])
    expect(await list({ plain: true })).toMatchObject({
      total: 24,
      tasks: [{ taskId: 't1' }, { taskId: 't1' }],
      unread: [{ index: 1, id: null, field: '(whole)' }],
    })
    open.server.answer = answerWith(200, [])
    expect(await list({ plain: true })).toEqual({ total: 20, tasks: [], unread: [] })
  })
})
