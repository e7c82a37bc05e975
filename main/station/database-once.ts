// The database of a data folder from the command line: the check of its records, proofs of exports, backups, putting one back.
// All but putting back also work beside a running station.
import { mkdirSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { type ChainReport, FlashlineError, type Job, type Recovery } from '../../preload/contract/index.ts'
import { readKeyPair, signBytes } from '../firmware/kits/ed25519.ts'
import { type BackupFile, listBackups as listBackupFiles } from '../store/backups/backup-files.ts'
import { copyDatabase, makeBackup } from '../store/backups/backups.ts'
import { asStoreError, lockFile } from '../store/open.ts'
import type { Store } from '../store/open-store.ts'
import { recoverDatabase } from '../store/recovery/recover-database.ts'
import { databaseFile, forgetDamage, noteRecovery } from '../store/recovery/recovery-files.ts'
import {
  type CheckedPart,
  checkPart,
  compareLines,
  type ProofParts,
  type ProofProblem,
  proofLine,
  readProofLine,
} from './history-proof.ts'
import { csvHead, csvLine } from './job-csv.ts'
import { systemKeychain } from './keychain.ts'
import { withReader } from './read.ts'
import { openSecrets } from './secrets.ts'
import { SettingsFile } from './settings.ts'

const recordsAtOnce = 1000

/** Every record against the chain. STORE_*; `signal.reason` */
export function verifyRecords(
  dataDir: string,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<ChainReport> {
  return withReader(dataDir, (store) => store.chain.verify({ onProgress, signal }))
}

export interface ExportToProve {
  /** In the order of the export. */
  readonly jobs: readonly Job[]
  readonly format: 'csv' | 'json'
  /** Where the proof goes. */
  readonly file: string
}

/** Writes the proof of an export. STORE_*, INPUT_INVALID for a file that cannot be written. */
export async function proveExport(dataDir: string, { jobs, format, file }: ExportToProve): Promise<void> {
  const lineOf = format === 'csv' ? csvLine : (job: Job) => `${JSON.stringify(job)}\n`
  const sign = await signerOf(dataDir)
  const station = new SettingsFile(dataDir).settings.stationName
  await withReader(dataDir, async (store) => {
    const parts = { ...store.chain, station: () => station, now: () => new Date(), sign }
    const handle = await open(file, 'w', 0o600).catch((cause: unknown) => {
      throw new FlashlineError('INPUT_INVALID', { field: '--proof', path: basename(file) }, { cause })
    })
    try {
      for (let start = 0; start < jobs.length || start === 0; start += recordsAtOnce) {
        const records = jobs.slice(start, start + recordsAtOnce)
        const lines = records.map((job) => ({ jobId: job.jobId, line: lineOf(job) }))
        await handle.writeFile(await proofLine(parts, lines))
      }
    } finally {
      await handle.close()
    }
  })
}

/** The key that the station signs kits with, if it has made one. */
async function signerOf(dataDir: string): Promise<ProofParts['sign']> {
  const secrets = await openSecrets(dataDir, systemKeychain)
  const keys = readKeyPair(secrets.get('@kits', 'signing'))
  if (keys === null) return null
  return async (bytes) => ({ publicKey: keys.publicKey, signature: signBytes(bytes, keys) })
}

export interface ProofToCheck {
  readonly proof: string
  /** The export that it is of; null: it is not looked at. */
  readonly export: string | null
  /** Null: the records are not looked at. */
  readonly dataDir: string | null
}

export interface CheckedProof {
  readonly records: number
  /** When it was made, and the station's name. */
  readonly at: string
  readonly station: string
  /** Null: it is not signed. */
  readonly publicKey: string | null
  readonly problems: readonly ProofProblem[]
}

/** Whether export and records are still what they were. PROOF_UNREADABLE, STORE_* */
export async function verifyProof(check: ProofToCheck): Promise<CheckedProof> {
  const parts = (await readText(check.proof))
    .split('\n')
    .filter((line) => line !== '')
    .map(requirePart)
  const [first] = parts
  if (first === undefined) throw new FlashlineError('PROOF_UNREADABLE', { file: basename(check.proof) })
  const problems = parts.flatMap(checkPart)
  if (parts.some(({ publicKey }) => publicKey !== first.publicKey))
    problems.push({ kind: 'signature', jobId: null })
  if (check.export !== null) problems.push(...compareExport(parts, await readText(check.export)))
  if (check.dataDir !== null)
    problems.push(...(await withReader(check.dataDir, (store) => compareStore(parts, store))))
  const { at, station } = first.body
  const records = parts.reduce((sum, { body }) => sum + body.records.length, 0)
  return { records, at, station, publicKey: first.publicKey, problems }

  function requirePart(line: string): CheckedPart {
    const part = readProofLine(line)
    if (part === null) throw new FlashlineError('PROOF_UNREADABLE', { file: basename(check.proof) })
    return part
  }
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new FlashlineError('PROOF_UNREADABLE', { file: basename(file) }, { cause })
  })
}

function compareExport(parts: readonly CheckedPart[], text: string): ProofProblem[] {
  const body = text.startsWith(csvHead) ? text.slice(csvHead.length) : text
  const lines = text.startsWith(csvHead) ? csvRows(body) : body.split(/(?<=\n)/).filter((line) => line !== '')
  const problems: ProofProblem[] = []
  let start = 0
  for (const part of parts) {
    const { length } = part.body.records
    problems.push(...compareLines(part.body, lines.slice(start, start + length)))
    start += length
  }
  for (let extra = start; extra < lines.length; extra += 1) problems.push({ kind: 'lineAdded', jobId: null })
  return problems
}

/** With their ends; a line feed within quotes ends no row. What is no row counts as one more. */
function csvRows(text: string): string[] {
  const rows: string[] = []
  const row = /(?:"(?:[^"]|"")*"|[^"\r\n])*\r?\n/y
  let end = 0
  for (let found = row.exec(text); found; found = row.exec(text)) {
    rows.push(found[0])
    end = row.lastIndex
  }
  return end === text.length ? rows : [...rows, text.slice(end)]
}

async function compareStore(parts: readonly CheckedPart[], store: Store): Promise<ProofProblem[]> {
  const problems: ProofProblem[] = []
  for (const { body } of parts) {
    const own = new Map(
      (await store.chain.entriesOf(body.records.map(({ jobId }) => jobId))).map((row) => [
        row.entry_no,
        row.hash,
      ]),
    )
    for (const { jobId, entries } of body.records)
      if (entries.some((entry) => own.get(entry.entry_no) !== entry.hash))
        problems.push({ kind: 'chain', jobId })
    if (body.head !== null && !(await store.chain.has(body.head)))
      problems.push({ kind: 'head', jobId: null })
  }
  return problems
}

/** `to` null: among the automatic ones. STORE_FULL, STORE_BROKEN, STORE_BUSY, BACKUP_NONE without a database. */
export async function backUp(dataDir: string, to: string | null, signal: AbortSignal): Promise<string> {
  try {
    if (to === null) return (await makeBackup(dataDir, new Date(), signal)).path
    const path = resolve(to)
    mkdirSync(dirname(path), { recursive: true })
    await copyDatabase(dataDir, path, signal)
    return path
  } catch (error) {
    throw asStoreError(error)
  }
}

/** Newest first. */
export async function listBackups(dataDir: string): Promise<BackupFile[]> {
  return listBackupFiles(dataDir)
}

/**
 * Puts a backup in the place of the database, which is kept in a folder of its own. `from` null: the newest sound one.
 * DATA_IN_USE, BACKUP_NONE, BACKUP_UNUSABLE, STORE_FULL
 */
export async function restore(dataDir: string, from: string | null): Promise<Recovery> {
  const unlock = lockFile(join(dataDir, 'station.lock'))
  try {
    const file = from === null ? null : resolve(from)
    if (file === databaseFile(dataDir)) throw new FlashlineError('BACKUP_UNUSABLE', { file: basename(file) })
    const done = await recoverDatabase({
      ...{ dataDir, cause: 'restored', from: file, now: new Date(), bringOver: false },
    })
    noteRecovery(dataDir, done)
    forgetDamage(dataDir)
    return done
  } catch (error) {
    throw asStoreError(error)
  } finally {
    unlock()
  }
}
