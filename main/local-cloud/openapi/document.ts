// The OpenAPI 3.1 document of the local cloud, made from the same schemas that its routes read requests with. Pure.
import { z } from 'zod'
import {
  deviceChanges,
  partTypes,
  reviewVerdicts,
  scopeCategories,
  taskModes,
  taskTags,
} from '../../clouds/xlink/wire.ts'
import { refusal, rpcRefusal } from './answers.ts'
import type { Operation } from './operation.ts'

type Json = Record<string, unknown>

const JSON_TYPE = 'application/json'
const BYTES_TYPE = 'application/octet-stream'
const bytes = { type: 'string', format: 'binary' }

/** Read by name and by number alike, and documented by number. */
const numberedWords = [partTypes, taskModes, taskTags, scopeCategories, reviewVerdicts, deviceChanges]

const apiKey = (where: 'header' | 'query', name: string, description: string) => ({
  type: 'apiKey',
  in: where,
  name,
  description,
})
const securitySchemes = {
  token: apiKey('header', 'Access-Token', 'Issued by the owner, or by a login.'),
  gateway: apiKey('header', 'x-ca-signature', 'HMAC-SHA256 of the API gateway; an iotToken in the envelope.'),
  rpc: apiKey('query', 'Signature', 'HMAC-SHA1 over all other parameters.'),
}

const refusals: Readonly<Record<Operation['access'], Json>> = {
  token: { default: answerOf('Refused', JSON_TYPE, reference('Refusal')) },
  open: { default: answerOf('Refused', JSON_TYPE, reference('Refusal')) },
  gateway: {
    '4XX': {
      description: 'Not signed as the gateway wants it; no body',
      headers: { 'X-Ca-Error-Message': { schema: { type: 'string' } } },
    },
  },
  rpc: { default: answerOf('Not signed right, or no such action', JSON_TYPE, reference('RpcRefusal')) },
}

/** `origin`: `http://host:port` as the caller reached us. */
export function makeDocument(operations: readonly Operation[], origin: string): Json {
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describeOperation(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Flashline local cloud',
      version: '2',
      description: 'Numbers are read as text too, and absent, null and "" alike where a field is optional.',
    },
    servers: [{ url: origin }],
    paths,
    components: {
      securitySchemes,
      schemas: { Refusal: schemaOf(refusal, 'output'), RpcRefusal: schemaOf(rpcRefusal, 'output') },
    },
  }
}

function describeOperation(operation: Operation): Json {
  const { id, summary, access, kinds = [], body, answer } = operation
  return {
    operationId: id,
    summary,
    ...(kinds.length === 0 ? {} : { description: `Credential: ${kinds.join(' or ')}.` }),
    security: access === 'open' ? [] : [{ [access]: [] }],
    parameters: parametersOf(operation),
    ...(body === undefined ? {} : { requestBody: requestBody(body, operation.bodyType) }),
    responses: { 200: success(answer), ...refusals[access] },
  }
}

function parametersOf({ path, headers = [], query }: Operation): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const inHeader = headers.map((name) => ({
    name,
    in: 'header',
    required: name === 'Corp-ID',
    schema: { type: 'string' },
  }))
  const { properties = {}, required = [] } = query === undefined ? {} : schemaOf(query, 'input')
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
  return [...inPath, ...inHeader, ...inQuery]
}

function requestBody(body: z.ZodType | 'bytes', type = JSON_TYPE): Json {
  if (body === 'bytes') return { required: true, content: { [BYTES_TYPE]: { schema: bytes } } }
  return { required: true, content: { [type]: { schema: schemaOf(body, 'input') } } }
}

function success(answer: Operation['answer']): Json {
  if (answer === 'empty') return { description: 'Done; no body' }
  if (answer === 'bytes') return answerOf('The file', BYTES_TYPE, bytes)
  return answerOf('Done', JSON_TYPE, schemaOf(answer, 'output'))
}

function answerOf(description: string, type: string, schema: Json): Json {
  return { description, content: { [type]: { schema } } }
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` }
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): z.core.JSONSchema.BaseSchema {
  const { $schema: _dialect, ...written } = z.toJSONSchema(schema, {
    io,
    // What is rewritten while it is read has no schema of its own there.
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const words = numberedWords.find((one) => isSame(Object.keys(one), jsonSchema.enum))
      if (words === undefined) return
      delete jsonSchema.type
      jsonSchema.enum = [...Object.values(words), ...Object.keys(words)]
    },
  })
  return written
}

function isSame(names: readonly string[], values: readonly unknown[] | undefined): boolean {
  return values?.length === names.length && names.every((name, index) => values[index] === name)
}
