// One HTTP exchange against servers that are made by hand: what is on the wire, and how each way to fail is told.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { LanRequest } from '../../main/transports/lan-host.ts'
import { lanRequest } from '../../main/transports/lan-http.ts'
import { FlashlineError } from '../../preload/contract/index.ts'

const idle = new AbortController().signal
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const bound = server.address()
  return typeof bound === 'object' && bound ? bound.port : 0
}

/** A server that does to every connection what it is told. */
const raw = (onConnection: (socket: Socket) => void): Promise<number> =>
  listening(
    createServer((socket) => {
      socket.on('error', () => {})
      onConnection(socket)
    }),
  )

const ask = (port: number, change: Partial<LanRequest> = {}, signal = idle, name = '127.0.0.1') =>
  lanRequest(
    { name, ip: '127.0.0.1' },
    {
      method: 'GET',
      path: '/',
      port,
      tls: null,
      headers: {},
      body: [],
      connectMs: 5000,
      stallMs: 5000,
      answerMs: 5000,
      maxReplyBytes: 10_000,
      ...change,
    },
    signal,
  )

async function failure(asked: Promise<unknown>) {
  try {
    await asked
  } catch (error) {
    if (error instanceof FlashlineError) return { code: error.code, context: error.context }
  }
  throw new Error('it did not fail as it should')
}

const large = new Uint8Array(8 * 1024 * 1024).fill(0x5a)

describe('what is sent', () => {
  test('the parts one after the other, with their length, to the pinned address under the name', async () => {
    const port = await listening(
      createHttp((request, response) => {
        const digest = createHash('sha256')
        request.on('data', (bytes: Buffer) => digest.update(bytes))
        request.on('end', () => {
          const {
            host,
            'content-length': length,
            'x-extra': extra,
            'transfer-encoding': coding,
          } = request.headers
          response.setHeader('Set-Cookie', ['a=1', 'b=2'])
          response.end(
            JSON.stringify([request.method, request.url, host, length, extra, coding, digest.digest('hex')]),
          )
        })
      }),
    )
    const head = Buffer.from('head')
    const told: number[] = []
    const reply = await ask(
      port,
      {
        method: 'PUT',
        path: '/up?x=%20',
        headers: { 'X-Extra': 'yes' },
        body: [head, large, Buffer.from('tail')],
        onSent: (sent) => told.push(sent),
      },
      idle,
      'lamp.local',
    )
    const all = createHash('sha256').update(head).update(large).update('tail').digest('hex')
    const total = large.length + 8
    expect(reply.status).toBe(200)
    expect(reply.headers['set-cookie']).toBe('a=1, b=2')
    expect(JSON.parse(Buffer.from(reply.body).toString())).toEqual([
      'PUT',
      '/up?x=%20',
      `lamp.local:${port}`,
      String(total),
      'yes',
      null,
      all,
    ])
    expect(told.at(-1)).toBe(total)
    expect(
      told.every((sent, index) => index === told.length - 1 || sent - (told[index - 1] ?? 0) >= 65_536),
    ).toBe(true)
  })

  test('the last part waits until it may go, however long that takes', async () => {
    const arrived = Promise.withResolvers<number>()
    let taken = 0
    const port = await listening(
      createHttp((request, response) => {
        request.on('data', (bytes: Buffer) => {
          taken += bytes.length
          if (taken >= large.length) arrived.resolve(taken)
        })
        request.on('end', () => response.end('ok'))
      }),
    )
    const held = Promise.withResolvers<void>()
    let takenBefore = 0
    const asked = ask(port, {
      method: 'PUT',
      body: [large, Buffer.from('tail')],
      stallMs: 300,
      async beforeLast() {
        takenBefore = await arrived.promise
        await held.promise
      },
    })
    setTimeout(() => held.resolve(), 400)
    expect((await asked).status).toBe(200)
    expect([takenBefore, taken]).toEqual([large.length, large.length + 4])
  })

  test.each([
    ['GET', undefined],
    ['POST', '0'],
  ] as const)('%s without a body has length %s', async (method, length) => {
    const port = await listening(
      createHttp((request, response) => response.end(String(request.headers['content-length']))),
    )
    const reply = await ask(port, { method })
    expect(Buffer.from(reply.body).toString()).toBe(String(length))
  })

  test('the connection is closed afterwards', async () => {
    const closed = Promise.withResolvers<void>()
    const port = await raw((socket) => {
      socket.once('data', () =>
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok'),
      )
      socket.once('close', () => closed.resolve())
    })
    expect(Buffer.from((await ask(port)).body).toString()).toBe('ok')
    await closed.promise
  })
})

describe('answers', () => {
  test('a redirect is an answer', async () => {
    const port = await raw((socket) =>
      socket.end('HTTP/1.1 302 Found\r\nLocation: http://203.0.113.9/\r\nContent-Length: 0\r\n\r\n'),
    )
    expect(await ask(port)).toMatchObject({ status: 302, headers: { location: 'http://203.0.113.9/' } })
  })

  test('a no in mid-body ends the body, and is the answer', async () => {
    let taken = 0
    const port = await raw((socket) => {
      socket.on('data', (bytes) => {
        taken += bytes.length
        socket.pause()
        socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 6\r\n\r\ntoobig')
      })
    })
    const sent: number[] = []
    const reply = await ask(port, { method: 'POST', body: [large], onSent: (bytes) => sent.push(bytes) })
    expect([reply.status, Buffer.from(reply.body).toString()]).toEqual([413, 'toobig'])
    expect(taken).toBeLessThan(large.length)
    expect(sent.at(-1) ?? 0).toBeLessThan(large.length)
  })

  test('a no whose body is cut off stands with its status', async () => {
    const port = await raw((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 401 No\r\nContent-Length: 100\r\n\r\nwho'))
    })
    expect(await ask(port, { method: 'POST', body: [large] })).toMatchObject({ status: 401 })
  })

  test('an answer without a length ends with the connection', async () => {
    const port = await raw((socket) => {
      socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\n\r\nbare'))
    })
    expect(Buffer.from((await ask(port)).body).toString()).toBe('bare')
  })

  const bad = [
    ['not HTTP', 'SSH-2.0-dropbear\r\n', 'notHttp'],
    ['endless headers', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(40_000)}`, 'tooLarge'],
    ['a long body', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(20_000)}`, 'tooLarge'],
  ] as const
  test.each(bad)('%s', async (_, text, reason) => {
    const port = await raw((socket) => {
      socket.once('data', () => socket.write(text))
    })
    expect(await failure(ask(port))).toMatchObject({ code: 'OTA_REPLY', context: { reason } })
  })

  test('an endless body is cut at its bound', async () => {
    const port = await listening(
      createHttp((_, response) => {
        const more = () => {
          while (response.writable && response.write('x'.repeat(1000))) {}
        }
        response.on('drain', more)
        more()
      }),
    )
    expect(await failure(ask(port))).toMatchObject({ code: 'OTA_REPLY', context: { reason: 'tooLarge' } })
  })
})

describe('a host that fails', () => {
  test('nobody listens', async () => {
    const port = await raw(() => {})
    await closers.splice(0)[0]?.()
    expect(await failure(ask(port))).toEqual({
      code: 'LAN_UNREACHABLE',
      context: { address: '127.0.0.1', port, reason: 'ECONNREFUSED' },
    })
  })

  test('it hangs up in mid-body', async () => {
    const port = await raw((socket) => {
      let taken = 0
      socket.on('data', (bytes) => {
        taken += bytes.length
        if (taken > 1_000_000) socket.resetAndDestroy()
      })
    })
    const error = await failure(ask(port, { method: 'PUT', body: [large] }))
    expect(error).toMatchObject({ code: 'OTA_BROKEN', context: { address: '127.0.0.1' } })
    expect(error.context.doneBytes).toBeGreaterThan(900_000)
    expect(error.context.doneBytes).toBeLessThan(large.length)
  })

  test('it hangs up without an answer, and in the middle of a good one', async () => {
    const silent = await raw((socket) => {
      socket.once('data', () => socket.end())
    })
    expect(await failure(ask(silent))).toMatchObject({ code: 'OTA_BROKEN' })
    const half = await raw((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'))
    })
    expect(await failure(ask(half))).toMatchObject({ code: 'OTA_BROKEN' })
  })

  test('it stops reading', async () => {
    const port = await raw((socket) => socket.pause())
    const error = await failure(ask(port, { method: 'PUT', body: [large], stallMs: 200 }))
    expect(error).toMatchObject({ code: 'OTA_SILENT', context: { phase: 'body', timeoutMs: 200 } })
    expect(error.context.doneBytes).toBeLessThan(large.length)
  })

  test('it never answers, and it answers for ever', async () => {
    const silent = await raw((socket) => socket.resume())
    expect(await failure(ask(silent, { answerMs: 500 }))).toMatchObject({
      code: 'OTA_SILENT',
      context: { phase: 'answer', timeoutMs: 500 },
    })
    const trickle = await raw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        const timer = setInterval(() => socket.write('x'), 5)
        socket.once('close', () => clearInterval(timer))
      })
    })
    expect(await failure(ask(trickle, { answerMs: 1000 }))).toMatchObject({ code: 'OTA_SILENT' })
  })
})

test('a cancel closes the connection, in the body and while waiting', async () => {
  for (const body of [[large], []]) {
    const cancel = new AbortController()
    const reason = new Error('enough')
    const closed = Promise.withResolvers<void>()
    const port = await raw((socket) => {
      socket.once('data', () => {
        if (body.length > 0) socket.pause()
        cancel.abort(reason)
        socket.resume()
      })
      socket.once('close', () => closed.resolve())
    })
    await expect(ask(port, { method: 'POST', body }, cancel.signal)).rejects.toBe(reason)
    await closed.promise
  }
})
