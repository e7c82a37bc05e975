// The OpenAPI document: valid by what the specification demands, complete, and the same from one start to the next.
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { openApiDocument } from '../../../main/hosts/headless/openapi-document.ts'
import { openApiExamples } from '../../../main/hosts/headless/openapi-examples.ts'
import { contract, errorCodes } from '../../../preload/contract/index.ts'

interface Operation {
  readonly operationId: string
  readonly tags: string[]
  readonly summary: string
  readonly parameters?: { name: string; in: string; required?: boolean; schema: object }[]
  readonly requestBody?: { content: Record<string, { schema: object; example?: object }> }
  readonly responses: Record<string, { $ref?: string; content?: Record<string, { schema: object }> }>
}
const document = JSON.parse(JSON.stringify(await openApiDocument('1.2.3')))
const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)
const byId = new Map(operations.map((one) => [one.operation.operationId, one]))

test('every call of the contract is in it, by its area and name, with its method and path', () => {
  const calls = Object.entries(contract).flatMap(([area, named]) =>
    Object.entries(named).map(([name, call]) => ({ id: `${area}.${name}`, route: call['~orpc'].route })),
  )
  expect(operations).toHaveLength(calls.length)
  for (const { id, route } of calls) {
    const found = byId.get(id)
    expect(found, id).toMatchObject({ path: route.path, method: route.method?.toLowerCase() })
    expect(found?.operation.summary.length, id).toBeGreaterThan(3)
    expect(found?.operation.tags).toEqual([id.split('.')[0]])
  }
})

test('every reference leads somewhere, and every variable of a path is a parameter', () => {
  const lost: string[] = []
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, part] of Object.entries(value)) {
      if (key === '$ref' && typeof part === 'string') {
        const found = part
          .slice(2)
          .split('/')
          .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], document)
        if (!part.startsWith('#/') || found === undefined) lost.push(part)
      } else walk(part)
    }
  }
  walk(document)
  expect(lost).toEqual([])
  for (const { path, operation } of operations) {
    const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const given = (operation.parameters ?? []).filter((one) => one.in === 'path')
    expect(given.map(({ name }) => name).toSorted(), path).toEqual(variables.toSorted())
    expect(given.every(({ required }) => required)).toBe(true)
  }
})

test('every schema in it is one, and the examples fit theirs', () => {
  // OpenAPI 3.1 schemas are JSON Schema 2020-12.
  const ajv = new Ajv2020.default({ strict: false, validateFormats: true })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'doc', components: document.components })
  const check = (schema: object) =>
    ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"doc#/components')))
  for (const schema of Object.values<object>(document.components.schemas)) check(schema)
  for (const { operation } of operations) {
    for (const { schema } of operation.parameters ?? []) check(schema)
    for (const { schema } of Object.values(operation.requestBody?.content ?? {})) check(schema)
    for (const { content } of Object.values(operation.responses))
      for (const { schema } of Object.values(content ?? {})) check(schema)
  }
  for (const [id, example] of Object.entries(openApiExamples)) {
    const content = byId.get(id)?.operation.requestBody?.content['application/json']
    expect(content?.example, id).toEqual(example)
    const fits = check(content?.schema ?? {})
    expect(fits(example), `${id} ${JSON.stringify(fits.errors)}`).toBe(true)
  }
})

test('it says how one comes in, what is refused and how, and what a webhook is sent', () => {
  expect(document.openapi).toMatch(/^3\.1\./)
  expect(document.info).toMatchObject({ title: 'Flashline', version: '1.2.3' })
  expect(document.security).toEqual([{ token: [] }])
  expect(document.components.securitySchemes.token).toEqual({ type: 'http', scheme: 'bearer' })
  expect(document.components.schemas.ErrorCode.enum).toEqual(errorCodes)
  for (const code of errorCodes) expect(document.info.description).toContain(`| ${code} |`)
  for (const { operation } of operations)
    for (const status of ['400', '401', '403', '409']) expect(operation.responses).toHaveProperty(status)
  expect(document.webhooks.record.post.requestBody.content['application/json'].schema).toEqual({
    $ref: '#/components/schemas/WebhookEvent',
  })
  expect(byId.get('station.events')?.operation.responses['200']?.content).toHaveProperty('text/event-stream')
})
