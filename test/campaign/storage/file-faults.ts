// What can happen to the file of a database while no station runs. `loses`: records may go with it, and then the station has to
// say how many.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  cutAt,
  freePages,
  overwrite,
  pageBytes,
  pagesOf,
  sizeOf,
  spoilPage,
  zeroAll,
} from '../../store/damage.ts'
import type { Decisions } from '../scenario.ts'

export interface FileFault {
  readonly name: string
  /** How the station ended before: as people end it, with a backup of everything, or killed. */
  readonly after: 'end' | 'kill'
  readonly loses: boolean
  /** False: there was nothing to be hit. */
  readonly hit: (file: string, decisions: Decisions) => boolean
}

const spoilOne =
  (table: string, kind: 'leaf' | 'internal') =>
  (file: string, decisions: Decisions): boolean => {
    const [first, ...others] = pagesOf(file, table, kind)
    if (first === undefined) return false
    spoilPage(file, decisions.pick([first, ...others]))
    return true
  }

const inLog =
  (change: (wal: string, decisions: Decisions) => void) => (file: string, decisions: Decisions) => {
    const wal = `${file}-wal`
    if (sizeOf(wal) < 2 * pageBytes) return false
    change(wal, decisions)
    return true
  }

const anywhere = (file: string, decisions: Decisions) => decisions.between(0, sizeOf(file) - 1)

export const fileFaults: readonly FileFault[] = [
  {
    ...{ name: 'header destroyed', after: 'end', loses: false },
    hit: (file) => {
      overwrite(file, 0, Buffer.alloc(100, 0x5a))
      return true
    },
  },
  { name: 'a page of jobs', after: 'end', loses: false, hit: spoilOne('jobs', 'leaf') },
  { name: 'a page of an index', after: 'kill', loses: false, hit: spoilOne('jobs_ended', 'leaf') },
  {
    ...{ name: 'log cut', after: 'kill', loses: true },
    hit: inLog((wal, decisions) => cutAt(wal, anywhere(wal, decisions))),
  },
  { name: 'a page of the outbox', after: 'end', loses: false, hit: spoilOne('outbox', 'leaf') },
  { name: 'a page of the chain', after: 'end', loses: false, hit: spoilOne('record_chain', 'leaf') },
  {
    ...{ name: 'log with garbage', after: 'kill', loses: true },
    hit: inLog((wal, decisions) => overwrite(wal, anywhere(wal, decisions), Buffer.alloc(64, 0x5a))),
  },
  {
    ...{ name: 'a free page', after: 'end', loses: false },
    hit: (file) => freePages(file) > 0 && spoilLast(file),
  },
  {
    ...{ name: 'all zeros', after: 'end', loses: false },
    hit: (file) => {
      zeroAll(file)
      return true
    },
  },
  {
    ...{ name: 'cut in the middle', after: 'end', loses: false },
    hit: (file, decisions) => {
      cutAt(file, anywhere(file, decisions))
      return true
    },
  },
  {
    ...{ name: 'gone', after: 'end', loses: false },
    hit: (file) => {
      rmSync(file)
      return true
    },
  },
  {
    ...{ name: 'log gone', after: 'kill', loses: true },
    hit: (file) => {
      const isThere = existsSync(`${file}-wal`)
      rmSync(`${file}-wal`, { force: true })
      return isThere
    },
  },
]

/** Pages that nobody uses are kept at the end as a rule. */
function spoilLast(file: string): boolean {
  spoilPage(file, Math.floor(sizeOf(file) / pageBytes))
  return true
}

export const databaseOf = (dataDir: string): string => join(dataDir, 'station.sqlite')
