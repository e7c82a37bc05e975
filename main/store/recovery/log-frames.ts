// Whether a part of the database's log (WAL) was taken away after a process died. The index of the log, which that process
// shared with others in `-shm`, stays behind with it and tells how many frames were committed; SQLite itself tells how many
// of them it can still read. After a crash of the machine the index is never ahead: the log is synced first.
// Source: https://www.sqlite.org/walformat.html#the_wal_index_file_format
import { existsSync, readFileSync } from 'node:fs'
import { endianness } from 'node:os'
import { z } from 'zod'
import type { SqliteDatabase } from '../open.ts'

/** Each of the two copies of the index's header. */
const headerBytes = 48
const isInitAt = 12
const framesAt = 16

/**
 * As the last process left it; 0: none, or not known. Never while this process has the database open: closing the file would
 * let go of SQLite's locks on it (https://www.sqlite.org/howtocorrupt.html, 2.2), and the next program would cut it.
 */
export function committedFrames(file: string): number {
  const index = `${file}-shm`
  if (!existsSync(index)) return 0
  const bytes = readFileSync(index).subarray(0, 2 * headerBytes)
  const [first, second] = [bytes.subarray(0, headerBytes), bytes.subarray(headerBytes)]
  // They differ while one is written.
  if (!first.equals(second) || first[isInitAt] !== 1) return 0
  return endianness() === 'LE' ? first.readUInt32LE(framesAt) : first.readUInt32BE(framesAt)
}

const checkpointSchema = z.tuple([z.object({ log: z.int() })])

/** In the log of an open database; null: it does not tell now. Brings what it can into the file, as SQLite does now and then. */
export function readableFrames(sqlite: SqliteDatabase): number | null {
  try {
    const [{ log }] = checkpointSchema.parse(sqlite.pragma('wal_checkpoint(PASSIVE)'))
    return log
  } catch {
    // A full disk is no reason not to start.
    return null
  }
}
