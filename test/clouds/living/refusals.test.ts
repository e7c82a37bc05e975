import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { answerWith } from '../xlink/scripted-server.ts'
import { envelope, NOW, type OpenLiving, openLiving, secrets } from './open-living.ts'

const never = new AbortController().signal
const ask = (open: OpenLiving) =>
  open.client.progress?.getProgress({ deviceId: 'dev1' }, never) ?? Promise.reject(new Error('no progress'))

async function errorOf(answering: Promise<unknown>): Promise<FlashlineError> {
  const error = await answering.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof FlashlineError) return error
  throw new Error('no error of ours', { cause: error })
}

const gateway = (status: number, message: string, headers: Record<string, string> = {}) =>
  function answer(response: ServerResponse): void {
    response.writeHead(status, { 'X-Ca-Error-Message': message, 'X-Ca-Request-Id': 'r-1', ...headers })
    response.end()
  }

async function refusalOf(answer: (response: ServerResponse) => void): Promise<FlashlineError> {
  await using open = await openLiving()
  open.server.answer = answer
  return await errorOf(ask(open))
}

describe('the envelope refuses', () => {
  it.each([
    [401, 'CLOUD_TOKEN'],
    [403, 'CLOUD_FORBIDDEN'],
    [404, 'CLOUD_REFUSED'],
    [460, 'CLOUD_REFUSED'],
    [400, 'CLOUD_REFUSED'],
    [28560, 'CLOUD_REFUSED'],
    [29003, 'CLOUD_REFUSED'],
    [77777, 'CLOUD_REFUSED'],
    [429, 'CLOUD_BUSY'],
    [500, 'CLOUD_SERVER'],
    [503, 'CLOUD_SERVER'],
  ])('%i is %s', async (cloudCode, code) => {
    const said = { message: 'english', localizedMsg: '请求被禁止' }
    const error = await refusalOf(answerWith(200, envelope(cloudCode, null, said)))
    expect(error.code).toBe(code)
    expect(error.context).toMatchObject({ cloud: 'living', status: 200, cloudCode, message: '请求被禁止' })
    expect((await refusalOf(answerWith(200, envelope(String(cloudCode), null, said)))).context).toEqual({
      ...error.context,
      host: expect.any(String),
    })
  })

  it('the plain message serves where there is no localised one; what is secret is not repeated', async () => {
    const error = await refusalOf(
      answerWith(
        200,
        envelope(401, null, { message: `token ${secrets.iotToken} is over`, localizedMsg: '' }),
      ),
    )
    expect(error.context.message).toBe('token *** is over')
  })

  it('with a status of its own, also of a failing server', async () => {
    const forbidden = envelope(403, null, { message: 'request forbidden.' })
    expect((await refusalOf(answerWith(403, forbidden))).context).toMatchObject({
      status: 403,
      cloudCode: 403,
    })
    const error = await refusalOf(answerWith(500, envelope(28560, null, { message: 'no such device' })))
    expect(error.code).toBe('CLOUD_REFUSED')
    expect(error.context).toMatchObject({ status: 500, cloudCode: 28560, message: 'no such device' })
  })
})

describe('the gateway refuses', () => {
  it.each([
    [400, 'Invalid AppKey', 'CLOUD_CREDENTIALS'],
    [401, 'Invalid Key', 'CLOUD_CREDENTIALS'],
    [404, 'Empty Signature', 'CLOUD_SIGNATURE'],
    [400, 'Invalid Content-MD5', 'CLOUD_SIGNATURE'],
    [400, 'Invalid AppSecret', 'CLOUD_SIGNATURE'],
    [400, 'Nonce Used', 'CLOUD_REFUSED'],
    [403, 'Unauthorized', 'CLOUD_FORBIDDEN'],
    [403, 'Throttled by USER Flow Control', 'CLOUD_BUSY'],
    [403, 'Throttled by API Flow Control', 'CLOUD_BUSY'],
    [400, 'Invalid Url', 'CLOUD_REFUSED'],
    [500, 'Internal Error', 'CLOUD_SERVER'],
    [504, 'Backend service request timeout', 'CLOUD_SERVER'],
  ])('%i %s is %s', async (status, message, code) => {
    const error = await refusalOf(gateway(status, message))
    expect(error.code).toBe(code)
    expect(error.context).toMatchObject({
      cloud: 'living',
      status,
      cloudCode: message,
      reason: message,
      requestId: 'r-1',
    })
  })

  it('a wrong signature, without the text that the server would have signed', async () => {
    const text = 'POST#application/json##application/json#x-ca-timestamp:1#/living/ota/progress/get'
    for (const before of ['Invalid Signature, ', '', 'Invalid Signature,']) {
      const error = await refusalOf(gateway(400, `${before}Server StringToSign:\`${text}\``))
      expect(error.code).toBe('CLOUD_SIGNATURE')
      expect(error.context.reason).toBe('Invalid Signature')
      expect(JSON.stringify(error.context)).not.toContain('application/json')
    }
  })

  it('a newer gateway by its code too', async () => {
    const error = await refusalOf(gateway(400, 'Invalid Header `X` long', { 'X-Ca-Error-Code': 'I400HD' }))
    expect(error).toMatchObject({ code: 'CLOUD_REFUSED', context: { cloudCode: 'I400HD' } })
  })

  it('says when to come back', async () => {
    const error = await refusalOf(gateway(403, 'Throttled by APP Flow Control', { 'Retry-After': '30' }))
    expect(error).toMatchObject({ code: 'CLOUD_BUSY', context: { retryAfterMs: 30_000 } })
  })

  it('a nonce that was used: once more with another one', async () => {
    await using open = await openLiving()
    open.server.answer = (response) =>
      open.server.received.length === 1
        ? gateway(400, 'Nonce Used')(response)
        : answerWith(200, envelope(200))(response)
    expect(await ask(open)).toBeNull()
    const [first, second] = open.server.received.map(({ headers }) => headers['x-ca-nonce'])
    expect(first).not.toBe(second)
  })
})

describe('the clock', () => {
  const cloudNow = new Date(NOW.getTime() - 16 * 60_000)
  const dated = (answer: (response: ServerResponse) => void) => (response: ServerResponse) => {
    response.setHeader('Date', cloudNow.toUTCString())
    answer(response)
  }

  it('is set by the answer that refused its time, and the call made again', async () => {
    await using open = await openLiving()
    open.server.answer = dated((response) =>
      open.server.received.length === 1
        ? gateway(400, 'Timestamp Expired')(response)
        : answerWith(200, envelope(200))(response),
    )
    expect(await ask(open)).toBeNull()
    expect(open.server.received.map(({ headers }) => headers['x-ca-timestamp'])).toEqual([
      String(NOW.getTime()),
      String(cloudNow.getTime()),
    ])
    expect(await ask(open)).toBeNull()
    expect(open.server.received[2]?.headers['x-ca-timestamp']).toBe(String(cloudNow.getTime()))
  })

  it.each(['Timestamp Expired', 'Invalid Timestamp'])(
    '%s twice is CLOUD_CLOCK with the difference',
    async (message) => {
      await using open = await openLiving()
      open.server.answer = dated(gateway(400, message))
      const error = await errorOf(ask(open))
      expect(error).toMatchObject({
        code: 'CLOUD_CLOCK',
        context: { skewMs: 16 * 60_000, cloudCode: message },
      })
      expect(open.server.received).toHaveLength(2)
    },
  )
})

describe('answers that make no sense', () => {
  const raw = (status: number, type: string, text: string) => (response: ServerResponse) => {
    response.writeHead(status, { 'Content-Type': type }).end(text)
  }

  it.each([
    ['a page', raw(200, 'text/html', '<!doctype html><title>Sign in</title>'), { reason: 'html' }],
    ['XML', raw(200, 'text/xml', '<?xml version="1.0"?><a/>'), { reason: 'xml' }],
    ['truncated JSON', raw(200, 'application/json', '{"code":200,"data":{"step":'), { reason: 'json' }],
    ['nothing', raw(200, 'application/json', ''), { reason: 'json' }],
    ['a list', answerWith(200, []), { reason: 'field', field: 'code' }],
    ['no code', answerWith(200, { data: null }), { reason: 'field', field: 'code' }],
    ['data of another kind', answerWith(200, envelope(200, 'done')), { reason: 'field', field: '(whole)' }],
    ['no status', answerWith(200, envelope(200, { step: 1 })), { reason: 'field', field: 'status' }],
    [
      'a new status',
      answerWith(200, envelope(200, { status: 'PAUSED' })),
      { reason: 'field', field: 'status' },
    ],
    ['a redirect', raw(302, 'text/html', ''), { reason: 'status', status: 302 }],
  ])('%s', async (_name, answer, context) => {
    expect(await refusalOf(answer)).toMatchObject({ code: 'CLOUD_REPLY', context })
  })

  it.each([
    [401, 'CLOUD_TOKEN'],
    [403, 'CLOUD_FORBIDDEN'],
    [404, 'CLOUD_REFUSED'],
    [429, 'CLOUD_BUSY'],
    [502, 'CLOUD_SERVER'],
  ])('a page with status %i is %s', async (status, code) => {
    const error = await refusalOf(raw(status, 'text/html', '<html>no</html>'))
    expect(error).toMatchObject({ code, context: { status } })
  })

  it('a success inside of a refusal is none', async () => {
    expect(await refusalOf(answerWith(404, envelope(200)))).toMatchObject({ code: 'CLOUD_REFUSED' })
    expect(await refusalOf(answerWith(500, envelope(200)))).toMatchObject({ code: 'CLOUD_SERVER' })
  })
})
