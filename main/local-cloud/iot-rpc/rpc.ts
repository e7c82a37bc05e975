// The RPC door: `GET|POST /?Action=...`. Signature first, then the action. In a scope of its own, because its bodies are
// forms and its failures have a form of their own.
import { randomUUID } from 'node:crypto'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { createCallFreshness } from '../call-freshness.ts'
import { type CloudContext, requestOrigin } from '../cloud-context.ts'
import {
  type FirmwareCalls,
  listFirmware,
  listParameters,
  queryFirmware,
  queryParameters,
} from './firmware-calls.ts'
import { asXml, inPascalCase, RpcRefusal, type RpcValue } from './rpc-answer.ts'
import { checkRpcSignature, parameterOf, type RpcParameters } from './rpc-signature.ts'

type Fields = { readonly [name: string]: RpcValue }
type Action = (calls: FirmwareCalls, parameters: RpcParameters) => Promise<Fields>

const actions: Readonly<Record<string, Action>> = {
  ListOTAFirmware: (calls, parameters) => listFirmware(calls, readParameters(listParameters, parameters)),
  QueryOTAFirmware: (calls, parameters) => queryFirmware(calls, readParameters(queryParameters, parameters)),
}

export function rpcRoutes(app: FastifyInstance, cloud: CloudContext): void {
  const { catalogue, links, accessKeyPairs: pairs } = cloud
  const freshness = createCallFreshness(cloud)
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      async (_request: FastifyRequest, body: string) => new URLSearchParams(body),
    )
    scope.setErrorHandler((error: FastifyError | RpcRefusal, request, reply) => {
      const { status, code, message } = asRefusal(error)
      if (status >= 500) request.log.error({ err: error }, 'local cloud: request failed')
      const body = { Code: code, Message: message, HostId: new URL(requestOrigin(request)).host }
      return answer(request, reply.code(status), 'Error', body)
    })
    scope.route({
      method: ['GET', 'POST'],
      url: '/',
      handler: async (request, reply) => {
        const parameters = parametersOf(request)
        const name = parameterOf(parameters, 'Action')
        if (name === '') throw new RpcRefusal(400, 'MissingAction', 'Action is mandatory.')
        const corpId = await checkRpcSignature(request.method, parameters, { pairs, freshness })
        const action = Object.hasOwn(actions, name) ? actions[name] : undefined
        if (action === undefined) throw new RpcRefusal(404, 'InvalidApi.NotFound')
        const calls = { catalogue, links, corpId, origin: requestOrigin(request) }
        return answer(request, reply, `${name}Response`, await action(calls, parameters))
      },
    })
  })

  function answer(request: FastifyRequest, reply: FastifyReply, root: string, fields: Fields): FastifyReply {
    const isXml = parameterOf(parametersOf(request), 'Format').toUpperCase() === 'XML'
    const requestId = randomUUID().toUpperCase()
    const body = 'Code' in fields ? { RequestId: requestId, ...fields } : { ...fields, requestId }
    const named = isXml || cloud.rules.pascal ? inPascalCase(body) : body
    return isXml ? reply.type('application/xml').send(asXml(root, named)) : reply.send(named)
  }
}

function parametersOf(request: FastifyRequest): RpcParameters {
  const query = /\?.*$/s.exec(request.url)?.[0] ?? ''
  const form = request.body instanceof URLSearchParams ? request.body : []
  return [...new URLSearchParams(query), ...form]
}

/** RpcRefusal Missing<Name>, InvalidParameter. */
function readParameters<T>(schema: z.ZodType<T>, parameters: RpcParameters): T {
  // The first of a repeated name counts, so it is put in last.
  const result = schema.safeParse(Object.fromEntries(parameters.toReversed()))
  if (result.success) return result.data
  const name = String(result.error.issues[0]?.path[0] ?? '')
  const isMissing = parameterOf(parameters, name) === ''
  throw isMissing
    ? new RpcRefusal(400, `Missing${name}`, `${name} is mandatory for this action.`)
    : new RpcRefusal(400, 'InvalidParameter', `The specified parameter ${name} is not valid.`)
}

function asRefusal(error: FastifyError | RpcRefusal): RpcRefusal {
  if (error instanceof RpcRefusal) return error
  const status = error.statusCode ?? 500
  return status < 500 ? new RpcRefusal(status, 'InvalidParameter') : new RpcRefusal(500, 'InternalError')
}
