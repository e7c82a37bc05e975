// What each answer of the service stands for: failures as codes of our table with what the service said, and answers that
// are none.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { caught } from './caught.ts'
import { never, type OpenClient, openClient, TOKEN } from './open-client.ts'
import { answerWith } from './scripted-server.ts'
import { report, sixteenCalls } from './sixteen-calls.ts'

let open: OpenClient
beforeEach(async () => {
  open = await openClient()
})
afterEach(() => open[Symbol.asyncDispose]())

const send = () => open.client.results.sendReport(report, never)

describe('refusals', () => {
  it.each([
    [500, 'oops', 'CLOUD_SERVER'],
    [503, { error: { code: 5031001, msg: 'server' } }, 'CLOUD_SERVER'],
    [429, '', 'CLOUD_BUSY'],
    [401, '', 'CLOUD_TOKEN'],
    [403, { error: { code: 4031002, msg: 'needed' } }, 'CLOUD_TOKEN'],
    [403, { error: { code: '4031003', msg: 'invalid' } }, 'CLOUD_TOKEN'],
    [403, { error: { msg: 'Access-Token Expired', code: 4031021 } }, 'CLOUD_TOKEN'],
    [403, { error: { code: 4031022, msg: 'refreshed' } }, 'CLOUD_TOKEN'],
    [400, { error: { code: 4031021, msg: 'expired' } }, 'CLOUD_TOKEN'],
    [403, { error: { code: 4031001, msg: 'forbidden' } }, 'CLOUD_FORBIDDEN'],
    [403, { error: { code: 4031004, msg: 'corp' } }, 'CLOUD_FORBIDDEN'],
    [403, { error: { code: 4031005, msg: 'admin' } }, 'CLOUD_FORBIDDEN'],
    [400, { error: { code: 4031023, msg: 'right' } }, 'CLOUD_FORBIDDEN'],
    [200, { error: { code: 4031024, msg: 'denied' } }, 'CLOUD_FORBIDDEN'],
    [403, '', 'CLOUD_FORBIDDEN'],
    [400, { error: { code: 4001002, msg: 'empty' } }, 'CLOUD_REFUSED'],
    [404, { error: { code: 4041013, msg: 'task' } }, 'CLOUD_REFUSED'],
    [409, { error: { code: 4091001, msg: 'conflict' } }, 'CLOUD_REFUSED'],
    [302, '', 'CLOUD_REPLY'],
    [200, '<html>please sign in</html>', 'CLOUD_REPLY'],
    [200, { error: { code: 4031021, msg: 'expired' } }, 'CLOUD_TOKEN'],
    [200, { error: { code: 5031001, msg: 'server' } }, 'CLOUD_SERVER'],
    [200, { error: { code: 4291001, msg: 'slow down' } }, 'CLOUD_BUSY'],
    [200, { error: 'denied' }, 'CLOUD_REPLY'],
    [200, { error: { code: 17 } }, 'CLOUD_REPLY'],
  ])('a report answered %i %j is not acknowledged: %s', async (status, body, code) => {
    open.server.answer = answerWith(status, body)
    expect(await caught(send())).toMatchObject({ code })
  })

  it.each([
    [400, 'CLOUD_REFUSED'],
    [403, 'CLOUD_FORBIDDEN'],
    [429, 'CLOUD_BUSY'],
    [503, 'CLOUD_SERVER'],
  ])('says who refused what, and in which words: %i', async (status, code) => {
    const error = { code: `${status}1036`, msg: 'not approved', reason: 'TASK_NOT_APPROVED' }
    open.server.answer = answerWith(status, { error })
    const { context, ...refusal } = await caught(send())
    expect(refusal.code).toBe(code)
    expect(context).toMatchObject({
      cloud: 'xlink',
      status,
      cloudCode: Number(`${status}1036`),
      reason: 'TASK_NOT_APPROVED',
      message: 'not approved',
      call: '6 report',
      host: open.server.baseUrl,
    })
  })

  it('a busy service says for how long', async () => {
    open.server.answer = (response) => {
      response.writeHead(429, { 'Retry-After': '90' })
      response.end(JSON.stringify({ error: { code: 4291001, msg: 'slow down' } }))
    }
    expect(await caught(send())).toMatchObject({
      code: 'CLOUD_BUSY',
      context: { cloudCode: 4_291_001, retryAfterMs: 90_000 },
    })
  })

  it('repeats what was said cut to 200 characters and without a secret', async () => {
    const msg = `${TOKEN} is not allowed ${'x'.repeat(300)}`
    open.server.answer = answerWith(400, { error: { code: 4001036, msg, reason: TOKEN } })
    const { context } = await caught(send())
    expect(context.reason).toBe('***')
    expect(context.message).toHaveLength(200)
    expect(context.message).toMatch(/^\*\*\* is not allowed x+$/)
  })
})

describe('answers that are none', () => {
  it.each([
    ['a sign-in page', '<!DOCTYPE html><html>please sign in</html>', 'html'],
    ['broken off JSON', '{"count":1,"list":[{"id":', 'json'],
    ['words', 'OK', 'json'],
    ['a text', '"done"', 'field'],
    ['a number', '5', 'field'],
    ['true', 'true', 'field'],
  ])('%s instead of any of the sixteen', async (_name, body, reason) => {
    open.server.answer = answerWith(200, body)
    for (const { name, act } of sixteenCalls) {
      const { code, context } = await caught(act(open.client))
      expect({ name, code, context }).toEqual({
        name,
        code: 'CLOUD_REPLY',
        context: {
          cloud: 'xlink',
          status: 200,
          cloudCode: null,
          reason,
          message: '',
          call: expect.stringMatching(`^${name.split(' ')[0]} `),
          host: open.server.baseUrl,
          ...(reason === 'field' ? { field: '(whole)' } : {}),
        },
      })
    }
  })

  it.each(sixteenCalls)('nothing at all, for $name', async ({ act, answer }) => {
    const answered = act(open.client)
    if (answer === '') await expect(answered).resolves.toBeUndefined()
    else expect(await caught(answered)).toMatchObject({ code: 'CLOUD_REPLY', context: { reason: 'field' } })
  })

  it.each(['{}', 'null', '{"status":200}', '{"error":null}', ' \n'])(
    'an acknowledgement may say more: %j',
    async (body) => {
      open.server.answer = answerWith(200, body)
      await expect(send()).resolves.toBeUndefined()
    },
  )

  it('reads what begins with a byte order mark', async () => {
    open.server.answer = answerWith(200, '\uFEFF{"total":3,"ratios":[]}')
    expect(await open.client.desk.versionShare('t1', never)).toMatchObject({ totalDevices: 3 })
  })

  it('refuses a body of ten megabytes', async () => {
    open.server.answer = answerWith(200, `"${'x'.repeat(10_000_000)}"`)
    expect(await caught(open.client.tasks.getTask('t1', never))).toMatchObject({
      code: 'CLOUD_REPLY',
      context: { reason: 'size', call: '14 get task' },
    })
  })

  it('refuses a list of more than anybody asked for', async () => {
    open.server.answer = answerWith(200, { count: 1, list: Array(10_001).fill(0) })
    const query = { productId: 'p1', offset: 0, limit: 10 }
    expect(await caught(open.client.tasks.listTasks(query, never))).toMatchObject({
      code: 'CLOUD_REPLY',
      context: { reason: 'field', field: 'list' },
    })
  })
})
