// Servers for the tests of the line, all real and on loopback, and a clock that only the test moves. Each is closed, with
// all its connections, at the end of its test.
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import {
  type AddressInfo,
  createServer as createNetServer,
  type Server as NetServer,
  type Socket,
} from 'node:net'
import { buffer } from 'node:stream/consumers'
import { generate } from 'selfsigned'
import { onTestFinished } from 'vitest'
import type { LineClock } from '../../../main/clouds/line/line.ts'

async function listen(server: NetServer): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return port
}

export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

function recording(
  seen: Seen[],
  answer: (...of: [...Parameters<RequestListener>, Seen]) => void,
): RequestListener {
  return (request, response) => {
    void buffer(request).then(
      (body) => {
        const { method = '', url = '', headers } = request
        const one = { method, url, headers, body: body.toString('utf8') }
        seen.push(one)
        answer(request, response, one)
      },
      () => {},
    )
  }
}

export type Answer = (...of: [...Parameters<RequestListener>, Seen]) => void

export async function httpServer(answer: Answer): Promise<{ url: string; seen: Seen[]; server: Server }> {
  const seen: Seen[] = []
  const server = createServer(recording(seen, answer))
  return { url: `http://127.0.0.1:${await listen(server)}`, seen, server }
}

export async function tlsServer(
  options: ServerOptions,
  answer: Answer,
): Promise<{ port: number; seen: Seen[] }> {
  const seen: Seen[] = []
  const server = createTlsServer(options, recording(seen, answer))
  return { port: await listen(server), seen }
}

/** Speaks whatever the test makes it speak, once the first bytes of a request are there. */
export async function rawServer(
  answer: (socket: Socket) => void,
): Promise<{ url: string; asked: () => number }> {
  let asked = 0
  const server = createNetServer((socket) => {
    socket.once('data', () => {
      asked += 1
      answer(socket)
    })
  })
  return { url: `http://127.0.0.1:${await listen(server)}`, asked: () => asked }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createNetServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export interface Certificate {
  readonly cert: string
  readonly key: string
}

let authorities = 0

/** Its own authority; for 127.0.0.1 and localhost unless named otherwise. */
export async function certificate(change: { name?: string; expired?: true } = {}): Promise<Certificate> {
  const day = 86_400_000
  const from = Date.now() - 2 * day
  const { cert, private: key } = await generate(
    [{ name: 'commonName', value: `Plant authority ${++authorities}` }],
    {
      keyType: 'ec',
      algorithm: 'sha256',
      notBeforeDate: new Date(from),
      notAfterDate: new Date(from + (change.expired ? day : 10 * day)),
      extensions: [
        { name: 'basicConstraints', cA: true },
        {
          name: 'subjectAltName',
          altNames: change.name
            ? [{ type: 2, value: change.name }]
            : [
                { type: 2, value: 'localhost' },
                { type: 7, ip: '127.0.0.1' },
              ],
        },
      ],
    },
  )
  return { cert, key }
}

/** Waits end at once and are written down; time moves only when told. `chance` is the middle: waits are what they are. */
export function testClock(): LineClock & { readonly waits: number[]; advance(byMs: number): void } {
  const waits: number[] = []
  let elapsedMs = 1000
  return {
    waits,
    advance(byMs) {
      elapsedMs += byMs
    },
    elapsedMs: () => elapsedMs,
    async wait(delayMs, signal) {
      signal.throwIfAborted()
      waits.push(delayMs)
    },
    chance: () => 0.5,
  }
}
