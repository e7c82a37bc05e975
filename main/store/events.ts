// What happened in a job: its console log, bounded, and its step transitions. Progress is not kept.
import type { Generated } from 'kysely'
import type { LogLine, Step } from '../../preload/contract/index.ts'
import type { StoreDb } from './tables.ts'

export interface EventsTable {
  event_id: Generated<number>
  job_no: number
  at: string
  kind: 'log' | 'step'
  /** Of a log line: who said it. Of a step: its name. */
  source: string
  /** Of a log line: what was said. Of a step: its outcome. */
  text: string
}

/** A device that babbles for hours must not fill the disk of the station. */
export const MAX_LOG_LINES = 4000
const MAX_LINE_CHARS = 4096
/** Rows per statement: well below SQLite's limit of bound values. */
const ROWS_AT_ONCE = 500

/** The lines that still fit, and one that says that there were more; empty once that one is there. Pure. */
export function boundLog(kept: number, lines: readonly LogLine[]): LogLine[] {
  if (kept > MAX_LOG_LINES) return []
  const fitting = lines.slice(0, MAX_LOG_LINES - kept)
  const firstCut = lines[fitting.length]
  if (firstCut === undefined) return fitting
  return [...fitting, { at: firstCut.at, source: 'station', text: `log cut after ${MAX_LOG_LINES} lines` }]
}

/** Appends to a job's log and returns how many lines it has then. */
export async function appendLog(
  db: StoreDb,
  jobNo: number,
  kept: number,
  lines: readonly LogLine[],
): Promise<number> {
  const bounded = boundLog(kept, lines)
  for (let start = 0; start < bounded.length; start += ROWS_AT_ONCE) {
    const rows = bounded.slice(start, start + ROWS_AT_ONCE).map((line) => ({
      job_no: jobNo,
      at: line.at,
      kind: 'log' as const,
      source: line.source,
      text: line.text.slice(0, MAX_LINE_CHARS),
    }))
    await db.insertInto('events').values(rows).execute()
  }
  return kept + bounded.length
}

export async function appendTransitions(db: StoreDb, jobNo: number, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return
  const rows = steps.map((step) => ({
    job_no: jobNo,
    at: step.endedAt ?? step.startedAt,
    kind: 'step' as const,
    source: step.name,
    text: step.outcome,
  }))
  await db.insertInto('events').values(rows).execute()
}

/** The console log of a job, oldest first. */
export async function readLog(db: StoreDb, jobNo: number): Promise<LogLine[]> {
  const rows = await db
    .selectFrom('events')
    .select(['at', 'source', 'text'])
    .where('job_no', '=', jobNo)
    .where('kind', '=', 'log')
    .orderBy('event_id')
    .limit(MAX_LOG_LINES + 1)
    .execute()
  return rows.map((row) => ({
    at: row.at,
    source: row.source === 'device' ? 'device' : 'station',
    text: row.text,
  }))
}
