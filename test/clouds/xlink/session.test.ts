// How long a session lasts: when it is prolonged, when it is begun anew, and what happens when many calls want it at once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { caught } from './caught.ts'
import { never } from './open-client.ts'
import { answerWith } from './scripted-server.ts'
import {
  accessKey,
  corpAccount,
  device,
  getWith,
  HOUR_MS,
  openBench,
  type SessionBench,
} from './session-bench.ts'
import { wireTask } from './sixteen-calls.ts'

let bench: SessionBench
async function reopen(...of: Parameters<typeof openBench>): Promise<void> {
  await bench[Symbol.asyncDispose]()
  bench = await openBench(...of)
}
beforeEach(async () => {
  bench = await openBench(corpAccount)
})
afterEach(() => bench[Symbol.asyncDispose]())

describe('prolonging', () => {
  it.each([
    [corpAccount, 'corp_auth', 'corp/token/refresh'],
    [device, 'device_login', 'device_refresh'],
  ])('%j in the last tenth of its life', async (credential, login, refresh) => {
    await reopen(credential)
    await bench.ask()
    bench.later(1.9 * HOUR_MS)
    await bench.ask()
    expect(bench.server.received[2]?.body).toBe('{"refresh_token":"refresh-1"}')
    expect(bench.asked()).toEqual([
      `${login} -`,
      getWith('access-1'),
      `${refresh} access-1`,
      getWith('access-2'),
    ])
  })

  it('an access key logs in again', async () => {
    await reopen(accessKey)
    await bench.ask()
    bench.later(1.9 * HOUR_MS)
    await bench.ask()
    expect(bench.asked()).toEqual([
      'accesskey_auth -',
      getWith('access-1'),
      'accesskey_auth -',
      getWith('access-2'),
    ])
  })

  it('is too late after the end: a full login', async () => {
    await bench.ask()
    bench.later(2 * HOUR_MS)
    await bench.ask()
    expect(bench.asked()).toEqual(['corp_auth -', getWith('access-1'), 'corp_auth -', getWith('access-2')])
  })

  it('that is refused, or whose answer is lost, becomes a full login', async () => {
    await bench.ask()
    bench.later(1.9 * HOUR_MS)
    bench.refuseRefresh = true
    await bench.ask()
    expect(bench.asked().slice(2)).toEqual([
      'corp/token/refresh access-1',
      'corp_auth -',
      getWith('access-2'),
    ])
    bench.later(1.9 * HOUR_MS)
    bench.server.answer = (response, request) =>
      request.url.includes('refresh') ? void response.destroy() : bench.service(response, request)
    await bench.ask()
    expect(bench.asked()).toEqual(['corp/token/refresh access-2', 'corp_auth -', getWith('access-3')])
  })

  it.each([
    ['a number as text', '100', 100],
    ['absent', undefined, 7200],
    ['null', null, 7200],
    ['zero', 0, 7200],
    ['negative', -5, 7200],
    ['no number', 'soon', 7200],
    ['a time of day', 1_767_326_400, 86_400],
  ])('lifetime: %s', async (_name, value, seconds) => {
    bench.lifetime = value
    await bench.ask()
    bench.later(seconds * 900 - 1)
    await bench.ask()
    expect(bench.asked()).toEqual(['corp_auth -', getWith('access-1'), getWith('access-1')])
    bench.later(1)
    await bench.ask()
    expect(bench.asked()).toEqual(['corp/token/refresh access-1', getWith('access-2')])
  })

  it('reads the other spelling of the lifetime', async () => {
    bench.server.answer = (response, request) =>
      bench.isGrant(request.url)
        ? answerWith(200, { access_token: 'short', expires_in: 10 })(response)
        : answerWith(200, wireTask)(response)
    await bench.ask()
    bench.later(9_000)
    await bench.ask()
    expect(bench.asked()).toEqual(['corp_auth -', getWith('short'), 'corp_auth -', getWith('short')])
  })
})

describe('a session that the service does not take any more', () => {
  it.each([
    [401, ''],
    [403, { error: { code: 4031003, msg: 'invalid' } }],
    [403, { error: { code: 4031021, msg: 'expired' } }],
    [403, { error: { code: 4031022, msg: 'refreshed' } }],
  ])('is begun anew, and the call made once more: %i %j', async (status, body) => {
    await bench.ask()
    bench.asked()
    bench.server.answer = (response, request) =>
      request.headers['access-token'] === 'access-1'
        ? answerWith(status, body)(response)
        : bench.service(response, request)
    await bench.ask()
    expect(bench.asked()).toEqual([getWith('access-1'), 'corp_auth -', getWith('access-2')])
  })

  it('also a call that is not repeatable: nothing was done', async () => {
    await bench.ask()
    bench.good.clear()
    bench.server.received.splice(0)
    await bench.client.desk.promote('t1', {}, never)
    expect(bench.asked()).toEqual([
      'upgrade/firmware/tasks/t1/product-tag access-1',
      'corp_auth -',
      'upgrade/firmware/tasks/t1/product-tag access-2',
    ])
  })

  it('twice in a row is an error', async () => {
    bench.server.answer = (response, request) =>
      bench.isGrant(request.url)
        ? bench.service(response, request)
        : answerWith(403, { error: { code: 4031003, msg: 'invalid' } })(response)
    expect(await caught(bench.ask())).toMatchObject({
      code: 'CLOUD_TOKEN',
      context: { cloudCode: 4_031_003 },
    })
    expect(bench.asked()).toEqual(['corp_auth -', getWith('access-1'), 'corp_auth -', getWith('access-2')])
  })

  it('a right that is missing is no reason to log in', async () => {
    await bench.ask()
    bench.asked()
    bench.server.answer = answerWith(403, { error: { code: 4031023, msg: 'right' } })
    expect(await caught(bench.ask())).toMatchObject({ code: 'CLOUD_FORBIDDEN' })
    expect(bench.asked()).toEqual([getWith('access-1')])
  })

  it('a changed password is used at once', async () => {
    await bench.ask()
    bench.knobs.secrets.password = 'another-one'
    await bench.ask()
    expect(bench.server.received[2]?.body).toContain('another-one')
    expect(bench.asked()).toEqual(['corp_auth -', getWith('access-1'), 'corp_auth -', getWith('access-2')])
  })
})

describe('many calls at once', () => {
  it('wait for one login', async () => {
    await Promise.all(Array.from({ length: 20 }, () => bench.ask()))
    expect(bench.asked().toSorted()).toEqual(['corp_auth -', ...Array(20).fill(getWith('access-1'))])
  })

  it('wait for one refresh', async () => {
    await bench.ask()
    bench.later(1.9 * HOUR_MS)
    bench.asked()
    await Promise.all(Array.from({ length: 20 }, () => bench.ask()))
    expect(bench.asked().toSorted()).toEqual([
      'corp/token/refresh access-1',
      ...Array(20).fill(getWith('access-2')),
    ])
  })

  it('log in once after an expiry that all were told', async () => {
    await bench.ask()
    bench.good.clear()
    bench.asked()
    await Promise.all(Array.from({ length: 20 }, () => bench.ask()))
    const lines = bench.asked()
    expect(lines.filter((line) => line === 'corp_auth -')).toHaveLength(1)
    expect(lines.filter((line) => line === getWith('access-2'))).toHaveLength(20)
  })

  it('all hear that the login was refused, and the next one tries again', async () => {
    bench.server.answer = answerWith(400, { error: { code: 4001007, msg: 'wrong' } })
    const errors = await Promise.all(Array.from({ length: 5 }, () => caught(bench.ask())))
    expect(errors.map(({ code }) => code)).toEqual(Array(5).fill('CLOUD_CREDENTIALS'))
    expect(bench.asked()).toEqual(['corp_auth -'])
    bench.server.answer = bench.service
    await bench.ask()
    expect(bench.asked()).toEqual(['corp_auth -', getWith('access-1')])
  })

  it('one that is called off does not end the login for the others', async () => {
    const gone = new AbortController()
    const reason = new Error('the cable is gone')
    bench.server.answer = (response, request) => {
      gone.abort(reason)
      bench.service(response, request)
    }
    const [first, second] = await Promise.allSettled([bench.ask(gone.signal), bench.ask()])
    expect(first).toEqual({ status: 'rejected', reason })
    expect(second).toMatchObject({ status: 'fulfilled' })
    expect(bench.asked()).toEqual(['corp_auth -', getWith('access-1')])
  })

  it('when all are called off the login is, and the next one begins its own', async () => {
    const gone = new AbortController()
    const reason = new Error('the cable is gone')
    const { promise: hungUp, resolve } = Promise.withResolvers<void>()
    bench.server.answer = (response) => {
      response.on('close', resolve)
      gone.abort(reason)
    }
    const both = await Promise.allSettled([bench.ask(gone.signal), bench.ask(gone.signal)])
    expect(both).toEqual(Array(2).fill({ status: 'rejected', reason }))
    await hungUp
    bench.server.answer = bench.service
    await bench.ask()
    expect(bench.asked()).toEqual(['corp_auth -', 'corp_auth -', getWith('access-1')])
  })
})
