// The contract as REST at /api, for factory software, with its OpenAPI document. Both parts are loaded when somebody
// first asks: the screens do not need them, and an idle station stays small.
import type { FastifyInstance } from 'fastify'
import { clientCaller, createCaller } from '../../station/caller.ts'
import type { Router } from '../../station/router.ts'
import type { HostLogger } from '../host-logger.ts'
import { logUnexpected } from '../log-unexpected.ts'
import type { Keyring } from './keyring.ts'
import { openApiDocument, sessionHeader } from './openapi-document.ts'

export interface RestDoorOptions {
  readonly router: Router
  readonly keyring: Keyring
  readonly version: string
  readonly logger: HostLogger
}

export function openRestDoor(app: FastifyInstance, options: RestDoorOptions): void {
  const handler = once(() => restHandler(options))
  const document = once(async () => JSON.stringify(await openApiDocument(options.version)))

  // JSON only: what a form of another site can send is not understood at all.
  app.removeContentTypeParser('text/plain')
  // Many clients name the type of a body also where they send none.
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else parse(request, String(body), done)
  })

  app.get('/api/openapi.json', async (_request, reply) => {
    return reply.type('application/json').send(await document())
  })
  app.all('/api/*', async (request, reply) => {
    const { [sessionHeader]: token } = request.headers
    const holder = options.keyring.holderOf(request.headers)
    const caller =
      holder?.kind === 'client'
        ? clientCaller(holder.clientId)
        : createCaller(holder !== null, typeof token === 'string' ? token : null)
    const { matched } = await (await handler()).handle(request, reply, {
      prefix: '/api',
      context: { caller },
    })
    if (!matched)
      await reply.code(404).send({ defined: false, code: 'NOT_FOUND', status: 404, message: 'Not found' })
    return reply
  })
}

async function restHandler({ router, logger }: RestDoorOptions) {
  const [{ OpenAPIHandler }, { onError }] = await Promise.all([
    import('@orpc/openapi/fastify'),
    import('@orpc/server'),
  ])
  return new OpenAPIHandler(router, { clientInterceptors: [onError(logUnexpected(logger))] })
}

/** One attempt shared by all who ask; a failed one is not remembered. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null
      throw error
    })
    return made
  }
}
