// In the project `postgres` every local cloud that a test starts without saying where it keeps its data is on PostgreSQL,
// and so is what looks into that data from outside: the very suites that run on SQLite run on the other.
import pg from 'pg'
import { afterAll, afterEach, vi } from 'vitest'
import type * as Server from '../../../main/local-cloud/server.ts'
import type * as Demo from '../../conformance/server/demo-cloud.ts'
import type * as Outside from '../../local-cloud/outside-database.ts'
import { databaseOptions } from '../cloud-process.ts'
import { databaseOf, keepThoseWithoutFolder, leave } from './database-of.ts'

// Set up first, these run last: when the test's own have removed its folder.
afterEach(keepThoseWithoutFolder)
afterAll(leave)

vi.mock('../../../main/local-cloud/server.ts', async (original) => {
  const server = await original<typeof Server>()
  return {
    ...server,
    startLocalCloud: async (options: Server.LocalCloudOptions) =>
      server.startLocalCloud({ database: await databaseOf(options.dataDir), ...options }),
  }
})

vi.mock('../../conformance/server/demo-cloud.ts', async (original) => {
  const demo = await original<typeof Demo>()
  const onPostgres = async (dataDir: string) => databaseOptions(await databaseOf(dataDir))
  return { ...demo, startDemoCloud: () => demo.startDemoCloud(onPostgres) }
})

vi.mock('../../local-cloud/outside-database.ts', () => ({ openOutside: openOnPostgres }))

const openOnPostgres: typeof Outside.openOutside = async (dataDir) => {
  const client = new pg.Client({ connectionString: await databaseOf(dataDir) })
  await client.connect()
  const rows = async (statement: string) => (await client.query<Record<string, unknown>>(statement)).rows
  const tables = async () => {
    const found = await rows(
      'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1',
    )
    return found.map(({ name }) => String(name))
  }
  return {
    rows,
    tables,
    content: async () => {
      const texts: string[] = []
      for (const table of await tables()) texts.push(JSON.stringify(await rows(`SELECT * FROM ${table}`)))
      return Buffer.from(texts.join('\n'))
    },
    [Symbol.asyncDispose]: () => client.end(),
  }
}
