// Opens the database of a station that has the folder for itself, sound whatever happened to the file. Proving reads every page,
// some two milliseconds for each megabyte. After an end as it should be, that is done at once for a small file only; after any
// other end for one of up to 256 MB, which is half a second. What is larger is proved beside the work (recovery-desk.ts).
import { existsSync, statSync } from 'node:fs'
import type { Recovery } from '../../../preload/contract/index.ts'
import { listBackups } from '../backups/backup-files.ts'
import { chainNote, hasEntry, isGivenUp, readHead } from '../chain.ts'
import { readChainHead } from '../chain-head.ts'
import { migrate, refuseNewer, schemaVersion } from '../migrate.ts'
import { asStoreError, isDamage, openSqlite, type SqliteDatabase } from '../open.ts'
import { beginChain } from '../record-chain.ts'
import { queryBuilder } from '../tables.ts'
import { applyAcknowledged } from './acknowledgements.ts'
import { committedFrames, readableFrames } from './log-frames.ts'
import { finishRecovery, recoverDatabase } from './recover-database.ts'
import {
  databaseFile,
  forgetDamage,
  isMarkedDamaged,
  markOpen,
  noteRecovery,
  wasLeftOpen,
} from './recovery-files.ts'

const megabyte = 1024 * 1024
const provedAfterEndBytes = 16 * megabyte
const provedAfterCrashBytes = 256 * megabyte

export interface OpenedDatabase {
  readonly sqlite: SqliteDatabase
  /** False: it is still to be proved. */
  readonly isProved: boolean
}

/** STORE_NEWER, STORE_BUSY, STORE_READ_ONLY, STORE_FULL; STORE_BROKEN for what no recovery helps. */
export async function openDatabase(dataDir: string, now: Date): Promise<OpenedDatabase> {
  finishRecovery(dataDir, now)
  const wasOpen = wasLeftOpen(dataDir)
  const file = databaseFile(dataDir)
  const committed = wasOpen ? committedFrames(file) : 0
  const found = examine(dataDir, wasOpen ? provedAfterCrashBytes : provedAfterEndBytes)
  if (found === 'damaged' || found === 'missing') {
    await recoverDatabase({ dataDir, cause: found, now, from: null, bringOver: true })
  }
  markOpen(dataDir)
  forgetDamage(dataDir)
  const sqlite = openSqlite(file)
  try {
    const isRecovered = found === 'damaged' || found === 'missing'
    const readable = isRecovered || committed === 0 ? null : readableFrames(sqlite)
    const isLogCut = readable !== null && readable < committed
    migrate(sqlite)
    await takeUpChain(dataDir, sqlite, isLogCut, now)
    return { sqlite, isProved: found !== 'unproved' }
  } catch (error) {
    sqlite.close()
    throw error
  }
}

function examine(dataDir: string, provedBytes: number): 'sound' | 'unproved' | 'damaged' | 'missing' {
  const file = databaseFile(dataDir)
  const hadOne = listBackups(dataDir).length > 0 || readChainHead(dataDir) !== null
  if (!existsSync(file)) return hadOne ? 'missing' : 'sound'
  if (isMarkedDamaged(dataDir)) return 'damaged'
  let db: SqliteDatabase | null = null
  try {
    // Read only: even a switch to WAL would change a file that is not ours to change.
    db = openSqlite(file, { readOnly: true })
    refuseNewer(db)
    if (schemaVersion(db) === 0 && hadOne) return 'damaged'
    if (statSync(file).size > provedBytes) return 'unproved'
    return db.pragma('quick_check(1)', { simple: true }) === 'ok' ? 'sound' : 'damaged'
  } catch (error) {
    const known = asStoreError(error)
    if (isDamage(known)) return 'damaged'
    throw known
  } finally {
    db?.close()
  }
}

/** Begins a chain where there is none, and says in it when the files beside the database know more than the database. */
async function takeUpChain(
  dataDir: string,
  sqlite: SqliteDatabase,
  isLogCut: boolean,
  now: Date,
): Promise<void> {
  const at = now.toISOString()
  const db = queryBuilder(sqlite)
  await beginChain(db, at)
  const outside = readChainHead(dataDir)
  const isKnown = outside === null || (await hasEntry(db, outside)) || (await isGivenUp(db, outside))
  if (isKnown && !isLogCut) return
  const own = (await readHead(db))?.entryNo ?? 0
  if (!isKnown) await db.transaction().execute((trx) => chainNote(trx, 'behind', { formerHead: outside }, at))
  const recovery: Recovery = {
    ...{ at, cause: 'behind', backupAt: null, keptIn: null, broughtOver: 0 },
    lost: isKnown ? null : Math.max(0, outside.entryNo - own),
  }
  noteRecovery(dataDir, recovery)
  // What was lost may have been sent.
  applyAcknowledged(sqlite, dataDir, now)
}
