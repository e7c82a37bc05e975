// What clouds and listeners have acknowledged, beside the database: one line each, on disk before the database says so. After a
// database was put back it is read again, so that nothing that arrived is sent twice. Bounded: two files, the older one goes.
import { existsSync, readFileSync, renameSync, statSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { deliverySchema } from '../../../preload/contract/index.ts'
import type { SqliteDatabase } from '../open.ts'
import { readRecovery } from './recovery-files.ts'

const longestBytes = 1024 * 1024

/** What an outbox row is known by, whatever its number. */
const lineSchema = z.object({
  jobId: z.string(),
  kind: z.string(),
  corrects: z.number(),
  connectionId: z.string().nullable(),
  at: z.string(),
  delivery: deliverySchema,
})
export type Acknowledgement = z.infer<typeof lineSchema>

const fileOf = (dataDir: string) => join(dataDir, 'acknowledged.log')

/** On disk when it resolves. A disk that takes nothing is no reason to forget what arrived: then the database decides. */
export async function noteAcknowledged(dataDir: string, line: Acknowledgement): Promise<void> {
  const file = fileOf(dataDir)
  try {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > longestBytes) renameSync(file, `${file}.old`)
    await appendFile(file, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true })
  } catch {
    // As above.
  }
}

/** Older ones first. A line that was cut by a power failure is left out. */
export function readAcknowledged(dataDir: string): Acknowledgement[] {
  return [`${fileOf(dataDir)}.old`, fileOf(dataDir)].flatMap((file) =>
    existsSync(file) ? readFileSync(file, 'utf8').split('\n').flatMap(parseLine) : [],
  )
}

function parseLine(text: string): Acknowledgement[] {
  try {
    return [lineSchema.parse(JSON.parse(text))]
  } catch {
    return []
  }
}

/**
 * What was acknowledged is sent. In a database that was put back, until a lead has seen it, a cloud is asked of the rest before
 * anything is sent.
 */
export function applyAcknowledged(db: SqliteDatabase, dataDir: string, now: Date): void {
  markAcknowledged(db, readAcknowledged(dataDir))
  if (readRecovery(dataDir) !== null) markDoubtful(db, now.toISOString())
}

export function markAcknowledged(db: SqliteDatabase, lines: readonly Acknowledgement[]): void {
  const sent = db.prepare(
    `UPDATE outbox SET state = 'sent', sent_at = ?, delivery = ?, next_attempt_at = NULL, error_code = NULL,
       error_context_json = NULL, attempt_began_at = coalesce(attempt_began_at, ?)
     WHERE job_id = ? AND kind = ? AND corrects = ? AND state IN ('waiting', 'dead')
       AND (kind <> 'record' OR connection_id IS ?)`,
  )
  db.transaction(() => {
    for (const { at, delivery, jobId, kind, corrects, connectionId } of lines)
      sent.run(at, delivery, at, jobId, kind, corrects, connectionId)
  }).immediate()
}

/** Of what waits, the cloud may have any: it is asked first. */
export function markDoubtful(db: SqliteDatabase, at: string): void {
  db.prepare(
    "UPDATE outbox SET attempt_began_at = coalesce(attempt_began_at, ?) WHERE state = 'waiting'",
  ).run(at)
}
