// Each data folder of a test stands for a schema of its own on the server of the run.
import { createHash } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** The URL of the folder's schema, made when it is not there. */
export async function schemaOf(dataDir: string): Promise<string> {
  const name = `cloud_${createHash('sha256').update(dataDir).digest('hex').slice(0, 24)}`
  const url = new URL(inject('postgresUrl'))
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${name}`)
  } finally {
    await client.end()
  }
  url.searchParams.set('options', `-c search_path=${name}`)
  return url.href
}
