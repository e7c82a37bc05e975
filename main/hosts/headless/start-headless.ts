// The headless door: the station's contract and screens over HTTP and WebSocket for a browser on this machine. Opens
// and closes the door only; the station behind it belongs to the caller.
import fastify, { type FastifyInstance } from 'fastify'
import { asFlashlineError, FlashlineError } from '../../../preload/contract/index.ts'
import type { Router } from '../../station/router.ts'
import type { HostLogger } from '../host-logger.ts'
import { isLoopback, urlHost } from './allowed-host.ts'
import { createGate, type Gate } from './gate.ts'
import { refusal } from './refusal.ts'
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
  /** Version of the program, for the OpenAPI document. */
  readonly version: string
  readonly logger: HostLogger
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
  const gate = createGate({ host, token })
  // A viewer of the event stream never ends its request by itself.
  const app = fastify({ logger: false, forceCloseConnections: true, bodyLimit: 1024 * 1024 })
  guard(app, gate, logger)
  openRestDoor(app, { router, version, logger })
  await serveScreens(app, uiDir)
  const sockets = openSocketDoor(app.server, router, gate, logger)
  try {
    await app.listen({ host, port })
  } catch (error) {
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
      closing ??= sockets.close().then(() => app.close())
      return closing
    },
  }
}

/** Asks the gate about every request, before its body is read. */
function guard(app: FastifyInstance, gate: Gate, logger: HostLogger): void {
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
    logger.warn({ door: 'http', reason: decision.reason }, 'a visitor was refused')
    const { contentType, body } = refusal(decision.status, decision.reason, headers.accept)
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
