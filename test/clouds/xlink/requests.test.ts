// Golden requests: method, address, headers and body of all sixteen calls, as the service's document writes them.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { never, type OpenClient, openClient, TOKEN } from './open-client.ts'
import type { ReceivedRequest } from './scripted-server.ts'
import { answerWith } from './scripted-server.ts'
import { draft, report, sixteenCalls, wireTask } from './sixteen-calls.ts'

let open: OpenClient
beforeEach(async () => {
  open = await openClient()
})
afterEach(() => open[Symbol.asyncDispose]())

const asSent = (request: ReceivedRequest | undefined) => ({
  line: `${request?.method} ${request?.url}`,
  contentType: request?.headers['content-type'],
  token: request?.headers['access-token'],
  apiVersion: request?.headers['api-version'],
  corpId: request?.headers['corp-id'],
  body: request?.body,
})

const numbersIn = (value: unknown): unknown[] =>
  typeof value === 'number' ? [value] : value instanceof Object ? Object.values(value).flatMap(numbersIn) : []

describe('the sixteen calls', () => {
  it.each(sixteenCalls)('$name', async ({ act, answer, line, apiVersion, corpId, body }) => {
    open.server.answer = answerWith(200, answer)
    await act(open.client)
    expect(open.server.received.map(asSent)).toEqual([
      { contentType: 'application/json', token: TOKEN, line, apiVersion, corpId, body },
    ])
  })

  it('4 delete: looks first, and stops a task that runs', async () => {
    open.server.answer = (response, request) =>
      answerWith(200, request.method === 'GET' ? wireTask : '')(response)
    await open.client.desk.delete({ productId: 'p1', taskId: 't1' }, never)
    expect(open.server.received.map(asSent).map(({ line, body }) => `${line} ${body}`)).toEqual([
      'GET /v2/upgrade/firmware/tasks/t1 ',
      'POST /v2/upgrade/firmware/task/status {"product_id":"p1","upgrade_task_id":"t1","status":0}',
      'POST /v2/upgrade/firmware/task/delete {"id":"t1","product_id":"p1"}',
    ])
  })

  it('12 reject, 13 add and replace', async () => {
    const { desk } = open.client
    await desk.review('t1', 'reject', never)
    await desk.changeDevices('t1', { how: 'add', deviceIds: ['d1'] }, never)
    await desk.changeDevices('t1', { how: 'replace', deviceIds: [] }, never)
    expect(open.server.received.map(({ body }) => body)).toEqual([
      '{"audit_result":2}',
      '{"opt":1,"device_list":["d1"]}',
      '{"opt":3,"device_list":[]}',
    ])
  })

  it('leaves out what was not given', async () => {
    const { desk, tasks, otaLogs } = open.client
    open.server.answer = answerWith(200, wireTask)
    await desk.create({ ...draft, scope: null }, never)
    await desk.promote('t1', {}, never)
    await desk.promote('t1', { scope: { category: 'all', deviceIds: [] } }, never)
    open.server.answer = answerWith(200, { count: 0, list: [] })
    await tasks.listTasks({ productId: 'p1', offset: 0, limit: 10, where: { name: {} }, order: {} }, never)
    await otaLogs.listOtaLogs({ offset: 0, limit: 10 }, never)
    const [create, ...others] = open.server.received.map(({ body }) => body)
    expect(create).not.toContain('scope')
    expect(others).toEqual([
      '{}',
      '{"scope":{"category":0}}',
      '{"product_id":"p1","offset":0,"limit":10}',
      '{"offset":0,"limit":10}',
    ])
  })

  it('6 report of a failure', async () => {
    await open.client.results.sendReport({ ...report, succeeded: false }, never)
    expect(JSON.parse(open.server.received[0]?.body ?? '')).toMatchObject({ result: 1 })
  })

  it('a firmware file goes as it is, and comes back as an address', async () => {
    const md5 = '5eb63bbbe01eeed093cb22bb8f5acdc3'
    open.server.answer = answerWith(200, { url: 'http://cloud/f', md5, sha256: 'x', size: '11' })
    const stored = await open.client.shelf.put({ name: 'a b.bin', bytes: Buffer.from('hello world') }, never)
    expect(stored).toEqual({ url: 'http://cloud/f', md5, sizeBytes: 11 })
    expect(asSent(open.server.received[0])).toMatchObject({
      line: 'POST /v2/firmware-files?name=a%20b.bin',
      contentType: 'application/octet-stream',
      body: 'hello world',
    })
  })

  it('a service without such a call lacks it', async () => {
    open.server.answer = answerWith(404, { error: { code: 4041001, msg: 'URL does not exist' } })
    await expect(open.client.shelf.put({ name: 'f', bytes: Buffer.of(1) }, never)).rejects.toMatchObject({
      code: 'CONNECTION_LACKS',
      context: { connectionId: 'plant' },
    })
  })
})

describe('numbers as text', () => {
  it.each(sixteenCalls.filter(({ body }) => body !== ''))('$name', async ({ act, answer, body }) => {
    await using texts = await openClient({ connection: { numericStrings: true } })
    texts.server.answer = answerWith(200, answer)
    await act(texts.client)
    const sent: unknown = JSON.parse(texts.server.received[0]?.body ?? '')
    expect(numbersIn(sent)).toEqual([])
    expect(sent).toEqual(
      JSON.parse(body, (_name, value: unknown) => (typeof value === 'number' ? String(value) : value)),
    )
  })
})

describe('addresses', () => {
  it('puts the suffix and the extra query of the connection behind every one', async () => {
    await using own = await openClient({
      line: { pathSuffix: '/geapp', extraQuery: { useHttps: 'true' } },
    })
    await own.client.results.sendReport(report, never)
    expect(own.server.received[0]?.url).toBe('/v2/upgrade/firmware/report/d1/geapp?useHttps=true')
  })

  it('keeps a path of the base address', async () => {
    await using server = await openClient()
    await using own = await openClient({ baseUrl: `${server.server.baseUrl}/iot/` })
    await own.client.results.sendReport(report, never)
    expect(server.server.received[0]?.url).toBe('/iot/v2/upgrade/firmware/report/d1')
  })

  it.each(['', '.', '..'])('never makes another address of the id %j', async (id) => {
    const { tasks, results, desk } = open.client
    const query = { productId: 'p1', deviceId: id, part: report.part, currentVersion: 1 }
    for (const refused of [
      () => tasks.check(query, never),
      () => tasks.getTask(id, never),
      () => results.sendReport({ ...report, deviceId: id }, never),
      () => desk.submit(id, 'm', never),
      () => desk.listOperations(id, never),
      () => desk.versionShare(id, never),
    ])
      await expect(refused()).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    expect(open.server.received).toEqual([])
  })

  it('refuses a corporation that no header can carry', async () => {
    await using odd = await openClient({ connection: { corpId: 'a\nb' } })
    await expect(
      odd.client.results.sendOtaLog({ deviceId: 'd1', taskId: 't1' }, never),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID', context: { field: 'Corp-ID' } })
    expect(odd.server.received).toEqual([])
  })
})
