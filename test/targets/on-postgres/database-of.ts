// Each data folder of a test stands for a database of its own on the server of the run: a copy of the one whose tables were
// made once, before the first test. When the folder is gone, the database is emptied for the next.
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import pg from 'pg'
import { inject } from 'vitest'
import { emptyAgain } from './template.ts'

const admin = new pg.Pool({ connectionString: inject('postgresUrl'), max: 1 })
/** Names of databases, by data folder. */
const names = new Map<string, Promise<string>>()
/** Nobody is connected to these, and they are as the template is. */
const spare: string[] = []

/** The URL of the folder's database, made when it is not there. */
export async function databaseOf(dataDir: string): Promise<string> {
  // Two who ask at once get the same one.
  const name = names.get(dataDir) ?? Promise.resolve(spare.pop() ?? newDatabase())
  names.set(dataDir, name)
  return urlOf(await name)
}

/** A new one costs the copying of eight megabytes; to empty one that was used, a few deletions. */
export async function keepThoseWithoutFolder(): Promise<void> {
  for (const [dataDir, made] of names) {
    if (existsSync(dataDir)) continue
    names.delete(dataDir)
    const name = await made
    if (await emptyAgain(admin, name, urlOf(name))) spare.push(name)
    else await drop(name)
  }
}

export async function leave(): Promise<void> {
  await keepThoseWithoutFolder()
  for (const name of spare) await drop(name)
  await admin.end()
}

async function newDatabase(): Promise<string> {
  const name = `cloud_${randomBytes(12).toString('hex')}`
  const template = new URL(inject('templateUrl')).pathname.slice(1)
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`)
  return name
}

const drop = (name: string) => admin.query(`DROP DATABASE ${name} WITH (FORCE)`)

function urlOf(name: string): string {
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return url.href
}
