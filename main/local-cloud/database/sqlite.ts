// The local cloud's database as an SQLite file. One connection: what stands alone runs at once, or after the transaction
// that is open; statements are prepared once.
import { CompiledQuery, Kysely, type QueryResult, SqliteDialect, SqliteDriver } from 'kysely'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { keepStatements } from '../../store/kept-statements.ts'
import { asStoreError, openSqlite, type SqliteDatabase, withStoreErrors } from '../../store/open.ts'
import type { CloudDatabase, CloudDb } from '../cloud-database.ts'
import { migrations } from '../migrations/index.ts'
import type { CloudTables } from './cloud-tables.ts'
import { createDataVersion } from './data-version.ts'
import { sqliteWords } from './dialect-words.ts'
import { createGroupCommit } from './group-commit.ts'

/** Opens, creates and migrates. STORE_NEWER for a file of a later version, STORE_BROKEN, STORE_FULL. */
export function openSqliteDatabase(file: string): CloudDatabase {
  const sqlite = openSqlite(file)
  try {
    migrate(sqlite)
    // Pages of a plant's whole year stay in memory (64 MiB), and the log is written back in larger pieces (16 MiB).
    sqlite.pragma('cache_size = -65536')
    sqlite.pragma('wal_autocheckpoint = 4096')
    return databaseOn(sqlite)
  } catch (error) {
    sqlite.close()
    throw asStoreError(error)
  }
}

function databaseOn(sqlite: SqliteDatabase): CloudDatabase {
  const statements = keepStatements(sqlite)
  const queries = new Kysely<CloudTables>({
    dialect: new WriterDialect({ database: statements }, () => sqlite.inTransaction),
  })

  async function runNow<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
    try {
      const statement = statements.prepare(query.sql)
      const values = asValues(query.parameters)
      if (statement.reader) return { rows: statement.all(values) as Row[] }
      return { rows: [], numAffectedRows: BigInt(statement.run(values).changes) }
    } catch (error) {
      throw asStoreError(error)
    }
  }

  const inside: CloudDb = { words: sqliteWords, queries, run: runNow }
  const commits = createGroupCommit({
    transaction: (work) => withStoreErrors(() => queries.transaction().execute(work)),
    isOpen: () => sqlite.inTransaction,
    savepoint: sqlite.prepare('SAVEPOINT work'),
    release: sqlite.prepare('RELEASE work'),
    undo: sqlite.prepare('ROLLBACK TO work'),
  })
  return {
    words: sqliteWords,
    queries,
    // Beside an open transaction it would belong to that one: it waits as kysely lets it.
    run: (query) =>
      sqlite.inTransaction
        ? queries.executeQuery({ ...query, parameters: asValues(query.parameters) })
        : runNow(query),
    write: (_subjects, work) => commits.commit(() => work(inside)),
    dataVersion: createDataVersion(sqlite),
    isShared: false,
    async close() {
      await commits.flush()
      await queries.destroy()
      // Kysely closes only what it has used.
      sqlite.close()
    },
  }
}

/** A list is one value, as JSON. */
function asValues(values: readonly unknown[]): readonly unknown[] {
  if (!values.some(Array.isArray)) return values
  return values.map((value) => (Array.isArray(value) ? JSON.stringify(value) : value))
}

function migrate(sqlite: SqliteDatabase): void {
  const step = sqlite.transaction(() => {
    const version = Number(sqlite.pragma('user_version', { simple: true }))
    if (version > migrations.length) {
      throw new FlashlineError('STORE_NEWER', { found: version, known: migrations.length })
    }
    for (const sql of migrations.slice(version)) sqlite.exec(sql)
    sqlite.pragma(`user_version = ${migrations.length}`)
  })
  step.immediate()
}

type DialectConfig = ConstructorParameters<typeof SqliteDialect>[0]

class WriterDialect extends SqliteDialect {
  readonly #config: DialectConfig
  readonly #isOpen: () => boolean

  constructor(config: DialectConfig, isOpen: () => boolean) {
    super(config)
    this.#config = config
    this.#isOpen = isOpen
  }

  override createDriver(): SqliteDriver {
    return new WriterDriver(this.#config, this.#isOpen)
  }
}

type Connection = Parameters<SqliteDriver['beginTransaction']>[0]

/**
 * Becomes the one writer at the beginning and not at the first change, where it could be too late; and leaves a rollback out
 * that SQLite has done itself (no room on the disk, say), which would fail and hide why.
 */
class WriterDriver extends SqliteDriver {
  readonly #isOpen: () => boolean

  constructor(config: DialectConfig, isOpen: () => boolean) {
    super(config)
    this.#isOpen = isOpen
  }

  override async beginTransaction(connection: Connection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('BEGIN IMMEDIATE'))
  }

  override async rollbackTransaction(connection: Connection): Promise<void> {
    if (this.#isOpen()) await super.rollbackTransaction(connection)
  }
}
