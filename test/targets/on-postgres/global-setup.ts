// One real PostgreSQL for a whole test run of the project `postgres`; its tests find it with inject('postgresUrl').
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of a database that is there for this run alone. */
    postgresUrl: string
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres({ isForgetful: true })
  project.provide('postgresUrl', await server.newDatabase())
  return async () => {
    await server[Symbol.asyncDispose]()
  }
}
