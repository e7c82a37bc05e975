// How a Living call is served: gateway, envelope, iotToken, and failures in the form of the layer that has them. The
// calls themselves are in progress.ts.
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { createCallFreshness } from '../call-freshness.ts'
import type { CloudContext } from '../cloud-context.ts'
import { acceptedEnvelope, EnvelopeRefusal, readEnvelope, refusedEnvelope } from './envelope.ts'
import { answerRefusal, checkSignature, GatewayRefusal } from './gateway.ts'

const API_VERSION = '1.0.0'

/** What becomes the answer's `data`. EnvelopeRefusal. */
export type LivingCall = (params: unknown, corpId: string) => Promise<unknown>

/** Each call is a POST at its path. */
export function serveLivingCalls(
  app: FastifyInstance,
  cloud: CloudContext,
  calls: Readonly<Record<string, LivingCall>>,
): void {
  const freshness = createCallFreshness(cloud)
  const keys = cloud.livingKeys
  // In a scope of its own: the gateway signs the bytes of a body, whatever they are.
  app.register(async (scope) => {
    const bodies = new WeakMap<FastifyRequest, Buffer>()
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
      bodies.set(request, body)
      return parseJson(body)
    })
    scope.setErrorHandler((error: FastifyError | GatewayRefusal | EnvelopeRefusal, request, reply) => {
      if (error instanceof GatewayRefusal) return answerRefusal(reply, error)
      if (error instanceof EnvelopeRefusal)
        return reply.code(200).send(refusedEnvelope(request.body, error.code))
      const status = error.statusCode ?? 500
      if (status < 500) return answerRefusal(reply, new GatewayRefusal(status, 'Invalid Request'))
      request.log.error({ err: error }, 'local cloud: request failed')
      return reply.code(200).send(refusedEnvelope(request.body, 500))
    })
    for (const [path, call] of Object.entries(calls)) {
      scope.post(path, async (request) => {
        await checkSignature(request, bodies.get(request) ?? Buffer.alloc(0), { keys, freshness })
        const envelope = readEnvelope(request.body, API_VERSION)
        const corpId = await keys.findCorp(envelope.request.iotToken ?? '')
        if (corpId === null) throw new EnvelopeRefusal(401)
        return acceptedEnvelope(envelope.id, await call(envelope.params, corpId))
      })
    }
  })
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
