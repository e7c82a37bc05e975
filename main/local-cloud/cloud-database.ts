// The database of the local cloud, SQLite or PostgreSQL behind one door: queries are built by kysely and run here. Apart
// from the station's own database: the two are different parties and must only meet over HTTP. Numbers in it are the
// service's own.
import type { CompiledQuery, Kysely, QueryResult } from 'kysely'
import type { CloudTables } from './database/cloud-tables.ts'
import type { DialectWords } from './database/dialect-words.ts'
import { openSqliteDatabase } from './database/sqlite.ts'

/** The database itself, where each query stands alone; or one transaction on it. */
export interface CloudDb {
  readonly words: DialectWords
  /** Builds queries; they are run by `run`, which also puts values into the form that the database takes. */
  readonly queries: Kysely<CloudTables>
  /** A value may be a list: see `words`. */
  run<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>>
}

/**
 * What a transaction decides about. On PostgreSQL those that name the same thing go one after the other, whichever process
 * they are of, and each sees what the one before has left; SQLite has one writer at a time anyway.
 */
export type Subject = 'accounts' | 'devices' | 'tasks' | `device ${string}` | `login ${string}`

export interface CloudDatabase extends CloudDb {
  /**
   * Runs `work` in a transaction and resolves with what it returned once that is on disk; what it threw undoes it.
   * `work` waits for nothing but the database, through the one that it is given, and may run again when the database
   * asks for that.
   */
  write<T>(subjects: readonly Subject[], work: (db: CloudDb) => Promise<T>): Promise<T>
  /** Changes whenever somebody else may have written, for what is remembered. */
  readonly dataVersion: () => number | undefined
  /** Other processes serve from it too. */
  readonly isShared: boolean
  /** Ends after what was accepted is on disk. */
  close(): Promise<void>
}

export interface CloudDatabaseOptions {
  /** An SQLite file, created when it is missing. Not used when there is a URL. */
  readonly file: string
  /** `postgres://user@host:port/database`; the password is better kept in PGPASSWORD or a pgpass file. */
  readonly url?: string | undefined
}

/**
 * Opens and migrates. STORE_NEWER for the tables of a later version, STORE_BROKEN, STORE_FULL; of PostgreSQL also
 * INPUT_INVALID {field: 'database'}, DATABASE_UNREACHABLE, DATABASE_REFUSED.
 */
export async function openCloudDatabase({ file, url }: CloudDatabaseOptions): Promise<CloudDatabase> {
  if (url === undefined) return openSqliteDatabase(file)
  // Only who has a server pays for its driver.
  const { openPostgresDatabase } = await import('./database/postgres.ts')
  return openPostgresDatabase(url)
}
