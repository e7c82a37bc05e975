// The HTTP server of the local cloud without its routes: how bodies are read, and how everything that fails is answered.
import fastify, { type FastifyBaseLogger, type FastifyError, type FastifyInstance } from 'fastify'
import { FlashlineError } from '../../preload/contract/index.ts'
import { boundConnections } from '../hand-out/http/bound-connections.ts'
import { CloudRefusal } from './cloud-refusal.ts'

const BODY_MAX_BYTES = 1024 * 1024
/** Of a whole request; enough for the largest firmware over a slow network, and an end to callers who only wait. */
const REQUEST_TIMEOUT_MS = 600_000
/** As the hand-out of a station, which the same devices fetch from. */
const SEATS = { connections: 1024, connectionsPerPeer: 256 }

/** A certificate and its key, PEM. */
export interface TlsIdentity {
  readonly cert: string
  readonly key: string
}

export interface CloudAppOptions {
  readonly logger?: FastifyBaseLogger
  readonly tls?: TlsIdentity
  /** `https://cloud.plant:4518`: how callers reach us, where that is another address than ours. */
  readonly publicUrl?: string
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Of URLs in answers, whatever address a request came in on. */
    readonly publicOrigin: string | null
  }
}

/** INPUT_INVALID {field: 'publicUrl'} */
export function createCloudApp({ logger, tls, publicUrl }: CloudAppOptions): FastifyInstance {
  const app = fastify({
    ...(logger === undefined ? {} : { loggerInstance: logger }),
    https: tls === undefined ? null : { cert: tls.cert, key: tls.key, minVersion: 'TLSv1.2' },
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A download that is under way must not keep the program from ending.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (_error, _request, reply) => {
      const refusal = new CloudRefusal('URL_INVALID')
      reply.raw.writeHead(refusal.status, { 'Content-Type': 'application/json' })
      reply.raw.end(JSON.stringify(refusal.body))
    },
  })
  app.decorate('publicOrigin', publicUrl === undefined ? null : readOrigin(publicUrl))
  boundConnections(app.server, SEATS, () => app.log.warn('local cloud: no seat for a connection'))
  // The service wants Content-Type on every request, also on one without a body.
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text: string, done) => {
    if (text.trim() === '') done(null, undefined)
    else parseJson(request, text, done)
  })
  app.setNotFoundHandler((request) => {
    throw new CloudRefusal('URL_UNKNOWN', request.url)
  })
  app.setErrorHandler((error: FastifyError | CloudRefusal, request, reply) => {
    const refusal = asRefusal(error)
    if (refusal.reason === 'INTERNAL') request.log.error({ err: error }, 'local cloud: request failed')
    return reply.code(refusal.status).send(refusal.body)
  })
  return app
}

function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href
  if (!isOrigin) throw new FlashlineError('INPUT_INVALID', { field: 'publicUrl' })
  return url.origin
}

/** What fastify itself refuses (no JSON, too large, wrong media type) is an invalid request; the rest is our fault. */
function asRefusal(error: FastifyError | CloudRefusal): CloudRefusal {
  if (error instanceof CloudRefusal) return error
  const status = error.statusCode ?? 500
  return new CloudRefusal(status >= 400 && status < 500 ? 'FIELD_INVALID' : 'INTERNAL')
}
