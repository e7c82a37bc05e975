// Which attempts are made, and what each of them says: asked of real servers, waits written down instead of waited.
import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { LineCall } from '../../../main/clouds/line/line.ts'
import { lineTo } from '../test-line.ts'
import { call, caught, never } from './caught.ts'
import { freePort, httpServer, rawServer, testClock } from './servers.ts'

type Turn = (response: ServerResponse) => void

const refuse =
  (status: number, headers: Record<string, string> = {}): Turn =>
  (response) =>
    void response.writeHead(status, headers).end()
const drop: Turn = (response) => void response.destroy()
const accept: Turn = (response) => void response.end('accepted')

/** One turn for each request in its order; the last one for all that follow. */
async function line(...turns: [Turn, ...Turn[]]) {
  let turn = 0
  const { url, seen } = await httpServer((_, response) =>
    (turns[turn++] ?? turns[turns.length - 1] ?? accept)(response),
  )
  const clock = testClock()
  const { line, entries } = lineTo(url, { clock })
  return { line, seen, entries, waits: clock.waits }
}

const safe = (change: Partial<LineCall> = {}) => call({ repeatable: true, ...change })

describe('a call that may be repeated', () => {
  it.each([
    ['a lost answer', drop],
    ['500', refuse(500)],
    ['502', refuse(502)],
    ['503', refuse(503)],
    ['429', refuse(429)],
  ])('is, after %s', async (_, first) => {
    const { line: to, seen, waits } = await line(first, accept)
    expect((await to.send(safe(), never())).text).toBe('accepted')
    expect(seen).toHaveLength(2)
    expect(waits).toEqual([500])
  })

  it('is after a deadline that passed', async () => {
    let silent = true
    const { url, asked } = await rawServer((socket) => {
      if (!silent) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok')
      silent = false
    })
    const { line: to, entries } = lineTo(url, { clock: testClock() })
    expect((await to.send(safe({ timeoutMs: 1000 }), never())).text).toBe('ok')
    expect(asked()).toBe(2)
    expect(entries.map(({ error }) => error)).toEqual(['CLOUD_TIMEOUT', null])
  })

  it('is tried three times in all', async () => {
    const { line: to, seen, entries, waits } = await line(refuse(503))
    expect((await caught(to.send(safe(), never()))).context).toMatchObject({ status: 503 })
    expect(seen).toHaveLength(3)
    expect(entries.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    expect(waits).toEqual([500, 1000])
  })

  it('is made anew each time', async () => {
    const { line: to, seen } = await line(drop, drop, accept)
    let made = 0
    const request = async () => {
      made += 1
      return {
        method: 'POST',
        path: '/r',
        headers: { 'x-ca-nonce': `${made}` },
        body: `body ${made}`,
      } as const
    }
    await to.send(safe({ request }), never())
    expect(seen.map(({ headers, body }) => [headers['x-ca-nonce'], body])).toEqual([
      ['1', 'body 1'],
      ['2', 'body 2'],
      ['3', 'body 3'],
    ])
  })

  it.each([
    ['a refusal', refuse(403)],
    ['an answer that cannot be read', refuse(200, { 'content-encoding': 'rot13' })],
  ])('is not, after %s', async (_, first) => {
    const { line: to, seen } = await line(first, accept)
    await to.send(safe(), never()).catch(() => {})
    expect(seen).toHaveLength(1)
  })

  it('is not when it is a probe', async () => {
    const { line: to, seen } = await line(refuse(503), accept)
    expect((await caught(to.send(safe({ probe: true }), never()))).code).toBe('CLOUD_SERVER')
    expect(seen).toHaveLength(1)
  })
})

describe('a call that must not be done twice', () => {
  it.each([
    ['a lost answer', drop],
    ['500', refuse(500)],
    ['503', refuse(503, { 'retry-after': '1' })],
  ])('is not repeated after %s', async (_, first) => {
    const { line: to, seen } = await line(first, accept)
    const { context } = await caught(to.send(call(), never()))
    expect(context).not.toHaveProperty('begun')
    expect(seen).toHaveLength(1)
  })

  it('is repeated after 429', async () => {
    const { line: to, seen } = await line(refuse(429), accept)
    expect((await to.send(call(), never())).text).toBe('accepted')
    expect(seen).toHaveLength(2)
  })

  it('is repeated when nobody listened', async () => {
    const { line: to, entries } = lineTo(`http://127.0.0.1:${await freePort()}`, { clock: testClock() })
    expect((await caught(to.send(call(), never()))).context).toMatchObject({ begun: false })
    expect(entries).toHaveLength(3)
  })

  it('may have begun if one attempt of several may have', async () => {
    const { line: to } = await line(drop, refuse(429))
    const { code, context } = await caught(to.send(safe(), never()))
    expect(code).toBe('CLOUD_BUSY')
    expect(context).not.toHaveProperty('begun')
  })
})

describe('Retry-After', () => {
  const later = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString()

  it('in seconds is waited for', async () => {
    const { line: to, waits } = await line(
      refuse(429, { 'retry-after': '3' }),
      refuse(503, { 'retry-after': '2' }),
      accept,
    )
    await to.send(safe(), never())
    expect(waits).toEqual([3000, 2000])
  })

  it('as a date is waited for, by the clock of the cloud', async () => {
    const date = 'Wed, 01 May 2024 12:00:00 GMT'
    const { line: to, waits } = await line(
      refuse(429, { date, 'retry-after': 'Wed, 01 May 2024 12:00:04 GMT' }),
      accept,
    )
    await to.send(call(), never())
    expect(waits).toEqual([4000])
  })

  it.each([
    ['seconds', () => '60', 60_000],
    ['a date', () => later(600), 600_000],
    ['far too many seconds', () => '99999999', 3_600_000],
  ])('longer than ten seconds, in %s, is handed out', async (_, value, retryAfterMs) => {
    for (const [status, code] of [
      [429, 'CLOUD_BUSY'],
      [503, 'CLOUD_SERVER'],
    ] as const) {
      const { line: to, seen, waits } = await line(refuse(status, { 'retry-after': value() }), accept)
      const error = await caught(to.send(safe(), never()))
      expect(error).toMatchObject({ code, context: { status } })
      // A date has whole seconds only.
      expect(Math.abs(Number(error.context.retryAfterMs) - retryAfterMs)).toBeLessThanOrEqual(2000)
      expect(seen).toHaveLength(1)
      expect(waits).toEqual([])
    }
  })

  it('is handed out too when the last attempt has one', async () => {
    const { line: to } = await line(refuse(429, { 'retry-after': '7' }))
    expect((await caught(to.send(call(), never()))).context).toMatchObject({
      retryAfterMs: 7000,
      begun: false,
    })
  })
})
