import { Agent } from 'undici'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ResultSink, TaskSource } from '../../../main/clouds/cloud.ts'
import { createXlinkCloud } from '../../../main/clouds/xlink/index.ts'
import { answerWith, type ScriptedServer, startScriptedServer } from './scripted-server.ts'

const TOKEN = 'secret-token-of-the-station'
const never = new AbortController().signal
const part = { type: 'mcu', identify: 3 } as const
const checkQuery = { productId: 'p1', deviceId: 'd 1/x', part, currentVersion: 10_000 }
const report = {
  deviceId: 'd1',
  part,
  model: 'a model with a name longer than twenty',
  fromVersion: 10_000,
  toVersion: 20_001,
  succeeded: true,
  description: 'done',
  startedAt: '2026-01-02T03:04:05.006Z',
  endedAt: '2026-01-02T03:04:06.007Z',
}
const wireTask = {
  id: 't1',
  product_id: 'p1',
  from_version: 10_000,
  target_version: '20001',
  target_version_url: 'http://cloud/f',
  target_version_md5: '5eb63bbbe01eeed093cb22bb8f5acdc3',
  target_version_size: '11',
  status: 1,
}

const http = new Agent()
let server: ScriptedServer
let cloud: TaskSource & ResultSink

beforeEach(async () => {
  server = await startScriptedServer()
  cloud = createXlinkCloud({ ...connection(), baseUrl: `${server.baseUrl}/` })
})
afterEach(() => server[Symbol.asyncDispose]())

const sent = () => {
  const [request] = server.received
  return {
    line: `${request?.method} ${request?.url}`,
    contentType: request?.headers['content-type'],
    token: request?.headers['access-token'],
    apiVersion: request?.headers['api-version'],
    corpId: request?.headers['corp-id'],
    body: request?.body,
  }
}
const always = { contentType: 'application/json', token: TOKEN }

describe('requests', () => {
  it('5 check', async () => {
    server.answer = answerWith(200, wireTask)
    const task = await cloud.check(checkQuery, never)
    expect(task).toMatchObject({ taskId: 't1', toVersion: 20_001 })
    expect(sent()).toEqual({
      ...always,
      line: 'POST /v2/upgrade/firmware/check/d%201%2Fx',
      body: '{"product_id":"p1","type":2,"identify":3,"current_version":10000}',
    })
  })

  it('6 report', async () => {
    await cloud.sendReport(report, never)
    expect(sent()).toEqual({
      ...always,
      line: 'POST /v2/upgrade/firmware/report/d1',
      body: JSON.stringify({
        type: 2,
        identify: 3,
        mod: 'a model with a name ',
        last_version: 10_000,
        current_version: 20_001,
        result: 0,
        desc: 'done',
        start_date: '2026-01-02T03:04:05.006Z',
        end_date: '2026-01-02T03:04:06.007Z',
      }),
    })
  })

  it('6 report of a failure', async () => {
    await cloud.sendReport({ ...report, succeeded: false }, never)
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({ result: 1 })
  })

  it('7 list', async () => {
    server.answer = answerWith(200, { count: '1', list: [wireTask] })
    const page = await cloud.listTasks({ productId: 'p1', offset: 20, limit: 10 }, never)
    expect(page).toMatchObject({ total: 1, tasks: [{ taskId: 't1' }] })
    expect(sent()).toEqual({
      ...always,
      apiVersion: '2',
      line: 'POST /v2/upgrade/firmware/tasks',
      body: '{"product_id":"p1","offset":20,"limit":10}',
    })
  })

  it('8 ota-log', async () => {
    await cloud.sendOtaLog({ deviceId: 'd1', taskId: 't1' }, never)
    expect(sent()).toEqual({
      ...always,
      corpId: 'corp7',
      line: 'POST /v2/upgrade/ota-log',
      body: '{"device_id":"d1","task_id":"t1"}',
    })
  })

  it('14 get, with Content-Type although it has no body', async () => {
    server.answer = answerWith(200, wireTask)
    await cloud.getTask('t1', never)
    expect(sent()).toEqual({
      ...always,
      apiVersion: '2',
      line: 'GET /v2/upgrade/firmware/tasks/t1',
      body: '',
    })
  })

  it('keeps a path suffix of the base URL', async () => {
    const suffixed = createXlinkCloud({ ...connection(), baseUrl: `${server.baseUrl}/iot/` })
    await suffixed.sendReport(report, never)
    expect(sent().line).toBe('POST /iot/v2/upgrade/firmware/report/d1')
  })

  it.each(['', '.', '..'])('never makes another address of the id %j', async (deviceId) => {
    await expect(cloud.check({ ...checkQuery, deviceId }, never)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
    expect(server.received).toEqual([])
  })
})

describe('answers that are no task', () => {
  it.each([
    [404, 4041013],
    [400, 4001053],
  ])('check: %i with %i means up to date', async (status, code) => {
    server.answer = answerWith(status, { error: { code, msg: 'none' } })
    expect(await cloud.check(checkQuery, never)).toBeNull()
  })

  it('check: an unknown device is not up to date', async () => {
    server.answer = answerWith(404, { error: { code: 4041008, msg: 'device' } })
    await expect(cloud.check(checkQuery, never)).rejects.toMatchObject({ code: 'CLOUD_REFUSED' })
  })

  it('check: a 404 without a code is not up to date', async () => {
    server.answer = answerWith(404, '<html>not here</html>')
    await expect(cloud.check(checkQuery, never)).rejects.toMatchObject({
      code: 'CLOUD_REFUSED',
      context: { status: 404, cloudCode: null },
    })
  })

  it('get: 404 with 4041013 is TASK_NOT_FOUND', async () => {
    server.answer = answerWith(404, { error: { code: 4041013, msg: 'none' } })
    await expect(cloud.getTask('t9', never)).rejects.toMatchObject({
      code: 'TASK_NOT_FOUND',
      context: { taskId: 't9' },
    })
  })
})

describe('failures', () => {
  it.each([
    [500, 'oops', 'CLOUD_SERVER'],
    [503, { error: { code: 5031001, msg: 'server' } }, 'CLOUD_SERVER'],
    [429, '', 'CLOUD_BUSY'],
    [403, { error: { code: 4031002, msg: 'needed' } }, 'CLOUD_TOKEN'],
    [403, { error: { code: '4031003', msg: 'invalid' } }, 'CLOUD_TOKEN'],
    [403, { error: { msg: 'Access-Token Expired', code: 4031021 } }, 'CLOUD_TOKEN'],
    [403, { error: { code: 4031022, msg: 'refreshed' } }, 'CLOUD_TOKEN'],
    [403, { error: { code: 4031001, msg: 'forbidden' } }, 'CLOUD_FORBIDDEN'],
    [403, '', 'CLOUD_FORBIDDEN'],
    [400, { error: { code: 4001002, msg: 'empty' } }, 'CLOUD_REFUSED'],
    [404, { error: { code: 4041013, msg: 'task' } }, 'CLOUD_REFUSED'],
    [302, '', 'CLOUD_REPLY'],
    [200, '<html>please sign in</html>', 'CLOUD_REPLY'],
    [200, { error: { code: 4031021, msg: 'expired' } }, 'CLOUD_TOKEN'],
    [200, { error: { code: 5031001, msg: 'server' } }, 'CLOUD_SERVER'],
  ])('a report answered %i %j is not acknowledged: %s', async (status, body, code) => {
    server.answer = answerWith(status, body)
    await expect(cloud.sendReport(report, never)).rejects.toMatchObject({ code })
  })

  it('keeps what the cloud said about a refusal, cut to 200 characters and without the token', async () => {
    const msg = `${TOKEN} is not allowed ${'x'.repeat(300)}`
    server.answer = answerWith(400, { error: { code: 4001036, msg, reason: 'TASK_NOT_APPROVED' } })
    const error = await cloud.sendReport(report, never).catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 'CLOUD_REFUSED',
      context: { status: 400, cloudCode: 4_001_036, reason: 'TASK_NOT_APPROVED' },
    })
    const { message } = (error as { context: { message: string } }).context
    expect(message).toHaveLength(200)
    expect(message).toMatch(/^\*\*\* is not allowed x+$/)
  })

  it('refuses an answer larger than a mebibyte', async () => {
    server.answer = answerWith(200, `"${'x'.repeat(1024 * 1024)}"`)
    await expect(cloud.getTask('t1', never)).rejects.toMatchObject({
      code: 'CLOUD_REPLY',
      context: { reason: 'size' },
    })
  })

  it('says unreachable when nobody listens', async () => {
    await server[Symbol.asyncDispose]()
    await expect(cloud.sendReport(report, never)).rejects.toMatchObject({
      code: 'CLOUD_UNREACHABLE',
      context: { cause: 'ECONNREFUSED' },
    })
    server = await startScriptedServer()
  })

  it('says unreachable when the name is unknown', async () => {
    const fetchDispatcher = new Agent({
      connect: {
        lookup: (hostname, _options, done) =>
          done(Object.assign(new Error(`no address of ${hostname}`), { code: 'ENOTFOUND' }), ''),
      },
    })
    const lost = createXlinkCloud({ ...connection(), baseUrl: 'http://cloud.invalid', fetchDispatcher })
    await expect(lost.sendReport(report, never)).rejects.toMatchObject({
      code: 'CLOUD_UNREACHABLE',
      context: { cause: 'ENOTFOUND' },
    })
    await fetchDispatcher.close()
  })

  it('says unreachable when the connection is cut before the answer and in the middle of it', async () => {
    server.answer = (response) => void response.destroy()
    await expect(cloud.sendReport(report, never)).rejects.toMatchObject({ code: 'CLOUD_UNREACHABLE' })
    server.answer = (response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('{', () => response.destroy())
    }
    await expect(cloud.getTask('t1', never)).rejects.toMatchObject({ code: 'CLOUD_UNREACHABLE' })
  })

  it('gives up after its time limit, also in the middle of an answer', async () => {
    const hasty = createXlinkCloud({ ...connection(), timeoutMs: 60 })
    server.answer = () => {}
    await expect(hasty.getTask('t1', never)).rejects.toMatchObject({
      code: 'CLOUD_TIMEOUT',
      context: { timeoutMs: 60 },
    })
    server.answer = (response) => void response.write('{"id":')
    await expect(hasty.getTask('t1', never)).rejects.toMatchObject({ code: 'CLOUD_TIMEOUT' })
  })

  it('rejects with the reason of the abort, before and during the call', async () => {
    const reason = new Error('the cable is gone')
    await expect(cloud.getTask('t1', AbortSignal.abort(reason))).rejects.toBe(reason)
    expect(server.received).toEqual([])
    const abort = new AbortController()
    server.answer = () => abort.abort(reason)
    await expect(cloud.getTask('t1', abort.signal)).rejects.toBe(reason)
  })

  it('asks for the token at every call', async () => {
    const tokens = ['first', 'second']
    const changing = createXlinkCloud({ ...connection(), accessToken: () => tokens.shift() ?? '' })
    await changing.sendReport(report, never)
    await changing.sendReport(report, never)
    expect(server.received.map((request) => request.headers['access-token'])).toEqual(['first', 'second'])
  })

  it('refuses a token that no header can carry, without showing it', async () => {
    const broken = createXlinkCloud({ ...connection(), accessToken: () => 'line\nbreak-secret' })
    const error = await broken.sendReport(report, never).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'CLOUD_TOKEN' })
    expect(String(error)).not.toContain('secret')
  })
})

const connection = () => ({
  baseUrl: server.baseUrl,
  corpId: 'corp7',
  accessToken: () => TOKEN,
  fetchDispatcher: http,
})
