// GET /openapi.json, without a token.
import type { FastifyInstance } from 'fastify'
import { requestOrigin } from '../cloud-context.ts'
import { accountOperations } from './account-operations.ts'
import { makeDocument } from './document.ts'
import { neighbourOperations } from './neighbour-operations.ts'
import { upgradeOperations } from './upgrade-operations.ts'

export function openapiRoutes(app: FastifyInstance): void {
  const operations = [...upgradeOperations, ...accountOperations, ...neighbourOperations]
  app.get('/openapi.json', (request) => makeDocument(operations, requestOrigin(request)))
}
