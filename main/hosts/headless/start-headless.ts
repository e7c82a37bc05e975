// The headless door: the station's contract and screens over HTTP and WebSocket for a browser on this machine. Opens
// and closes the door only; the station behind it belongs to the caller.
import fastify, { type FastifyInstance } from 'fastify'
import { asFlashlineError, FlashlineError } from '../../../preload/contract/index.ts'
import { systemClock } from '../../hand-out/clock.ts'
import { boundConnections } from '../../hand-out/http/bound-connections.ts'
import { createRefusals, type Refusals } from '../../hand-out/http/refusals.ts'
import type { Router } from '../../station/router.ts'
import type { HostLogger } from '../host-logger.ts'
import { isLoopback, urlHost } from './allowed-host.ts'
import { type DoorLimits, usualDoorLimits } from './door-limits.ts'
import { createGate, type Gate } from './gate.ts'
import { createKeyring } from './keyring.ts'
import { refusal, type VisitorRefusal } from './refusal.ts'
import { openRestDoor } from './rest-door.ts'
import { serveScreens } from './screens.ts'
import { securityHeaders } from './security-headers.ts'
import { openSocketDoor } from './socket-door.ts'

export interface HeadlessOptions {
  readonly router: Router
  /** Loopback unless somebody asked for more. */
  readonly host?: string
  /** 0: any free one. */
  readonly port: number
  readonly uiDir: string
  /** Whoever sends it as a key may do everything; a browser that entered with it has to sign in where there are operators. */
  readonly token: string
  /** Whose the token of a client is; null: nobody's, revoked or expired. Left out: there are no clients. */
  readonly clientOf?: (token: string) => string | null
  /** Version of the program, for the OpenAPI document. */
  readonly version: string
  readonly logger: HostLogger
  readonly limits?: Partial<DoorLimits>
}

export interface Headless {
  /** Without the token: `http://127.0.0.1:4517/`. */
  readonly url: string
  /** With it; gives whoever opens it full access. */
  readonly entryUrl: string
  /** Ends every request and viewer. Idempotent. */
  close(): Promise<void>
}

/** PORT_IN_USE; INPUT_INVALID for a host or port that cannot be listened on. */
export async function startHeadless(options: HeadlessOptions): Promise<Headless> {
  const { router, host = '127.0.0.1', port, uiDir, token, version, logger } = options
  const limits = { ...usualDoorLimits, ...options.limits }
  const keyring = createKeyring(token, options.clientOf)
  const gate = createGate({ host, token, keyring })
  // Gathered: whoever knocks a thousand times a second must not fill the disk with log lines.
  const refusals = createRefusals<VisitorRefusal>(logger, systemClock, 'visitors were refused')
  const app = createApp(limits)
  boundConnections(app.server, limits, () => refusals.count('seat', undefined))
  guard(app, gate, refusals, logger)
  openRestDoor(app, { router, keyring, version, logger })
  await serveScreens(app, uiDir)
  const sockets = openSocketDoor(app.server, { router, gate, refusals, limits, logger })
  try {
    await app.listen({ host, port })
  } catch (error) {
    refusals.close()
    await sockets.close()
    await app.close()
    throw listenError(error, host, port)
  }
  if (!isLoopback(host)) {
    logger.warn({ host }, 'the station can be reached from other machines, and what is sent is not encrypted')
  }
  const url = `http://${urlHost(visitHost(host))}:${boundPort(app)}/`
  let closing: Promise<void> | null = null
  return {
    url,
    entryUrl: `${url}?token=${encodeURIComponent(token)}`,
    close() {
      refusals.close()
      closing ??= sockets.close().then(() => app.close())
      return closing
    },
  }
}

function createApp(limits: DoorLimits): FastifyInstance {
  return fastify({
    logger: false,
    // A viewer of the event stream never ends its request by itself.
    forceCloseConnections: true,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    maxRequestsPerSocket: limits.requestsPerConnection,
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: Math.min(limits.headersMs, 1000),
    },
  })
}

/** Asks the gate about every request, before its body is read. */
function guard(
  app: FastifyInstance,
  gate: Gate,
  refusals: Refusals<VisitorRefusal>,
  logger: HostLogger,
): void {
  app.addHook('onRequest', async (request, reply) => {
    const { method, url, headers, socket } = request.raw
    const decision = gate({ method: method ?? '', url: url ?? '', headers, port: socket.localPort ?? 0 })
    const known = decision.kind !== 'refuse' || decision.reason !== 'host'
    reply.headers(securityHeaders(known ? (headers.host ?? null) : null))
    if (decision.kind === 'pass') return
    reply.header('cache-control', 'no-store')
    if (decision.kind === 'enter') {
      return reply.header('set-cookie', decision.setCookie).redirect(decision.location, 303)
    }
    refusals.count(decision.reason, socket.remoteAddress)
    const { contentType, body } = refusal(decision.status, decision.reason, headers.accept)
    // Whoever guesses pays with a connection for each guess; what else was sent is not read.
    reply.header('connection', 'close')
    return reply.code(decision.status).type(contentType).send(body)
  })
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) logger.error({ err: error }, 'a request failed unexpectedly')
    const message = status >= 500 ? 'Internal server error' : error.message
    return reply.code(status).send({ defined: false, code: 'BAD_REQUEST', status, message })
  })
}

function listenError(error: unknown, host: string, port: number): FlashlineError {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE') return new FlashlineError('PORT_IN_USE', { host, port }, { cause: error })
  if (code === 'EACCES')
    return new FlashlineError('INPUT_INVALID', { field: 'port', value: port }, { cause: error })
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new FlashlineError('INPUT_INVALID', { field: 'host', value: host }, { cause: error })
  }
  return asFlashlineError(error)
}

function boundPort(app: FastifyInstance): number {
  const address = app.server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Nobody can visit a wildcard. */
function visitHost(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
}
