// What the log of requests holds after real calls.
import { expect, it } from 'vitest'
import { lineTo } from '../test-line.ts'
import { call, failureOf, never } from './caught.ts'
import { httpServer, testClock } from './servers.ts'

it('holds every attempt, and no secret of it', async () => {
  const { url } = await httpServer((request, response) =>
    response
      .writeHead(request.url?.startsWith('/v2') ? 503 : 403)
      .end(`no entry with tok-1234, ${'x'.repeat(5000)}`),
  )
  const { line, entries } = lineTo(url, {
    secrets: () => ['tok-1234', 'pass word'],
    clock: testClock(),
    now: () => new Date('2024-05-01T12:00:00Z'),
  })
  await failureOf(line, {
    repeatable: true,
    request: () => ({
      method: 'POST',
      path: '/v2/corp_auth',
      query: [
        ['Signature', 'abc='],
        ['q', 'pass word'],
      ],
      headers: { 'Access-Token': 'another', 'X-Note': 'holds tok-1234' },
      body: '{"account":"a@b","password":"unknown","note":"pass word"}',
    }),
  })
  expect(entries).toHaveLength(3)
  expect(entries[0]).toEqual({
    at: '2024-05-01T12:00:00.000Z',
    host: url,
    call: 'test call',
    method: 'POST',
    path: '/v2/corp_auth?Signature=***&q=***',
    attempt: 1,
    status: 503,
    durationMs: 0,
    error: 'CLOUD_SERVER',
    sentHeaders: 'Access-Token: ***\nX-Note: holds ***',
    sentBody: '{"account":"a@b","password":"***","note":"***"}',
    answer: `no entry with ***, ${'x'.repeat(5000)}`.slice(0, 2000),
  })
  expect(JSON.stringify(entries)).not.toMatch(/tok-1234|pass word|unknown|another|abc/)

  expect(await line.send(call(), never())).toMatchObject({ status: 403 })
  expect(entries[3]).toMatchObject({
    status: 403,
    error: null,
    answer: expect.stringMatching(/^no entry with \*\*\*/),
  })
})

it('asks for the secrets anew each time', async () => {
  const { url } = await httpServer(
    (_, response) => void response.writeHead(403).end('first-token second-token'),
  )
  const secrets = ['first-token']
  const { line, entries } = lineTo(url, { secrets: () => secrets })
  await line.send(call(), never())
  secrets[0] = 'second-token'
  await line.send(call(), never())
  expect(entries.map(({ answer }) => answer)).toEqual(['*** second-token', 'first-token ***'])
})
