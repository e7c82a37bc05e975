// One real PostgreSQL for a whole test run of the project `postgres`; its tests find it with inject.
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../postgres-server.ts'
import { makeTemplate } from './template.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of a server that is there for this run alone. */
    postgresUrl: string
    /** Of a database on it as a new cloud has it; nobody may be connected to it. */
    templateUrl: string
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres({ isQuick: true })
  const templateUrl = await server.newDatabase()
  await makeTemplate(templateUrl)
  project.provide('postgresUrl', server.url)
  project.provide('templateUrl', templateUrl)
  return async () => {
    await server[Symbol.asyncDispose]()
  }
}
