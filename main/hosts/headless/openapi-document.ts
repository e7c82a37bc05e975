// The OpenAPI 3.1 document of the contract: what oRPC makes of it, and what a stranger needs besides: how one comes in, which
// errors there are, who may call what, and what a webhook is sent.
import type { OpenAPI } from '@orpc/contract'
import type { z } from 'zod'
import {
  clientSchema,
  contract,
  deviceSchema,
  type ErrorCode,
  errorCodeSchema,
  errorContextSchema,
  errorTable,
  errorTexts,
  firmwareSchema,
  jobRecordSchema,
  jobSchema,
  outboxRowSchema,
  partSchema,
  permissions,
  settingsSchema,
  slotSchema,
  stepSchema,
  taskSchema,
  taskViewSchema,
  versionSchema,
  webhookEventSchema,
  webhookSchema,
  workOrderSchema,
} from '../../../preload/contract/index.ts'
import { openApiExamples } from './openapi-examples.ts'

/** Of somebody who has signed in over REST: what `POST /session` gave out. */
export const sessionHeader = 'x-flashline-session'

/** As it comes back: with its defaults filled in. */
const of = <Schema extends z.ZodType>(schema: Schema) => ({ schema, strategy: 'output' as const })

/** What has a name of its own in a client that is made from the document. */
const named = {
  Client: of(clientSchema),
  Device: of(deviceSchema),
  ErrorCode: of(errorCodeSchema),
  ErrorContext: of(errorContextSchema),
  Firmware: of(firmwareSchema),
  Job: of(jobSchema),
  JobRecord: of(jobRecordSchema),
  OutboxRow: of(outboxRowSchema),
  Part: of(partSchema),
  Settings: of(settingsSchema),
  Slot: of(slotSchema),
  Step: of(stepSchema),
  Task: of(taskSchema),
  TaskView: of(taskViewSchema),
  Version: of(versionSchema),
  Webhook: of(webhookSchema),
  WebhookEvent: of(webhookEventSchema),
  WorkOrder: of(workOrderSchema),
}

export async function openApiDocument(version: string): Promise<OpenAPI.Document> {
  const [{ OpenAPIGenerator }, { ZodToJsonSchemaConverter }] = await Promise.all([
    import('@orpc/openapi'),
    import('@orpc/zod/zod4'),
  ])
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(contract, {
    info: { title: 'Flashline', version, description: description(), license },
    servers: [{ url: '/api' }],
    security: [{ token: [] }],
    commonSchemas: named,
    customErrorResponseBodySchema: () => ({ $ref: '#/components/schemas/Refusal' }),
    components: {
      schemas: { Refusal: refusal },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'header', name: sessionHeader },
      },
      responses: {
        Refused: answer('The station refuses; `data.code` says why.', refusal),
        NotUnderstood: answer('The input does not fit its schema; `data.issues` says where.', {}),
        NotLetIn: answer('The token is not taken: it is wrong, was revoked or has expired.', refusal),
        WrongDoor: answer('The Host or Origin of the request is not allowed.', refusal),
      },
    },
  })
  for (const [area, calls] of Object.entries(permissions))
    for (const [name, access] of Object.entries(calls)) complete(document, `${area}.${name}`, access)
  document.webhooks = webhooks
  return document
}

const license = { name: 'Apache-2.0', identifier: 'Apache-2.0' }

const refusal: OpenAPI.SchemaObject = {
  type: 'object',
  required: ['defined', 'code', 'status', 'message', 'data'],
  properties: {
    defined: { const: true },
    code: { const: 'FLASHLINE' },
    status: { type: 'integer' },
    message: { type: 'string' },
    data: {
      type: 'object',
      required: ['code', 'context'],
      properties: {
        code: { $ref: '#/components/schemas/ErrorCode' },
        context: { $ref: '#/components/schemas/ErrorContext' },
      },
    },
  },
}

function answer(description: string, schema: OpenAPI.SchemaObject): OpenAPI.ResponseObject {
  return { description, content: { 'application/json': { schema } } }
}

/** Of every operation: its area, who may, what the door answers, and an example where one helps. */
function complete(document: OpenAPI.Document, operationId: string, access: string): void {
  const operation = Object.values(document.paths ?? {})
    .flatMap((path) => [path?.get, path?.put, path?.post, path?.delete])
    .find((one) => one?.operationId === operationId)
  if (!operation) return
  const [area = ''] = operationId.split('.')
  operation.tags = [area]
  operation.description = access === 'anyone' ? 'For every token.' : `Least role: ${access}.`
  operation.responses = {
    ...operation.responses,
    409: { $ref: '#/components/responses/Refused' },
    400: { $ref: '#/components/responses/NotUnderstood' },
    401: { $ref: '#/components/responses/NotLetIn' },
    403: { $ref: '#/components/responses/WrongDoor' },
  }
  const example = openApiExamples[operationId]
  const body = operation.requestBody
  if (example === undefined || !body || !('content' in body)) return
  for (const content of Object.values(body.content)) content.example = example
}

const header = (name: string, description: string): OpenAPI.ParameterObject => ({
  ...{ name, in: 'header', required: true, description, schema: { type: 'string' } },
})

/** What the station sends of itself. */
const webhooks: NonNullable<OpenAPI.Document['webhooks']> = {
  record: {
    post: {
      operationId: 'onRecord',
      summary: 'A record was finished or put right',
      description:
        'Signed as the Standard Webhooks specification says. 2xx: it has arrived. 410: never again. Anything else: it comes again, with the same `webhook-id`.',
      security: [],
      parameters: [
        header('webhook-id', 'The same however often it is sent'),
        header('webhook-timestamp', 'Seconds since 1970, of this attempt'),
        header('webhook-signature', 'v1,<HMAC-SHA256 in base64>'),
      ],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/WebhookEvent' } } },
      },
      responses: { '2XX': { description: 'Arrived' }, 410: { description: 'Gone: send nothing any more' } },
    },
  },
}

function description(): string {
  const codes = Object.keys(errorTable) as ErrorCode[]
  return `The contract of a Flashline station as REST.

Send \`Authorization: Bearer <token>\` with every request: the token of a client, made under Settings, Factory, or by
\`flashline client add\`. A refusal of the station is status 409 with \`{code: "FLASHLINE", data: {code, context}}\`; \`data.code\`
is one of the table below and never changes its meaning. Times are ISO 8601 in UTC, sizes are bytes.

\`GET /events\` is a stream of server-sent events: take \`seq\` from \`GET /snapshot\`, ask for what comes after it, and begin with
a snapshot again when EVENTS_GONE says that it is too long ago.

| code | who acts | try again | what happened |
|---|---|---|---|
${codes.map((code) => `| ${code} | ${errorTable[code].actor} | ${errorTable[code].retryable ? 'yes' : 'no'} | ${cell(code)} |`).join('\n')}
`
}

/** Without what only some occurrences say. */
const cell = (code: ErrorCode): string =>
  errorTexts[code].en.title.replace(/\[[^\]]*\]/g, '').replaceAll('|', ' or ')
