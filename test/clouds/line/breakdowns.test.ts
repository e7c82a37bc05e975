// What goes wrong on the way, each with its own code; TLS and proxies have files of their own.
import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { lineTo } from '../test-line.ts'
import { failureOf } from './caught.ts'
import { freePort, httpServer, rawServer, testClock } from './servers.ts'

const head = 'HTTP/1.1 200 OK\r\n'

async function failureAt(answer: (socket: Socket) => void, timeoutMs = 10_000) {
  const { url, asked } = await rawServer(answer)
  const { line, entries } = lineTo(url, { timeoutMs, clock: testClock() })
  return { failure: await failureOf(line), asked, entries }
}

/** The rest is gone before the reader could have seen its end. */
const cut = (text: string) => (socket: Socket) =>
  void socket.write(text, () => setImmediate(() => socket.resetAndDestroy()))

describe('an answer that does not come to its end', () => {
  it.each([
    ['hangs before the first byte', () => {}],
    ['hangs in the middle', (socket: Socket) => void socket.write(`${head}Content-Length: 9\r\n\r\nabc`)],
    [
      'trickles',
      (socket: Socket) => {
        socket.write(`${head}Content-Length: 100000\r\n\r\n`)
        const drip = setInterval(() => socket.write('x'), 5)
        socket.on('close', () => clearInterval(drip))
      },
    ],
    [
      'trickles its headers',
      (socket: Socket) => {
        socket.write(`${head}X-Long: `)
        const drip = setInterval(() => socket.write('x'), 5)
        socket.on('close', () => clearInterval(drip))
      },
    ],
  ])('%s: CLOUD_TIMEOUT', async (_, answer) => {
    const { failure, entries } = await failureAt(answer, 150)
    expect(failure).toEqual(['CLOUD_TIMEOUT', { timeoutMs: 150 }])
    expect(entries).toMatchObject([{ status: null, error: 'CLOUD_TIMEOUT' }])
  })

  it('has its own deadline where the call has one', async () => {
    const { url } = await rawServer(() => {})
    expect(await failureOf(lineTo(url).line, { timeoutMs: 120 })).toEqual([
      'CLOUD_TIMEOUT',
      { timeoutMs: 120 },
    ])
  })

  it.each([
    ['closed before the answer', (socket: Socket) => void socket.end(), 'UND_ERR_SOCKET'],
    ['reset before the answer', (socket: Socket) => void socket.resetAndDestroy(), 'ECONNRESET'],
    [
      'closed in the body',
      (socket: Socket) => void socket.end(`${head}Content-Length: 9\r\n\r\nabc`),
      'UND_ERR_SOCKET',
    ],
    ['reset in the body', cut(`${head}Content-Length: 9\r\n\r\nabc`), 'ECONNRESET'],
    ['reset in a chunk', cut(`${head}Transfer-Encoding: chunked\r\n\r\n9\r\nabc`), 'ECONNRESET'],
    [
      'closed in the body, as announced',
      (socket: Socket) => void socket.end(`${head}Connection: close\r\nContent-Length: 9\r\n\r\nabc`),
      'cut',
    ],
    [
      'closed in a chunk, as announced',
      (socket: Socket) =>
        void socket.end(`${head}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc`),
      'cut',
    ],
  ])('%s: CLOUD_UNREACHABLE', async (_, answer, cause) => {
    const { failure, asked } = await failureAt(answer)
    expect(failure).toEqual(['CLOUD_UNREACHABLE', { cause }])
    expect(asked()).toBe(1)
  })
})

describe('what is no HTTP, or contradicts itself', () => {
  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['two lengths', `${head}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`],
    [
      'a length and chunks',
      `${head}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
    ],
    ['a chunk of no size', `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc`],
    ['headers without end', `${head}X-Long: ${'x'.repeat(100_000)}\r\n\r\n`],
  ])('%s: CLOUD_REPLY', async (_, answer) => {
    const { failure } = await failureAt((socket) => void socket.end(answer))
    expect(failure[0]).toBe('CLOUD_REPLY')
  })
})

describe('nobody there', () => {
  it('at the port: CLOUD_UNREACHABLE, tried three times', async () => {
    const clock = testClock()
    const { line, entries } = lineTo(`http://127.0.0.1:${await freePort()}`, { clock })
    expect(await failureOf(line)).toEqual(['CLOUD_UNREACHABLE', { cause: 'ECONNREFUSED' }])
    expect(entries.map(({ attempt, error }) => [attempt, error])).toEqual([
      [1, 'CLOUD_UNREACHABLE'],
      [2, 'CLOUD_UNREACHABLE'],
      [3, 'CLOUD_UNREACHABLE'],
    ])
    expect(clock.waits).toEqual([500, 1000])
  })

  it('by that name: CLOUD_HOST_UNKNOWN', async () => {
    const { line } = lineTo('http://no-such-cloud.invalid', { clock: testClock() })
    const [code, context] = await failureOf(line, { probe: true })
    expect(code).toBe('CLOUD_HOST_UNKNOWN')
    expect(context).toEqual({ cause: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) })
  })
})

describe('an answer that is later than an earlier one', () => {
  it('does not reach the wrong call', async () => {
    const { url } = await httpServer((request, response) => {
      if (request.url === '/slow') return
      response.end(request.url)
    })
    const { line } = lineTo(url)
    const slow = failureOf(line, { request: () => ({ method: 'GET', path: '/slow' }), timeoutMs: 100 })
    const { text } = await line.send(
      { label: 'quick', request: () => ({ method: 'GET', path: '/quick' }), repeatable: false },
      new AbortController().signal,
    )
    expect(text).toBe('/quick')
    expect((await slow)[0]).toBe('CLOUD_TIMEOUT')
  })
})
