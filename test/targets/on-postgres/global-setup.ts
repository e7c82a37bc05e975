// One real PostgreSQL for a whole test run of the project `postgres`; its tests find it with inject.
import type { TestProject } from 'vitest/node'
import { openPostgresDatabase } from '../../../main/local-cloud/database/postgres.ts'
import { startPostgres } from '../postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of a server that is there for this run alone. */
    postgresUrl: string
    /** Of a database on it with all tables and no rows; nobody may be connected to it. */
    templateUrl: string
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres({ isQuick: true })
  const templateUrl = await server.newDatabase()
  const template = await openPostgresDatabase(templateUrl)
  await template.close()
  project.provide('postgresUrl', server.url)
  project.provide('templateUrl', templateUrl)
  return async () => {
    await server[Symbol.asyncDispose]()
  }
}
