// Each data folder of a test stands for a database of its own on the server of the run: a copy of the one whose tables were
// made once, before the first test; gone with the folder.
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import pg from 'pg'
import { inject } from 'vitest'

const admin = new pg.Pool({ connectionString: inject('postgresUrl'), max: 1 })
/** By data folder. */
const names = new Map<string, string>()

/** The URL of the folder's database, made when it is not there. */
export async function databaseOf(dataDir: string): Promise<string> {
  let name = names.get(dataDir)
  if (name === undefined) {
    name = `cloud_${randomBytes(12).toString('hex')}`
    names.set(dataDir, name)
    const template = new URL(inject('templateUrl')).pathname.slice(1)
    // Copying the files takes a sixth of the time that making the tables takes.
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`)
  }
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return url.href
}

/** Some eight megabytes each. */
export async function dropThoseWithoutFolder(): Promise<void> {
  for (const [dataDir, name] of names) {
    if (existsSync(dataDir)) continue
    names.delete(dataDir)
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
  }
}

export const leave = (): Promise<void> => admin.end()
