// A hand-out server on loopback with a clock that is turned by hand, and clients that send a target exactly as given.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { HandOutOffer, Offered, Served } from '../../../main/hand-out/hand-out.ts'
import {
  createHttpServer,
  type HttpLimits,
  type OfferServer,
} from '../../../main/hand-out/http/http-server.ts'
import { createHandClock, type HandClock } from './hand-clock.ts'

export interface Bed extends AsyncDisposable {
  readonly server: OfferServer
  readonly clock: HandClock
  readonly logged: object[]
  /** 127.0.0.1, an hour, whoever comes. */
  offer(bytes: Uint8Array, more?: Partial<HandOutOffer>): Promise<BedOffer>
  /** Turns the clock, a little with every round of the event loop, until the promise has resolved. */
  turnUntil<T>(wanted: Promise<T>): Promise<T>
}

export interface BedOffer extends Offered {
  /** All that was told, in order. */
  readonly told: Served[]
  /** Resolves as soon as something was told that fits. */
  toldOf(fits: (served: Served) => boolean): Promise<Served>
}

export function openBed(limits: Partial<HttpLimits> = {}, port = 0): Bed {
  const clock = createHandClock()
  const logged: object[] = []
  const server = createHttpServer({
    hosts: () => ['127.0.0.1', '127.0.0.3'],
    port,
    log: { warn: (facts, message) => logged.push({ ...facts, message }) },
    clock,
    limits,
  })
  return {
    server,
    clock,
    logged,
    async offer(bytes, more = {}) {
      const told: Served[] = []
      const waiting = new Set<() => void>()
      const offered = await server.offer({
        file: { bytes, sha256: createHash('sha256').update(bytes).digest('hex') },
        fileName: 'firmware.bin',
        deviceIp: null,
        host: null,
        lifetimeMs: 3_600_000,
        onServed: (served) => {
          told.push(served)
          for (const look of waiting) look()
        },
        ...more,
      })
      const toldOf = (fits: (served: Served) => boolean) =>
        new Promise<Served>((resolve) => {
          const look = () => {
            const found = told.find(fits)
            if (found === undefined) return
            waiting.delete(look)
            resolve(found)
          }
          waiting.add(look)
          look()
        })
      return { ...offered, told, toldOf }
    },
    async turnUntil(wanted) {
      let isOver = false
      const turn = () => {
        if (isOver) return
        clock.advance(1)
        setImmediate(turn)
      }
      turn()
      try {
        return await wanted
      } finally {
        isOver = true
      }
    },
    [Symbol.asyncDispose]: () => server.close(),
  }
}

export interface Asking {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Of the device. */
  readonly from?: string
  /** Instead of the path of the URL, as it stands in the request line. */
  readonly target?: string
}

export interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

export async function ask(url: string, asking: Asking = {}): Promise<Answered> {
  const response = await open(url, asking)
  const pieces: Buffer[] = []
  for await (const piece of response) pieces.push(piece)
  return { status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(pieces) }
}

/** Resolves with the head; the body is not read yet. */
export async function open(
  url: string,
  { method, headers, from, target }: Asking = {},
): Promise<IncomingMessage> {
  const { hostname, port, pathname } = new URL(url)
  const request = httpRequest({
    host: hostname,
    port,
    path: target ?? pathname,
    agent: false,
    ...(method !== undefined && { method }),
    ...(headers !== undefined && { headers }),
    ...(from !== undefined && { localAddress: from }),
  })
  // What comes after the head is the answer's to tell.
  request.on('error', () => {})
  request.end()
  const [response] = await once(request, 'response')
  return response
}

/** A connection that has sent these bytes and reads nothing unless asked to. */
export async function dial(
  { host, port }: { host: string; port: number },
  bytes = '',
  from?: string,
): Promise<Socket> {
  const socket = connect({ host, port, ...(from !== undefined && { localAddress: from }) })
  socket.on('error', () => {})
  await once(socket, 'connect')
  if (bytes !== '') socket.write(bytes, 'latin1')
  return socket
}

/** Starts to fetch and does not read. */
export function dialAndFetch(offered: Offered): Promise<Socket> {
  return dial(offered, `GET /${offered.path} HTTP/1.1\r\nHost: x\r\n\r\n`)
}

/** Reads on until there is no connection, however it ends. */
export function untilGone(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.resume().once('close', () => resolve())
  })
}

/** All that comes until there is no connection, however it ends. */
export async function textUntilEnd(socket: Socket): Promise<string> {
  let text = ''
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text += piece
  })
  await untilGone(socket)
  return text
}
