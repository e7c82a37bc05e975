// The headless door and those who may not come in, or come in and ask for what they may not have: each request exactly as
// an attacker's program or a foreign page would send it.
import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type AttackBed, key, openAttackBed, outsideText, statusOf, token } from './attack-bed.ts'

let bed: AttackBed
let cookie: string
beforeAll(async () => {
  bed = await openAttackBed()
  cookie = await bed.cookie()
})
afterAll(() => bed[Symbol.asyncDispose]())
beforeEach(() => {
  bed.logged.length = 0
})

/** `target` as it stands in the request line; the Host is ours unless it is among the lines. */
async function ask(target: string, lines: readonly string[] = [], method = 'GET', body = '') {
  const host = lines.some((line) => /^host:/i.test(line)) ? [] : [`host: ${bed.host}`]
  const length = body === '' ? [] : [`content-length: ${Buffer.byteLength(body)}`]
  const head = [`${method} ${target} HTTP/1.1`, ...host, ...lines, ...length, 'connection: close']
  return bed.tell(`${head.join('\r\n')}\r\n\r\n${body}`)
}

/** What a WebSocket got: `open`, or the status of the refusal. */
async function upgrade(headers: Record<string, string>, origin?: string): Promise<'open' | number> {
  const socket = new WebSocket(`ws://${bed.host}/rpc`, { headers, ...(origin && { origin }) })
  socket.on('error', () => {})
  const [kind, status] = await Promise.race([
    once(socket, 'open').then(() => ['open', 0] as const),
    once(socket, 'unexpected-response').then(([, { statusCode }]) => ['refused', statusCode] as const),
  ])
  socket.terminate()
  return kind === 'open' ? 'open' : status
}

describe('the token', () => {
  test.each([
    ['none', '/api/snapshot', []],
    ['wrong', '/api/snapshot', [`authorization: Bearer ${token.slice(0, -1)}8`]],
    ['all but its end', '/api/snapshot', [`authorization: Bearer ${token.slice(0, -1)}`]],
    ['in the Referer of a call', '/api/snapshot', [`referer: http://127.0.0.1/?token=${token}`]],
    ['in the Referer of a page', '/', [`referer: http://127.0.0.1/?token=${token}`]],
    ['in the address of a call', `/api/snapshot?token=${token}`, []],
    ['in the address of a socket', `/rpc?token=${token}`, []],
    ['as a cookie', '/api/snapshot', [`cookie: flashline=${token}; token=${token}`]],
    ['as a password', '/api/snapshot', [`authorization: Basic ${btoa(`:${token}`)}`]],
    ['in a header of its own', '/api/snapshot', [`x-token: ${token}`]],
  ])('%s: refused, and the answer does not help', async (_what, target, lines) => {
    const answer = await ask(target, lines)
    expect(statusOf(answer)).toBe(401)
    expect(answer).not.toContain(token)
    expect(answer).not.toContain('set-cookie')
  })

  test('a thousand guesses: a connection each, and one line in the log', async () => {
    const guess = (number: number) =>
      `GET / HTTP/1.1\r\nhost: ${bed.host}\r\nauthorization: Bearer ${number}\r\n\r\n`
    for (let round = 0; round < 20; round++) {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => bed.tell(guess(round * 50 + n))))
      expect(new Set(answers.map(statusOf))).toEqual(new Set([401]))
    }
    // Many guesses in one connection: the first answer ends it.
    const many = await bed.tell(guess(1).repeat(500))
    expect(many.match(/HTTP\/1\.1/g)).toHaveLength(1)
    expect(bed.logged.length).toBeLessThanOrEqual(2)
  })

  test('no other page learns it: the answers forbid a Referer and a cache', async () => {
    const entering = await ask(`/?token=${token}`)
    expect(statusOf(entering)).toBe(303)
    expect(entering).toMatch(/^location: \/\r$/m)
    expect(entering).toMatch(/^referrer-policy: no-referrer\r$/m)
    expect(entering).toMatch(/^cache-control: no-store\r$/m)
  })
})

describe('a page of somebody else, in the browser of the technician', () => {
  const foreign = 'http://evil.example'

  test.each(['evil.example', 'evil.example:80', 'localhost.evil.example', '127.0.0.1', '[::ffff:7f00:1]'])(
    'DNS rebinding: as %s it gets nothing, not even with the token',
    async (host) => {
      expect(statusOf(await ask('/api/snapshot', [`host: ${host}`, key]))).toBe(403)
      expect(statusOf(await ask('/', [`host: ${host}`, `cookie: ${cookie}`]))).toBe(403)
      expect(await upgrade({ host, authorization: `Bearer ${token}` })).toBe(403)
    },
  )

  test('its WebSocket, with the cookie that the browser would send', async () => {
    expect(await upgrade({ cookie }, foreign)).toBe(403)
    expect(await upgrade({ cookie }, 'null')).toBe(403)
    expect(await upgrade({ cookie })).toBe(403)
    expect(await upgrade({ cookie }, bed.door.url.slice(0, -1))).toBe('open')
    expect(bed.station.viewers()).toBe(0)
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'its form (%s) starts nothing',
    async (type) => {
      const lines = [`content-type: ${type}`, `cookie: ${cookie}`]
      const form = await ask('/api/slots/sim%3A1/start', [...lines, `origin: ${foreign}`], 'POST', '{}')
      expect(statusOf(form)).toBe(403)
      expect(statusOf(await ask('/api/slots/sim%3A1/start', [...lines, 'origin: null'], 'POST', '{}'))).toBe(
        403,
      )
      // A browser that sends no Origin with a form: what it can send is not understood.
      expect(statusOf(await ask('/api/slots/sim%3A1/start', lines, 'POST', '{}'))).toBe(415)
      expect(bed.station.started).toEqual([])
    },
  )

  test.each(['cross-site', 'same-site'])(
    'its images, scripts and frames (%s), with our cookie',
    async (site) => {
      const lines = [`cookie: ${cookie}`, `sec-fetch-site: ${site}`]
      for (const kind of ['image', 'script', 'iframe', 'empty'])
        expect(statusOf(await ask('/api/jobs', [...lines, `sec-fetch-dest: ${kind}`]))).toBe(403)
      const frame = [...lines, 'sec-fetch-mode: navigate', 'sec-fetch-dest: iframe']
      expect(statusOf(await ask('/', frame))).toBe(403)
      const link = [...lines, 'sec-fetch-mode: navigate', 'sec-fetch-dest: document']
      expect(statusOf(await ask('/', link))).toBe(200)
    },
  )

  test('may not read what is answered: no CORS header, ever', async () => {
    const preflight = ['access-control-request-method: POST', `origin: ${foreign}`, `cookie: ${cookie}`]
    const answer = await ask('/api/jobs/start-all', preflight, 'OPTIONS')
    expect(statusOf(answer)).toBe(403)
    expect(answer.toLowerCase()).not.toContain('access-control-allow')
    expect((await ask('/api/snapshot', [key])).toLowerCase()).not.toContain('access-control-allow')
  })
})

describe('files beyond the screens', () => {
  const up = [
    '..',
    '%2e%2e',
    '.%2e',
    '%252e%252e',
    '..%5c',
    '..\\',
    '%2e%2e%5c',
    '..%c0%af',
    '..%00',
    '....//',
  ]
  const targets = [
    ...up.map((dots) => `/${dots}/outside.txt`),
    ...up.map((dots) => `/${`${dots}/`.repeat(12)}etc/passwd`),
    '/../../../../../../etc/passwd',
    '//etc/passwd',
    '/%2fetc%2fpasswd',
    '/index.html%00.txt',
    '/%00',
    '/C:%5cwindows%5cwin.ini',
    '/C:/windows/win.ini',
    '/.env',
    '/.git/config',
    '/link.txt',
    '/up/outside.txt',
    'file:///etc/passwd',
    'http://evil.example/etc/passwd',
  ]

  test.each(targets)('%s is not there', async (target) => {
    const answer = await ask(target, [key])
    expect(statusOf(answer), answer).toBeGreaterThanOrEqual(400)
    expect(answer).not.toContain(outsideText)
    expect(answer).not.toMatch(/root:.*:0:0:/)
  })

  test('no folder is listed, and nothing is written', async () => {
    expect(await ask('/up/', [key])).not.toContain('outside.txt')
    for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE'])
      expect(statusOf(await ask('/index.html', [key], method))).toBeGreaterThanOrEqual(400)
    expect(statusOf(await ask('/index.html', [key]))).toBe(200)
  })
})

describe('what no client of ours sends', () => {
  const json = 'content-type: application/json'

  test('a body over the limit, told or not: refused before it is kept', async () => {
    const told = await ask('/api/settings', [key, json, 'content-length: 1048577'], 'PUT')
    expect(statusOf(told)).toBe(413)
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
    const head = `PUT /api/settings HTTP/1.1\r\nhost: ${bed.host}\r\n${key}\r\n${json}\r\ntransfer-encoding: chunked\r\n\r\n`
    expect(statusOf(await bed.tell(head + chunk.repeat(20)))).toBe(413)
  })

  test('headers and addresses over the limit', async () => {
    expect(statusOf(await ask('/', [`x: ${'y'.repeat(20_000)}`]))).toBe(431)
    expect(statusOf(await ask(`/${'y'.repeat(20_000)}`))).toBe(431)
    expect(
      statusOf(
        await ask(
          '/',
          Array.from({ length: 5000 }, (_, n) => `x${n}: y`),
        ),
      ),
    ).toBe(431)
  })

  test.each([
    ['both lengths', 'content-length: 4\r\ntransfer-encoding: chunked', '0\r\n\r\n'],
    ['two lengths', 'content-length: 4\r\ncontent-length: 5', 'abcde'],
    ['a length with a sign', 'content-length: +4', 'abcd'],
    ['a coding that is none', 'transfer-encoding: chunked, identity', '0\r\n\r\n'],
    ['a space before the colon', 'transfer-encoding : chunked', '0\r\n\r\n'],
    ['a folded header', 'transfer-encoding:\r\n chunked', '0\r\n\r\n'],
    ['a bare line feed', 'x: y\ntransfer-encoding: chunked', '0\r\n\r\n'],
    ['a chunk with a sign', 'transfer-encoding: chunked', '-1\r\n\r\n'],
  ])('a request that hides another behind %s', async (_what, lines, body) => {
    const hidden = `GET /api/snapshot HTTP/1.1\r\nhost: ${bed.host}\r\n${key}\r\n\r\n`
    const answer = await bed.tell(
      `POST /api/jobs/start-all HTTP/1.1\r\nhost: ${bed.host}\r\n${key}\r\n${lines}\r\n\r\n${body}${hidden}`,
    )
    expect(statusOf(answer), answer).toBe(400)
    expect(answer).not.toContain('"seq"')
  })

  test('no Host, two hosts, another protocol, a proxy request', async () => {
    expect(statusOf(await bed.tell('GET / HTTP/1.1\r\nconnection: close\r\n\r\n'))).toBe(400)
    const twice = await ask('/', [`host: evil.example`, `host: ${bed.host}`, key])
    expect([400, 403]).toContain(statusOf(twice))
    expect(statusOf(await bed.tell('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'))).not.toBe(200)
    expect(statusOf(await bed.tell('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'))).toBe(400)
    const proxied = await bed.tell(`CONNECT 127.0.0.1:22 HTTP/1.1\r\nhost: ${bed.host}\r\n${key}\r\n\r\n`)
    expect(proxied).not.toContain(' 200 ')
  })
})
