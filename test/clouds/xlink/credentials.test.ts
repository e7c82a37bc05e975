// Who logs in how, against a server that plays the service: the calls, what a refusal becomes, and tokens that are given.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { caught } from './caught.ts'
import { TOKEN } from './open-client.ts'
import { answerWith, type ReceivedRequest } from './scripted-server.ts'
import {
  accessKey,
  corpAccount,
  device,
  getWith,
  HOUR_MS,
  openBench,
  type SessionBench,
} from './session-bench.ts'

let bench: SessionBench
async function reopen(...of: Parameters<typeof openBench>): Promise<void> {
  await bench[Symbol.asyncDispose]()
  bench = await openBench(...of)
}
beforeEach(async () => {
  bench = await openBench(corpAccount)
})
afterEach(() => bench[Symbol.asyncDispose]())

describe('logging in', () => {
  it.each([
    [corpAccount, '/v2/corp_auth', { account: 'lead@plant', password: 'pass-word' }],
    [accessKey, '/v2/accesskey_auth', { id: 'key1', secret: 'key-secret' }],
    [device, '/v2/device_login', { product_id: 'p1', mac: 'AABBCC000001', authorize_code: 'auth-code' }],
  ])('%j', async (credential, url, body) => {
    await reopen(credential, { numericStrings: true })
    await bench.ask()
    const [login, call] = bench.server.received as [ReceivedRequest, ReceivedRequest]
    expect({ method: login.method, url: login.url, body: JSON.parse(login.body) }).toEqual({
      method: 'POST',
      url,
      body,
    })
    expect([login.headers['content-type'], login.headers['access-token']]).toEqual([
      'application/json',
      undefined,
    ])
    expect(call.headers['access-token']).toBe('access-1')
  })

  it('once for as long as the session lasts', async () => {
    await bench.ask()
    bench.later(1.7 * HOUR_MS)
    await bench.ask()
    expect(bench.asked()).toEqual(['corp_auth -', getWith('access-1'), getWith('access-1')])
  })

  it.each([
    [400, 4001007, corpAccount],
    [404, 4041003, corpAccount],
    [400, 4001072, accessKey],
    [404, 4041024, accessKey],
    [400, 4001097, device],
    [403, 4031001, device],
  ])('refused with %i %i: CLOUD_CREDENTIALS, and the call is not made', async (status, code, credential) => {
    await reopen(credential)
    const secret = Object.values(bench.knobs.secrets).join(' ')
    bench.server.answer = answerWith(status, { error: { code, msg: `wrong: ${secret}` } })
    const error = await caught(bench.ask())
    expect(error).toMatchObject({
      code: 'CLOUD_CREDENTIALS',
      context: { cloud: 'xlink', status, cloudCode: code, call: 'login', host: bench.server.baseUrl },
    })
    const own = { corpAccount: 'pass-word', accessKey: 'key-secret', device: 'auth-code', token: '' }
    expect(JSON.stringify(error.context)).not.toContain(own[credential.kind])
    expect(bench.server.received).toHaveLength(1)
  })

  it('a host without such a login is no wrong password', async () => {
    bench.server.answer = answerWith(404, { error: { code: 4041001, msg: 'URL' } })
    expect(await caught(bench.ask())).toMatchObject({ code: 'CLOUD_REFUSED', context: { call: 'login' } })
  })

  it('a failure on the way there is what it is, and asked again three times', async () => {
    bench.server.answer = answerWith(503, '')
    expect(await caught(bench.ask())).toMatchObject({ code: 'CLOUD_SERVER', context: { call: 'login' } })
    expect(bench.asked()).toEqual(['corp_auth -', 'corp_auth -', 'corp_auth -'])
  })

  it.each([
    ['no token', { refresh_token: 'r' }, 'access_token'],
    ['a token that no header can carry', { access_token: 'a b' }, 'access_token'],
    ['no object', [], '(whole)'],
  ])('an answer with %s is none', async (_name, answer, field) => {
    bench.server.answer = answerWith(200, answer)
    expect(await caught(bench.ask())).toMatchObject({
      code: 'CLOUD_REPLY',
      context: { reason: 'field', field, call: 'login' },
    })
  })

  it.each([
    [corpAccount, 'password'],
    [accessKey, 'accessKeySecret'],
    [device, 'authorizeCode'],
    [{ kind: 'token' }, 'token'],
  ] as const)('%j without its secret', async (credential, name) => {
    await reopen(credential)
    delete bench.knobs.secrets[name]
    expect(await caught(bench.ask())).toMatchObject({
      code: 'SECRET_MISSING',
      context: { connectionId: 'plant', secret: name },
    })
    expect(bench.server.received).toEqual([])
  })
})

describe('a fixed token', () => {
  beforeEach(() => reopen({ kind: 'token' }))

  it('is asked for at every call', async () => {
    for (const token of ['first', 'second']) bench.good.add(token)
    for (const token of ['first', 'second']) {
      bench.knobs.secrets.token = token
      await bench.ask()
    }
    expect(bench.asked()).toEqual([getWith('first'), getWith('second')])
  })

  it('is not tried twice', async () => {
    expect(await caught(bench.ask())).toMatchObject({
      code: 'CLOUD_TOKEN',
      context: { cloudCode: 4_031_021 },
    })
    expect(bench.asked()).toEqual([getWith(TOKEN)])
  })

  it('is refused unshown when no header can carry it', async () => {
    bench.knobs.secrets.token = 'line\nbreak-secret'
    const error = await caught(bench.ask())
    expect(error).toMatchObject({ code: 'CLOUD_TOKEN' })
    expect(String(error)).not.toContain('secret')
    expect(bench.server.received).toEqual([])
  })
})
