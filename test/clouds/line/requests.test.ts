// What goes out and what is handed on, as the server sees it and as the caller gets it.
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { LineFailure } from '../../../main/clouds/line/line.ts'
import { lineTo } from '../test-line.ts'
import { call, caught, never } from './caught.ts'
import { freePort, httpServer, rawServer, testClock } from './servers.ts'

describe('a request', () => {
  it('goes to base, path, suffix and query, with its headers and body', async () => {
    const { url, seen } = await httpServer((_, response) => response.end('{}'))
    const { line } = lineTo(`${url}/base`, { pathSuffix: '/geapp', extraQuery: { useHttps: 'true' } })
    const reply = await line.send(
      call({
        request: async () => ({
          method: 'POST',
          path: '/v2/tasks',
          query: [
            ['name', 'a b*'],
            ['name', '固'],
          ],
          headers: { 'Access-Token': 'secret-token', 'Content-Type': 'application/json' },
          body: '{"名":1}',
        }),
      }),
      never(),
    )
    expect(reply).toMatchObject({ status: 200, text: '{}' })
    expect(seen).toMatchObject([
      {
        method: 'POST',
        url: '/base/v2/tasks/geapp?name=a%20b%2A&name=%E5%9B%BA&useHttps=true',
        headers: { 'access-token': 'secret-token', 'accept-encoding': 'gzip, deflate, br' },
        body: '{"名":1}',
      },
    ])
    expect(line.host).toBe(url)
  })

  it('carries bytes as they are', async () => {
    const { url, seen } = await httpServer((_, response) => response.end())
    const body = new TextEncoder().encode('firmware')
    await lineTo(url).line.send(call({ request: () => ({ method: 'PUT', path: '/f', body }) }), never())
    expect(seen).toMatchObject([{ method: 'PUT', body: 'firmware' }])
  })

  it.each([200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 409, 418, 460])(
    'hands on an answer of status %i',
    async (status) => {
      const { url, seen } = await httpServer((_, response) =>
        response.writeHead(status, { location: '/elsewhere', 'X-Ca-Error-Code': 'A403IS' }).end(),
      )
      const { line, entries } = lineTo(url)
      const reply = await line.send(call(), never())
      expect(reply).toMatchObject({ status, text: '', headers: { 'x-ca-error-code': 'A403IS' } })
      expect(seen).toHaveLength(1)
      expect(entries).toMatchObject([{ status, error: null, attempt: 1, call: 'test call' }])
    },
  )

  it('joins headers that come several times', async () => {
    const { url } = await httpServer((_, response) => response.setHeader('x-many', ['a', 'b']).end())
    expect((await lineTo(url).line.send(call(), never())).headers['x-many']).toBe('a, b')
  })

  it.each([
    [429, 'CLOUD_BUSY'],
    [500, 'CLOUD_SERVER'],
    [503, 'CLOUD_SERVER'],
  ] as const)(
    'makes a failure of status %i, with the answer for the caller to read',
    async (status, code) => {
      const { url } = await httpServer((_, response) =>
        response.writeHead(status).end('{"error":{"code":5031001}}'),
      )
      const error = await caught(lineTo(url, { clock: testClock() }).line.send(call(), never()))
      expect(error).toMatchObject({ code, context: { host: url, call: 'test call', status } })
      expect(error.cause).toBeInstanceOf(LineFailure)
      expect(error.cause).toMatchObject({ reply: { status, text: '{"error":{"code":5031001}}' } })
    },
  )

  it.each([
    { path: '/a b' },
    { path: '/', headers: { 'access-token': 'line\nbreak' } },
    { path: '/', headers: { 'access-token': '令牌' } },
  ])('that cannot be written is INPUT_INVALID: %j', async (wanted) => {
    const { line } = lineTo(`http://127.0.0.1:${await freePort()}`)
    const error = await caught(line.send(call({ request: () => ({ method: 'GET', ...wanted }) }), never()))
    expect(error).toMatchObject({ code: 'INPUT_INVALID', context: { begun: false } })
    expect(JSON.stringify(error.context)).not.toMatch(/break|令牌/)
  })

  it('that cannot be made is not sent', async () => {
    const { url, seen } = await httpServer((_, response) => response.end())
    const failed = lineTo(url).line.send(
      call({ request: () => Promise.reject(new Error('no token')) }),
      never(),
    )
    await expect(failed).rejects.toThrow('no token')
    expect(seen).toEqual([])
  })
})

describe('an abort', () => {
  it('before the call sends nothing', async () => {
    const { url, seen } = await httpServer((_, response) => response.end())
    await expect(lineTo(url).line.send(call(), AbortSignal.abort('enough'))).rejects.toBe('enough')
    expect(seen).toEqual([])
  })

  it.each([
    ['before the answer', ''],
    ['in the middle of the answer', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'],
  ])('%s ends the call with its reason and the connection with it', async (_, begin) => {
    const stop = new AbortController()
    const closed = Promise.withResolvers<void>()
    const { url, asked } = await rawServer((socket) => {
      socket.on('close', () => closed.resolve())
      socket.write(begin, () => stop.abort('enough'))
    })
    const { line, entries } = lineTo(url)
    await expect(line.send(call({ repeatable: true }), stop.signal)).rejects.toBe('enough')
    await closed.promise
    expect(asked()).toBe(1)
    expect(entries).toMatchObject([{ status: null, error: 'JOB_CANCELLED' }])
  })

  it('while it waits to repeat ends the wait', async () => {
    const { url, seen, server } = await httpServer((_, response) => response.writeHead(503).end())
    const stop = new AbortController()
    const sent = lineTo(url).line.send(call({ repeatable: true }), stop.signal)
    const [, response] = await once(server, 'request')
    await once(response, 'finish')
    setImmediate(() => stop.abort('enough'))
    await expect(sent).rejects.toBe('enough')
    expect(seen).toHaveLength(1)
  })
})

describe('closing', () => {
  it('breaks off what is under way, without a repeat', async () => {
    const arrived = Promise.withResolvers<void>()
    const { url, asked } = await rawServer(() => arrived.resolve())
    const { line } = lineTo(url)
    const sent = caught(line.send(call({ repeatable: true }), never()))
    await arrived.promise
    await line.close()
    expect((await sent).code).toBe('CLOUD_UNREACHABLE')
    expect((await caught(line.send(call({ repeatable: true }), never()))).code).toBe('CLOUD_UNREACHABLE')
    expect(asked()).toBe(1)
  })
})
