// Puts a database together again: the newest sound backup, and whatever the damaged file gives that is newer. It is built aside
// and takes its place when it is whole; the damaged files are kept in a folder of their own. A crash in between begins anew, or
// ends what was built.
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type ChainHead, FlashlineError, type Recovery } from '../../../preload/contract/index.ts'
import { type BackupFile, compactTime, listBackups } from '../backups/backup-files.ts'
import { type ChainRow, chainRowSchema } from '../chain-entry.ts'
import { readChainHead } from '../chain-head.ts'
import { migrate, refuseNewer } from '../migrate.ts'
import { openSqlite, type SqliteDatabase } from '../open.ts'
import { queryBuilder } from '../tables.ts'
import { markAcknowledged, markDoubtful, readAcknowledged } from './acknowledgements.ts'
import { type BroughtOver, bringOver } from './bring-over.ts'
import { openDamaged } from './damaged-file.ts'
import { readPast } from './read-past.ts'
import { rebuildChain } from './rebuild-chain.ts'
import { databaseFile, noteRecovery } from './recovery-files.ts'

const ends = ['', '-wal', '-shm', '-journal']
const buildingFile = (dataDir: string) => join(dataDir, 'recovering.sqlite')
/** Whole: nothing is left to do but to put it in its place. */
const builtFile = (dataDir: string) => join(dataDir, 'recovered.sqlite')

export interface RecoverDatabaseOptions {
  readonly dataDir: string
  readonly cause: Recovery['cause']
  readonly now: Date
  /** Of the backups; null: the newest sound one, or none. */
  readonly from: string | null
  /** False: what is newer than the backup is not wanted. */
  readonly bringOver: boolean
}

/**
 * The database is in its place afterwards, closed; the note for a lead is there, except for `restored`. STORE_FULL,
 * STORE_READ_ONLY; when restoring also BACKUP_NONE, BACKUP_UNUSABLE.
 */
export async function recoverDatabase(options: RecoverDatabaseOptions): Promise<Recovery> {
  const { dataDir, cause, now } = options
  const at = now.toISOString()
  const [building, built] = [buildingFile(dataDir), builtFile(dataDir)]
  removeAll(building)
  removeAll(built)
  const backup = copyBackup(dataDir, options.from, building)
  if (backup === null && cause === 'restored') throw refusal(dataDir, options.from)
  const sound = openSqlite(building)
  const db = queryBuilder(sound)
  let broughtOver: BroughtOver = { jobNos: [], broken: [] }
  let lost: number | null
  try {
    migrate(sound)
    const damaged = options.bringOver
      ? openDamaged(databaseFile(dataDir), backup?.path ?? null, join(dataDir, 'reading.sqlite'))
      : null
    const entries: ChainRow[] = []
    try {
      if (damaged) {
        readPast(
          damaged.db,
          { name: 'record_chain', key: ['entry_no'], from: lastEntryNo(sound) + 1 },
          (row) => entries.push(chainRowSchema.parse(row)),
        )
        const corrected = entries.flatMap(({ kind, job_no }) => (kind === 'corrected' ? (job_no ?? []) : []))
        broughtOver = bringOver(damaged.db, sound, corrected)
      }
    } finally {
      damaged?.close()
    }
    markAcknowledged(sound, readAcknowledged(dataDir))
    markDoubtful(sound, at)
    const former = latest(readChainHead(dataDir), entries.at(-1))
    const chain = await db.transaction().execute((trx) => rebuildChain(trx, entries, former, at))
    lost = former && Math.max(0, former.entryNo - chain.keptEntries - chain.broughtIn)
    sound.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    await db.destroy()
    sound.close()
  }
  const aside = folderAside(dataDir, now, cause === 'restored' ? 'replaced' : 'damaged')
  const recovery: Recovery = {
    ...{ at, cause, lost, keptIn: aside && basename(aside) },
    backupAt: backup?.at.toISOString() ?? null,
    broughtOver: broughtOver.jobNos.length,
  }
  // Before the last steps: who ends them after a crash knows nothing of this. What a person restores is noted when it is done.
  if (cause !== 'restored') noteRecovery(dataDir, recovery)
  renameSync(building, built)
  setAside(dataDir, aside)
  renameSync(built, databaseFile(dataDir))
  return recovery
}

function refusal(dataDir: string, from: string | null): FlashlineError {
  return from === null && listBackups(dataDir).length === 0
    ? new FlashlineError('BACKUP_NONE')
    : new FlashlineError('BACKUP_UNUSABLE', from === null ? {} : { file: basename(from) })
}

/** What a crash left between the last two steps. Beside a database it is none: that one is recovered anew, or goes on. */
export function finishRecovery(dataDir: string, now: Date): void {
  const [built, file] = [builtFile(dataDir), databaseFile(dataDir)]
  if (existsSync(file)) removeAll(built)
  if (!existsSync(built)) return
  // A log that stayed behind must never be read into another database.
  setAside(dataDir, folderAside(dataDir, now, 'damaged'))
  renameSync(built, file)
}

function copyBackup(dataDir: string, from: string | null, to: string): { path: string; at: Date } | null {
  const candidates: Pick<BackupFile, 'path' | 'at'>[] =
    from === null ? listBackups(dataDir) : [{ path: from, at: new Date(0) }]
  for (const { path, at } of candidates) {
    if (!existsSync(path)) continue
    copyFileSync(path, to)
    if (isSound(to)) return { path, at: listBackups(dataDir).find((one) => one.path === path)?.at ?? at }
    removeAll(to)
  }
  return null
}

/** Whether it is a whole database of a station, of a version that this program knows. */
export function isSound(file: string): boolean {
  let db: SqliteDatabase | null = null
  try {
    db = openSqlite(file, { readOnly: true })
    refuseNewer(db)
    const isOurs = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'jobs'").get() !== undefined
    return isOurs && db.pragma('quick_check(1)', { simple: true }) === 'ok'
  } catch {
    return false
  } finally {
    db?.close()
    for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
  }
}

const endsOf = (file: string) => ends.filter((end) => existsSync(`${file}${end}`))

/** Where the files of the database go, not made yet; null: there are none. */
function folderAside(dataDir: string, now: Date, kind: 'damaged' | 'replaced'): string | null {
  if (endsOf(databaseFile(dataDir)).length === 0) return null
  const wanted = join(dataDir, `${kind}-${compactTime(now)}`)
  let folder = wanted
  for (let count = 2; existsSync(folder); count += 1) folder = `${wanted}-${count}`
  return folder
}

function setAside(dataDir: string, folder: string | null): void {
  if (folder === null) return
  const file = databaseFile(dataDir)
  mkdirSync(folder, { mode: 0o700 })
  for (const end of endsOf(file)) renameSync(`${file}${end}`, join(folder, `station.sqlite${end}`))
}

function removeAll(file: string): void {
  for (const end of ends) rmSync(`${file}${end}`, { force: true })
}

const lastEntryNo = (db: SqliteDatabase) =>
  Number(db.prepare('SELECT coalesce(max(entry_no), 0) FROM record_chain').pluck().get())

function latest(outside: ChainHead | null, last: ChainRow | undefined): ChainHead | null {
  if (last === undefined) return outside
  return outside !== null && outside.entryNo >= last.entry_no
    ? outside
    : { entryNo: last.entry_no, hash: last.hash }
}
