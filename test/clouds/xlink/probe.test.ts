// The test of a connection: which calls it makes, in which order, with what it found, and what it leaves out.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ConnectionCheck, connectionCheckSchema } from '../../../preload/contract/index.ts'
import { never, type OpenClient, openClient } from './open-client.ts'
import { answerWith, type ReceivedRequest, type ScriptedServer } from './scripted-server.ts'
import { corpAccount } from './session-bench.ts'
import { wireTask } from './sixteen-calls.ts'

let open: OpenClient
beforeEach(async () => {
  open = await openClient()
  open.server.answer = service
})
afterEach(() => open[Symbol.asyncDispose]())

const answers: Readonly<Record<string, unknown>> = {
  'POST /v2/corp_auth': { access_token: 'access', expire_in: 7200 },
  'GET /v2/upgrade/firmware/tasks': [wireTask],
  'POST /v2/upgrade/firmware/tasks': { count: 12, list: [wireTask, 5] },
  'GET /v2/upgrade/firmware/tasks/t1': wireTask,
  'POST /v2/upgrade/ota-logs': { count: 7, list: [{ id: 1, product_id: 'p1', device_id: 'd1', status: 1 }] },
  'GET /v2/upgrade/firmware/tasks/t1/op-logs': { count: 3, list: [] },
  'GET /v2/statistics/ota/customize-task/t1/device-firmware-version': { total: 4, ratios: [] },
  'POST /v2/upgrade/firmware/check/d1': wireTask,
}
const lineOf = ({ method, url }: ReceivedRequest) => `${method} ${url.split('?')[0]}`
const service: ScriptedServer['answer'] = (response, request) => {
  const answer = answers[lineOf(request)]
  answerWith(answer === undefined ? 500 : 200, answer ?? '')(response)
}

async function test(productId: string | null = 'p1', signal = never): Promise<ConnectionCheck[]> {
  const checks: ConnectionCheck[] = []
  for await (const check of open.client.test({ productId, productKey: null }, signal))
    checks.push(connectionCheckSchema.parse(check))
  return checks
}
const outcomes = (checks: readonly ConnectionCheck[]) =>
  checks.map(({ call, outcome }) => `${call}: ${outcome}`)

const changing = [
  '1 create task: notTried',
  '3 start or stop task: notTried',
  '4 delete task: notTried',
  '6 report: notTried',
  '8 ota-log: notTried',
  '10 promote task: notTried',
  '11 submit task: notTried',
  '12 review task: notTried',
  '13 change devices: notTried',
]

it('tries every call that changes nothing, with what it found', async () => {
  const checks = await test()
  expect(outcomes(checks)).toEqual([
    'login: notTried',
    '2 list tasks (GET): works',
    '7 list tasks (POST): works',
    '14 get task: works',
    '9 ota-logs: works',
    '15 op-logs: works',
    '16 version share: works',
    '5 check: works',
    ...changing,
  ])
  const facts = Object.fromEntries(checks.map((check) => [check.call.split(' ')[0], check.facts]))
  expect(facts).toMatchObject({
    2: { listed: 1, unread: 0, skewMs: expect.any(Number) },
    7: { tasks: 12, unread: 1 },
    14: { taskId: 't1' },
    9: { otaLogs: 7 },
    15: { operations: 3 },
    16: { devices: 4 },
    5: { deviceId: 'd1', taskId: 't1' },
  })
  expect(JSON.parse(open.server.received.at(-1)?.body ?? '')).toEqual({
    product_id: 'p1',
    type: 1,
    identify: 0,
    current_version: 10_000,
  })
})

it('makes no request that changes anything', async () => {
  await test()
  expect(open.server.received.map(lineOf)).toEqual(Object.keys(answers).slice(1))
})

it('leaves out what there is nothing to ask about', async () => {
  open.server.answer = (response, request) =>
    request.url.includes('ota-logs')
      ? answerWith(200, { count: 0, list: [] })(response)
      : answerWith(200, request.method === 'GET' ? [] : { count: 0, list: [] })(response)
  expect(outcomes(await test()).slice(1, 8)).toEqual([
    '2 list tasks (GET): works',
    '7 list tasks (POST): works',
    '14 get task: notTried',
    '9 ota-logs: works',
    '15 op-logs: notTried',
    '16 version share: notTried',
    '5 check: notTried',
  ])
  open.server.received.splice(0)
  expect(outcomes(await test(null)).slice(1, 4)).toEqual([
    '2 list tasks (GET): notTried',
    '7 list tasks (POST): notTried',
    '14 get task: notTried',
  ])
  expect(open.server.received.map(lineOf)).toEqual(['POST /v2/upgrade/ota-logs'])
})

it('says what failed, and goes on; nothing is asked twice', async () => {
  open.server.answer = (response, request) => {
    if (request.url.includes('op-logs')) answerWith(503, '')(response)
    else if (lineOf(request) === 'GET /v2/upgrade/firmware/tasks') answerWith(405, '')(response)
    else if (request.url.includes('check'))
      answerWith(403, { error: { code: 4031001, msg: 'user or device' } })(response)
    else service(response, request)
  }
  const failed = (await test()).filter(({ outcome }) => outcome === 'failed')
  expect(failed.map(({ call, error }) => [call, error?.code])).toEqual([
    ['2 list tasks (GET)', 'CLOUD_REFUSED'],
    ['15 op-logs', 'CLOUD_SERVER'],
    ['5 check', 'CLOUD_FORBIDDEN'],
  ])
  expect(failed[2]?.error?.context).toMatchObject({ cloudCode: 4_031_001, message: 'user or device' })
  expect(open.server.received).toHaveLength(7)
})

it('a device that is up to date is an answer', async () => {
  open.server.answer = (response, request) =>
    request.url.includes('check')
      ? answerWith(404, { error: { code: 4041013, msg: 'none' } })(response)
      : service(response, request)
  expect((await test())[7]).toMatchObject({ call: '5 check', outcome: 'works', facts: { taskId: null } })
})

describe('the login', () => {
  beforeEach(async () => {
    await open[Symbol.asyncDispose]()
    open = await openClient({ connection: { credential: corpAccount } })
    open.knobs.secrets.password = 'pass-word'
    open.server.answer = service
  })

  it('is made anew, so that a new password is what is tried', async () => {
    await open.client.tasks.getTask('t1', never)
    open.server.received.splice(0)
    expect(outcomes(await test())[0]).toBe('login: works')
    expect(open.server.received.map(lineOf)).toEqual(Object.keys(answers))
  })

  it.each([
    ['a wrong password', 400, { error: { code: 4001007, msg: 'wrong' } }, 'CLOUD_CREDENTIALS'],
    ['a failing service', 503, '', 'CLOUD_SERVER'],
  ])('%s: nothing else is tried, and it only once', async (_name, status, body, code) => {
    open.server.answer = answerWith(status, body)
    const [login, ...others] = await test()
    expect(login).toMatchObject({ call: 'login', outcome: 'failed', error: { code } })
    expect(others.map(({ outcome }) => outcome)).toEqual(Array(16).fill('notTried'))
    expect(open.server.received.map(lineOf)).toEqual(['POST /v2/corp_auth'])
  })

  it('a missing secret: nothing is asked', async () => {
    delete open.knobs.secrets.password
    expect((await test())[0]).toMatchObject({ outcome: 'failed', error: { code: 'SECRET_MISSING' } })
    expect(open.server.received).toEqual([])
  })
})

it('is not held back by a service that was not there a moment ago', async () => {
  open.server.answer = answerWith(503, '')
  for (let failure = 0; failure < 3; failure += 1)
    await open.client.tasks.getTask('t1', never).catch(() => {})
  await expect(open.client.tasks.getTask('t1', never)).rejects.toMatchObject({ code: 'CLOUD_CIRCUIT_OPEN' })
  open.server.answer = service
  expect(outcomes(await test())[1]).toBe('2 list tasks (GET): works')
})

it('rejects with the reason of an abort', async () => {
  const reason = new Error('enough')
  const abort = new AbortController()
  open.server.answer = () => abort.abort(reason)
  await expect(test('p1', abort.signal)).rejects.toBe(reason)
  expect(open.server.received).toHaveLength(1)
})
