// The only importer of better-sqlite3: opens a database file with the settings that every record needs, and gives
// SQLite's own failures their codes. Knows no table. Settings: https://sqlite.org/pragma.html, https://sqlite.org/wal.html
import BetterSqlite3 from 'better-sqlite3'
import { FlashlineError } from '../../preload/contract/index.ts'

export type SqliteDatabase = BetterSqlite3.Database

const BUSY_TIMEOUT_MS = 5000

/** What the file system says when there is no room: disk full, quota used up, file larger than allowed. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** What is in the file is not what was written there; a file that ends too early among them. */
const notAsWritten = /^SQLITE_(NOTADB|CORRUPT|FORMAT|IOERR_SHORT_READ|IOERR_CORRUPTFS)/

/**
 * The error with a code of the table when it comes from SQLite or the file system, else the error itself.
 * STORE_FULL: no room, or the disk refused a write; STORE_BROKEN: damaged, no database, or not to be opened;
 * STORE_BUSY: another program holds it for longer than anybody waits; STORE_READ_ONLY.
 */
export function asStoreError(error: unknown): unknown {
  if (error instanceof FlashlineError || !(error instanceof Error) || !('code' in error)) return error
  const code = String(error.code)
  if (notAsWritten.test(code)) return new FlashlineError('STORE_BROKEN', { reason: code }, { cause: error })
  if (NO_ROOM.has(code) || /^SQLITE_(FULL|IOERR)/.test(code)) {
    return new FlashlineError('STORE_FULL', { reason: code }, { cause: error })
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new FlashlineError('STORE_BUSY', { reason: code }, { cause: error })
  }
  if (/^(SQLITE_READONLY|EROFS|EACCES)/.test(code)) {
    return new FlashlineError('STORE_READ_ONLY', { reason: code }, { cause: error })
  }
  if (/^SQLITE_(CANTOPEN|AUTH|PERM)/.test(code)) {
    return new FlashlineError('STORE_BROKEN', { reason: code }, { cause: error })
  }
  return error
}

/** What is in the file is not what a station wrote there, as opposed to a file that cannot be reached. */
export function isDamage(error: unknown): boolean {
  return (
    error instanceof FlashlineError &&
    error.code === 'STORE_BROKEN' &&
    notAsWritten.test(String(error.context.reason))
  )
}

/** Runs database work and gives its failures their codes. */
export async function withStoreErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asStoreError(error)
  }
}

/**
 * Opens (and creates) a database file: WAL, so that readers never wait for the writer; synchronous=FULL, so that what
 * was committed survives a power cut; foreign keys enforced. `readOnly` never creates and never writes.
 * STORE_BROKEN when the file is no database, STORE_FULL, STORE_BUSY, STORE_READ_ONLY.
 */
export function openSqlite(file: string, options: { readOnly?: boolean } = {}): SqliteDatabase {
  const readOnly = options.readOnly === true
  let db: SqliteDatabase | null = null
  try {
    db = new BetterSqlite3(file, { readonly: readOnly, fileMustExist: readOnly, timeout: BUSY_TIMEOUT_MS })
    if (!readOnly) db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    // The first read of the header: a file that is no database is found here and not in the middle of a job.
    db.pragma('schema_version')
    return db
  } catch (error) {
    db?.close()
    // better-sqlite3 throws a TypeError without a code when the folder of the file is missing.
    if (error instanceof TypeError) throw new FlashlineError('STORE_BROKEN', {}, { cause: error })
    throw asStoreError(error)
  }
}

/**
 * Holds a lock file until the returned function is called or the process dies. The lock is SQLite's own exclusive
 * file lock (fcntl or LockFileEx): the operating system drops it with the process, however it dies, so there is no
 * stale lock to guess about; and SQLite's table of open files makes it hold inside one process too.
 * Nobody else may open and close the file: closing any handle on it would drop POSIX locks. DATA_IN_USE.
 */
export function lockFile(file: string): () => void {
  let db: SqliteDatabase | null = null
  try {
    db = new BetterSqlite3(file, { timeout: 200 })
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db?.close()
    const known = asStoreError(error)
    if (!(known instanceof FlashlineError) || known.code !== 'STORE_BUSY') throw known
    throw new FlashlineError('DATA_IN_USE', known.context, { cause: error })
  }
  const held = db
  return () => {
    held.close()
  }
}
