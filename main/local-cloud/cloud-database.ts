// The database file of the local cloud: its tables and their forward-only migrations. Apart from the station's own
// database: the two are different parties and must only meet over HTTP. Numbers in it are the service's own.
import { FlashlineError } from '../../preload/contract/index.ts'
import { openSqlite } from '../store/open.ts'
import { migrations } from './migrations/index.ts'

export type CloudDatabase = ReturnType<typeof openSqlite>

/** Opens, creates and migrates. STORE_NEWER for a file of a later version, STORE_BROKEN, STORE_FULL. */
export function openCloudDatabase(file: string): CloudDatabase {
  const db = openSqlite(file)
  try {
    migrate(db)
    // Pages of a plant's whole year stay in memory (64 MiB), and the log is written back in larger pieces (16 MiB).
    db.pragma('cache_size = -65536')
    db.pragma('wal_autocheckpoint = 4096')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function migrate(db: CloudDatabase): void {
  const step = db.transaction(() => {
    const version = Number(db.pragma('user_version', { simple: true }))
    if (version > migrations.length) {
      throw new FlashlineError('STORE_NEWER', { found: version, known: migrations.length })
    }
    for (const sql of migrations.slice(version)) db.exec(sql)
    db.pragma(`user_version = ${migrations.length}`)
  })
  step.immediate()
}
