// The firmware hand-out over HTTP/1.1: listens on our chosen addresses alone, and only while something is offered there.
// node:http and not fastify: every limit here lies below a router, and a target must reach us as it was sent.
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, isIPv6 } from 'node:net'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { HandOutOffer, Offered } from '../hand-out.ts'
import type { HandOutLog } from '../log.ts'
import { type AnsweringLimits, answerRequest } from './answer-request.ts'
import { createOfferTable } from './offer-table.ts'
import { createRefusals } from './refusals.ts'
import type { RateLimit } from './request-rate.ts'
import { createSeats, type SeatLimits } from './seats.ts'

export interface HttpLimits extends SeatLimits, AnsweringLimits {
  /** Request line and headers together. */
  readonly headerBytes: number
  /** From the connection, or the end of the last answer, to the end of the headers. */
  readonly headerMs: number
  /** A connection without a request is kept so long after an answer. */
  readonly keepAliveMs: number
  /** Of one URL, which is one device. */
  readonly requests: RateLimit
  /** The port stays open so long after the last offer. */
  readonly lingerMs: number
}

export const usualLimits: HttpLimits = {
  headerBytes: 8 * 1024,
  headerMs: 10_000,
  keepAliveMs: 5000,
  connections: 1024,
  connectionsPerPeer: 256,
  transfersPerOffer: 4,
  // A modem that fetches a kilobyte at a time stays below it; what runs above it is broken.
  requests: { perSecond: 400, burst: 800 },
  stallMs: 120_000,
  lingerMs: 60_000,
}

export interface HttpServerOptions {
  /** Our addresses on the chosen interfaces. */
  readonly hosts: () => readonly string[]
  /** 0: any free one. */
  readonly port: number
  readonly log: HandOutLog
  readonly clock?: Clock
  readonly limits?: Partial<HttpLimits>
}

export interface OfferServer {
  /** HANDOUT_UNSET {host}, HANDOUT_PORT {host, port, reason}. */
  offer(offer: HandOutOffer): Promise<Offered>
  /** Ends everything that is offered and under way. Idempotent. */
  close(): Promise<void>
}

export function createHttpServer(options: HttpServerOptions): OfferServer {
  const { hosts, port, log, clock = systemClock } = options
  const limits = { ...usualLimits, ...options.limits }
  const offers = createOfferTable(limits.requests, clock)
  const refusals = createRefusals(log, clock, 'hand-out requests refused')
  const seats = createSeats(limits)
  const servers = new Map<string, Promise<Server>>()
  let callOffClosing = () => {}
  let isClosed = false

  const listen = async (host: string): Promise<Server> => {
    const server = createServer({
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headerMs,
      requestTimeout: limits.headerMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: Math.min(limits.headerMs, 1000),
    })
    server.on('request', (request, response) => {
      seats.work(request.socket)
      response.once('close', () => seats.rest(request.socket))
      answerRequest(request, response, { offers, refusals, limits, clock })
    })
    server.on('connection', (socket) => {
      if (seats.take(socket)) return
      refusals.count('connections', socket.remoteAddress)
      socket.destroy()
    })
    try {
      server.listen({ host, port })
      await once(server, 'listening')
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      throw new FlashlineError('HANDOUT_PORT', { host, port, reason: code ?? 'unknown' }, { cause: error })
    }
    // Out of file descriptors: this connection is lost, the server is not.
    server.on('error', (error) => log.warn({ error }, 'hand-out could not accept a connection'))
    return server
  }

  const closeServers = async () => {
    const closing = [...servers.values()]
    servers.clear()
    for (const opening of closing) {
      const server = await opening.catch(() => null)
      if (server === null) continue
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    }
  }

  const serverOn = async (host: string): Promise<Server> => {
    const opening = servers.get(host) ?? listen(host)
    servers.set(host, opening)
    try {
      return await opening
    } catch (error) {
      // The next offer tries again.
      if (servers.get(host) === opening) servers.delete(host)
      throw error
    }
  }

  return {
    async offer(offer) {
      const chosen = hosts()
      const host = offer.host ?? chosen[0]
      if (isClosed || host === undefined || !chosen.includes(host)) {
        throw new FlashlineError('HANDOUT_UNSET', { host: host ?? null })
      }
      callOffClosing()
      const server = await serverOn(host)
      const bound = server.address() as AddressInfo | null
      if (isClosed || bound === null) throw new FlashlineError('HANDOUT_UNSET', { host })
      const origin = `http://${isIPv6(host) ? `[${host}]` : host}:${bound.port}`
      callOffClosing()
      const { path, close } = offers.add(offer, origin, () => {
        if (offers.size > 0 || isClosed) return
        callOffClosing()
        callOffClosing = clock.after(limits.lingerMs, () => void closeServers())
      })
      return { url: origin + path, host, port: bound.port, path: path.slice(1), close }
    },
    async close() {
      isClosed = true
      callOffClosing()
      offers.close()
      await closeServers()
      refusals.close()
    },
  }
}
