// Opens a damaged database for reading, as far as that is possible. Its first page says where everything is: one that is
// destroyed is taken from the newest backup, in a copy; the damaged file itself stays as it is.
// File format: https://sqlite.org/fileformat2.html
import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { openSqlite, type SqliteDatabase } from '../open.ts'

export interface DamagedFile {
  readonly db: SqliteDatabase
  close(): void
}

const pageSizeAt = 16
const changeCounterAt = 24
const pageCountAt = 28
const freelistAt = 32
const versionValidForAt = 92

/** Null: nothing can be read. `backup`: of the same station, or null. `scratch`: a name for the copy. */
export function openDamaged(file: string, backup: string | null, scratch: string): DamagedFile | null {
  if (!existsSync(file)) return null
  const db = openReadable(file)
  if (db) return { db, close: () => db.close() }
  if (backup === null) return null
  const remove = () => {
    for (const end of ['', '-wal', '-shm']) rmSync(`${scratch}${end}`, { force: true })
  }
  remove()
  try {
    copyFileSync(file, scratch)
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${scratch}-wal`)
    takeFirstPage(backup, scratch)
    const mended = openReadable(scratch)
    if (mended === null) {
      remove()
      return null
    }
    return {
      db: mended,
      close() {
        mended.close()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

/** Null: not even what tables there are. */
function openReadable(file: string): SqliteDatabase | null {
  let db: SqliteDatabase | null = null
  try {
    db = openSqlite(file, { readOnly: true })
    if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'jobs'").get() !== undefined) return db
  } catch {
    // Said by null.
  }
  db?.close()
  return null
}

function takeFirstPage(from: string, to: string): void {
  const header = Buffer.alloc(100)
  readInto(from, header)
  const size = header.readUInt16BE(pageSizeAt)
  const pageBytes = size === 1 ? 65_536 : size
  const page = Buffer.alloc(pageBytes)
  readInto(from, page)
  const handle = openSync(to, 'r+')
  try {
    page.writeUInt32BE(Math.ceil(fstatSync(handle).size / pageBytes), pageCountAt)
    page.writeUInt32BE(page.readUInt32BE(changeCounterAt), versionValidForAt)
    // Read only, nobody asks for free pages.
    page.fill(0, freelistAt, freelistAt + 8)
    writeSync(handle, page, 0, pageBytes, 0)
  } finally {
    closeSync(handle)
  }
}

function readInto(file: string, bytes: Buffer): void {
  const handle = openSync(file, 'r')
  try {
    readSync(handle, bytes, 0, bytes.length, 0)
  } finally {
    closeSync(handle)
  }
}
