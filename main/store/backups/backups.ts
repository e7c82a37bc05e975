// Backups of an open database: made online by a thread of their own, each proved before it counts, rotated. Looked for every
// ten minutes and when the store is closed, made when something has changed since the last one. Never fills the disk.
import { chmodSync, mkdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { workAside } from '../aside.ts'
import { asStoreError } from '../open.ts'
import {
  type BackupFile,
  backupDirOf,
  backupName,
  type KeepRule,
  keepRule,
  listBackups,
  outdated,
} from './backup-files.ts'

export interface BackupClock {
  now(): Date
  /** Runs it once after the delay; the returned function calls it off. */
  after(delayMs: number, run: () => void): () => void
}

export interface BackupsOptions {
  readonly dataDir: string
  readonly clock: BackupClock
  /** Counts the writes to the database. */
  readonly changes: () => number
  /** Of the disk that a folder is on. */
  readonly freeBytes?: (dir: string) => number
  readonly rule?: KeepRule
  readonly onMade?: (backup: BackupFile) => void
  readonly onError?: (error: unknown) => void
}

export const backupEveryMs = 10 * 60_000
/** What is left to the work of the bench. */
const reserveBytes = 256 * 1024 * 1024

export class Backups {
  readonly #options: BackupsOptions
  readonly #stopping = new AbortController()
  /** As it was when the last copy began; null: there is none. */
  #copiedAt: number | null
  #callOff: () => void = () => {}
  #making: Promise<BackupFile | null> | null = null

  constructor(options: BackupsOptions) {
    this.#options = options
    this.#copiedAt = listBackups(options.dataDir).length === 0 ? null : options.changes()
    this.#plan()
  }

  /** Null: nothing has changed since the last one. STORE_FULL, STORE_BROKEN, STORE_BUSY */
  make(): Promise<BackupFile | null> {
    this.#making ??= this.#make().finally(() => {
      this.#making = null
    })
    return this.#making
  }

  /** Makes the last one. Never rejects. */
  async close(): Promise<void> {
    this.#callOff()
    await this.#making?.catch(() => null)
    await this.#makeAndSay()
    this.#stopping.abort(new FlashlineError('JOB_CANCELLED'))
  }

  #plan(): void {
    this.#callOff = this.#options.clock.after(backupEveryMs, () => {
      this.#plan()
      void this.#makeAndSay()
    })
  }

  async #makeAndSay(): Promise<void> {
    try {
      const made = await this.make()
      if (made) this.#options.onMade?.(made)
    } catch (error) {
      this.#options.onError?.(error)
    }
  }

  async #make(): Promise<BackupFile | null> {
    const { dataDir, clock, changes, freeBytes, rule = keepRule } = this.#options
    const copiedAt = changes()
    if (copiedAt === this.#copiedAt) return null
    const made = await makeBackup(dataDir, clock.now(), this.#stopping.signal, freeBytes)
    this.#copiedAt = copiedAt
    for (const { path } of outdated(listBackups(dataDir), rule)) rmSync(path, { force: true })
    return made
  }
}

/** A proved copy in the folder of backups. STORE_FULL, STORE_BROKEN */
export async function makeBackup(
  dataDir: string,
  at: Date,
  signal: AbortSignal,
  freeBytes: (dir: string) => number = freeBytesOf,
): Promise<BackupFile> {
  const dir = backupDirOf(dataDir)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const number = (listBackups(dataDir)[0]?.number ?? 0) + 1
  const path = join(dir, backupName(at, number))
  await copyDatabase(dataDir, path, signal, freeBytes)
  return { path, name: backupName(at, number), at, number, sizeBytes: statSync(path).size }
}

/** Made under another name and renamed when it is proved: what has the name is whole. STORE_FULL, STORE_BROKEN */
export async function copyDatabase(
  dataDir: string,
  path: string,
  signal: AbortSignal,
  freeBytes: (dir: string) => number = freeBytesOf,
): Promise<void> {
  const file = join(dataDir, 'station.sqlite')
  const aside = `${path}.new`
  try {
    const neededBytes = statSync(file).size + reserveBytes
    if (freeBytes(join(path, '..')) < neededBytes)
      throw new FlashlineError('STORE_FULL', { reason: 'reserve', neededBytes })
    rmSync(aside, { force: true })
    const found = await workAside({ file, copyTo: aside }, signal)
    if (found !== 'ok') throw new FlashlineError('STORE_BROKEN', { reason: found.slice(0, 160) })
    chmodSync(aside, 0o600)
    renameSync(aside, path)
  } catch (error) {
    throw asStoreError(error)
  } finally {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${aside}${end}`, { force: true })
  }
}

function freeBytesOf(dir: string): number {
  const { bavail, bsize } = statfsSync(dir)
  return bavail * bsize
}
