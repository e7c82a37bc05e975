// Brings a database to the newest version, forward only. The version is SQLite's own `user_version`.
import { FlashlineError } from '../../preload/contract/index.ts'
import { migrations } from './migrations/index.ts'
import type { SqliteDatabase } from './open.ts'

/** The schema version of a database; 0 when it is new. */
export function schemaVersion(db: SqliteDatabase): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/** STORE_NEWER when a later program has written it: nothing is changed then. */
export function refuseNewer(db: SqliteDatabase): void {
  const found = schemaVersion(db)
  const known = migrations.length
  if (found > known) throw new FlashlineError('STORE_NEWER', { found, known })
}

/** Applies what is missing, each step in a transaction of its own with its version: a cut leaves whole steps. */
export function migrate(db: SqliteDatabase, steps: readonly string[] = migrations): void {
  for (let version = schemaVersion(db); version < steps.length; version += 1) {
    const sql = steps[version]
    if (sql === undefined) break
    db.transaction(() => {
      db.exec(sql)
      db.pragma(`user_version = ${version + 1}`)
    }).immediate()
  }
}
