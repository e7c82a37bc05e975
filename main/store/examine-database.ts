// Looks at a database file without touching it, also while a station works with it: its version, its size, and whether
// SQLite finds it sound. Brings nothing up to date, holds no lock.
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { schemaVersion } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { asStoreError, openSqlite } from './open.ts'

export interface DatabaseFacts {
  /** Of its schema, and the newest that this program knows. */
  readonly version: number
  readonly known: number
  readonly databaseBytes: number
  /** Of the write-ahead log beside it. */
  readonly logBytes: number
  /** What SQLite found; "ok" when it is sound, null when it was not asked. */
  readonly soundness: string | null
}

/** Null when there is no database. Proves it up to `proveUpToBytes`. STORE_BROKEN, STORE_FULL, DATA_IN_USE */
export function examineDatabase(dataDir: string, proveUpToBytes: number): DatabaseFacts | null {
  const file = join(dataDir, 'station.sqlite')
  if (!existsSync(file)) return null
  const databaseBytes = sizeOf(file)
  const db = openSqlite(file, { readOnly: true })
  try {
    const soundness =
      databaseBytes > proveUpToBytes ? null : String(db.pragma('quick_check(1)', { simple: true }))
    return {
      version: schemaVersion(db),
      known: migrations.length,
      databaseBytes,
      logBytes: sizeOf(`${file}-wal`),
      soundness,
    }
  } catch (error) {
    throw asStoreError(error)
  } finally {
    db.close()
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
