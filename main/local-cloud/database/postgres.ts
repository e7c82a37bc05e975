// The local cloud's database on a PostgreSQL server, which several local clouds may share. The only importer of pg. Each
// query that stands alone has a connection of its own for its moment; a transaction is READ COMMITTED behind the locks of its
// subjects, so that what it has looked at stays so until it ends.
// Sources: https://node-postgres.com/apis/pool, https://www.postgresql.org/docs/current/explicit-locking.html
import { Socket } from 'node:net'
import { type CompiledQuery, Kysely, PostgresDialect, type QueryResult, sql } from 'kysely'
import { Pool, type PoolConfig, types } from 'pg'
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { CloudDatabase, CloudDb, Subject } from '../cloud-database.ts'
import type { CloudTables } from './cloud-tables.ts'
import { postgresWords } from './dialect-words.ts'
import { asPostgresError, isOfDriver, mayRunAgain } from './postgres-errors.ts'
import { migratePostgres } from './postgres-schema.ts'

const INT8 = 20
const MAX_TRIES = 8
const PAUSE_MS = 10

const settings: PoolConfig = {
  application_name: 'flashline-cloud',
  max: 16,
  connectionTimeoutMillis: 10_000,
  // The server ends what takes too long, and what a process that hangs holds; the last one is for a server that is gone.
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 30_000,
  query_timeout: 40_000,
  keepAlive: true,
  // An answer means "on disk", whatever the server's usual setting is.
  options: '-c synchronous_commit=on',
  types: { getTypeParser: (oid, format) => (oid === INT8 ? asNumber : types.getTypeParser(oid, format)) },
}

/** Opens and migrates. INPUT_INVALID {field: 'database'}, DATABASE_UNREACHABLE, DATABASE_REFUSED, STORE_NEWER, STORE_FULL. */
export async function openPostgresDatabase(url: string): Promise<CloudDatabase> {
  const host = hostOf(url)
  let isReached = false
  const stream = () =>
    new Socket().once('connect', () => {
      isReached = true
    })
  const pool = new Pool({ ...settings, stream, connectionString: url })
  // A connection that breaks while nobody uses it: the next one who needs it gets another.
  pool.on('error', () => {})
  const queries = new Kysely<CloudTables>({ dialect: new PostgresDialect({ pool }) })
  try {
    await migratePostgres(queries)
  } catch (error) {
    await pool.end()
    // The driver has no code for a password that it was asked for and does not have.
    if (isReached && isOfDriver(error) && !hasPassword(url)) {
      throw new FlashlineError('DATABASE_REFUSED', { host, reason: 'noPassword' }, { cause: error })
    }
    throw asPostgresError(error, host)
  }

  const doorOn = (kysely: Kysely<CloudTables>): CloudDb => ({
    words: postgresWords,
    queries: kysely,
    async run<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
      try {
        return await kysely.executeQuery({ ...query, parameters: query.parameters.map(asText) })
      } catch (error) {
        throw asPostgresError(error, host)
      }
    },
  })
  let looked = 0

  async function tryToWrite<T>(subjects: readonly Subject[], work: (db: CloudDb) => Promise<T>): Promise<T> {
    let refusal: unknown = null
    try {
      return await queries.transaction().execute(async (transaction) => {
        // Always in the same order, so that two who name the same ones do not wait for each other.
        for (const subject of subjects.toSorted()) {
          await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`flashline ${subject}`}, 0))`.execute(
            transaction,
          )
        }
        return work(doorOn(transaction)).catch((error: unknown) => {
          refusal = error
          throw error
        })
      })
    } catch (error) {
      throw error === refusal ? error : asPostgresError(error, host)
    }
  }

  return {
    ...doorOn(queries),
    async write(subjects, work) {
      for (let tried = 1; ; tried += 1) {
        try {
          return await tryToWrite(subjects, work)
        } catch (error) {
          if (tried >= MAX_TRIES || !mayRunAgain(error)) throw error
          await new Promise((resolve) => setTimeout(resolve, Math.random() * PAUSE_MS * tried))
        }
      }
    },
    // Another process may have written at any time: nothing can be remembered.
    dataVersion() {
      looked += 1
      return looked
    },
    isShared: true,
    close: () => queries.destroy(),
  }
}

/** For errors: without user, password and whatever else the URL says. */
function hostOf(url: string): string {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new FlashlineError('INPUT_INVALID', { field: 'database' })
  }
  const { host, searchParams } = new URL(url)
  return host || (searchParams.get('host') ?? process.env.PGHOST ?? 'localhost')
}

/** One in a pgpass file is the driver's matter. */
function hasPassword(url: string): boolean {
  return new URL(url).password !== '' || (process.env.PGPASSWORD ?? '') !== ''
}

/** Counts and ids; none of them comes near the end of what a number can say exactly. */
function asNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is no safe integer`)
  return value
}

/** PostgreSQL's texts cannot have a NUL, SQLite's can: it becomes the character for what cannot be shown. */
function asText(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value
  return Array.isArray(value) ? value.map(asText) : value
}
