// The contract as REST at /api, for factory software, with its OpenAPI document. Both parts are loaded when somebody
// first asks: the screens do not need them, and an idle station stays small.
import type { FastifyInstance } from 'fastify'
import { contract } from '../../../preload/contract/index.ts'
import { createCaller } from '../../station/caller.ts'
import type { Router } from '../../station/router.ts'
import type { HostLogger } from '../host-logger.ts'
import { logUnexpected } from '../log-unexpected.ts'
import { hasKey } from './gate.ts'

export interface RestDoorOptions {
  readonly router: Router
  readonly version: string
  readonly logger: HostLogger
}

/** Of somebody who has signed in over REST: what `POST /session` gave out. */
const sessionHeader = 'x-flashline-session'

export function openRestDoor(app: FastifyInstance, options: RestDoorOptions): void {
  const handler = once(() => restHandler(options))
  const document = once(() => openApiDocument(options.version))

  // JSON only: what a form of another site can send is not understood at all.
  app.removeContentTypeParser('text/plain')

  app.get('/api/openapi.json', async (_request, reply) => {
    return reply.type('application/json').send(await document())
  })
  app.all('/api/*', async (request, reply) => {
    const { [sessionHeader]: token } = request.headers
    const caller = createCaller(hasKey(request.headers), typeof token === 'string' ? token : null)
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

async function openApiDocument(version: string): Promise<string> {
  const [{ OpenAPIGenerator }, { ZodToJsonSchemaConverter }] = await Promise.all([
    import('@orpc/openapi'),
    import('@orpc/zod/zod4'),
  ])
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(contract, {
    info: { title: 'Flashline', version },
    servers: [{ url: '/api' }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'header', name: sessionHeader },
      },
    },
    security: [{ token: [] }],
  })
  return JSON.stringify(document)
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
