// The small files beside the database that tell the next start what this one knows: that it is open, that damage was found, and
// what a recovery did, until a lead has seen it.
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { type Recovery, recoverySchema } from '../../../preload/contract/index.ts'

export const databaseFile = (dataDir: string): string => join(dataDir, 'station.sqlite')

/** There while a station has the database open: found at a start, the last one did not end as it should. */
const openMark = (dataDir: string) => join(dataDir, 'station.open')
const damageMark = (dataDir: string) => join(dataDir, 'station.damaged')
const noteFile = (dataDir: string) => join(dataDir, 'recovery.json')

export const wasLeftOpen = (dataDir: string): boolean => existsSync(openMark(dataDir))
export const isMarkedDamaged = (dataDir: string): boolean => existsSync(damageMark(dataDir))

export function markOpen(dataDir: string): void {
  writeDurably(openMark(dataDir), '')
}

export function markClosed(dataDir: string): void {
  rmSync(openMark(dataDir), { force: true })
}

/** The next start takes the database for damaged, whatever it finds at first sight. */
export function markDamaged(dataDir: string): void {
  writeDurably(damageMark(dataDir), '')
}

export function forgetDamage(dataDir: string): void {
  rmSync(damageMark(dataDir), { force: true })
}

/** Null: there is nothing that a lead has not seen. */
export function readRecovery(dataDir: string): Recovery | null {
  try {
    return recoverySchema.parse(JSON.parse(readFileSync(noteFile(dataDir), 'utf8')))
  } catch {
    return null
  }
}

export function noteRecovery(dataDir: string, recovery: Recovery): void {
  writeDurably(noteFile(dataDir), `${JSON.stringify(recovery, null, 2)}\n`)
}

export function forgetRecovery(dataDir: string): void {
  rmSync(noteFile(dataDir), { force: true })
}

/** The old or the new one, never a half, also after a power cut. */
function writeDurably(file: string, text: string): void {
  const aside = `${file}.new`
  const handle = openSync(aside, 'w', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(aside, file)
}
