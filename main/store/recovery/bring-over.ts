// Brings over into a sound database what a damaged one of the same station still gives: small tables whole, of the large ones
// what is newer than the sound one has. Rows are copied as they are, counters with them, so triggers are put away meanwhile.
import { asStoreError, isDamage, type SqliteDatabase } from '../open.ts'
import { type ReadTable, type Row, readPast } from './read-past.ts'

/** Grow with every job, and what they have of old jobs stays as it is. In the order in which they are needed. */
const growing = ['jobs', 'steps', 'events', 'outbox'] as const
/** Not copied: the chain is put together anew from what came over. */
const chainTable = 'record_chain'

export interface BroughtOver {
  /** Records that are new in the sound database, or changed. */
  readonly jobNos: readonly number[]
  /** Tables of which not everything could be read. */
  readonly broken: readonly string[]
}

/**
 * Both of the same station. All or nothing of it is written. `corrected`: old records that were put right since.
 */
export function bringOver(
  damaged: SqliteDatabase,
  sound: SqliteDatabase,
  corrected: readonly number[],
): BroughtOver {
  const from = newerThan(sound)
  const broken: string[] = []
  const jobNos = new Set<number>()
  sound.pragma('foreign_keys = OFF')
  try {
    sound
      .transaction(() => {
        const triggers = sound
          .prepare<[], { name: string; sql: string }>(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
          )
          .all()
        for (const { name } of triggers) sound.exec(`DROP TRIGGER "${name}"`)
        for (const name of tableNames(sound)) {
          if (name === chainTable) continue
          const columns = commonColumns(damaged, sound, name)
          if (columns === null) broken.push(name)
          else if (!copyTable(damaged, sound, name, columns, from.get(name), jobNos)) broken.push(name)
        }
        for (const jobNo of corrected) copyCorrection(damaged, sound, jobNo)
        for (const name of ['steps', 'events'])
          sound
            .prepare(`DELETE FROM ${name} WHERE job_no >= ? AND job_no NOT IN (SELECT job_no FROM jobs)`)
            .run(from.get('jobs') ?? 0)
        for (const { sql } of triggers) sound.exec(sql)
      })
      .immediate()
  } finally {
    sound.pragma('foreign_keys = ON')
  }
  return { jobNos: [...jobNos].sort((one, other) => one - other), broken }
}

/** From which number on a row may be new or may have changed since. */
function newerThan(sound: SqliteDatabase): ReadonlyMap<string, number> {
  const number = (sql: string) => Number(sound.prepare(sql).pluck().get())
  const jobs = number(
    "SELECT coalesce(min(job_no) FILTER (WHERE outcome = 'running'), max(job_no) + 1, 0) FROM jobs",
  )
  return new Map([
    ['jobs', jobs],
    ['steps', jobs],
    ['events', number('SELECT coalesce(max(event_id) + 1, 0) FROM events')],
    [
      'outbox',
      number(
        "SELECT coalesce(min(outbox_id) FILTER (WHERE state IN ('waiting', 'dead')), max(outbox_id) + 1, 0) FROM outbox",
      ),
    ],
  ])
}

function tableNames(db: SqliteDatabase): string[] {
  const names = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all()
  const large: readonly string[] = growing
  return [...growing, ...names.filter((name) => !large.includes(name))]
}

interface Column {
  readonly name: string
  readonly type: string
  readonly pk: number
}

const columnsOf = (db: SqliteDatabase, table: string) =>
  db.prepare<[string], Column>('SELECT name, type, pk FROM pragma_table_info(?)').all(table)

/** Null: the damaged database does not say that it has this table. */
function commonColumns(damaged: SqliteDatabase, sound: SqliteDatabase, table: string): Column[] | null {
  try {
    const known = new Set(columnsOf(damaged, table).map(({ name }) => name))
    return known.size === 0 ? null : columnsOf(sound, table).filter(({ name }) => known.has(name))
  } catch (error) {
    if (isDamage(asStoreError(error))) return null
    throw error
  }
}

function keyOf(sound: SqliteDatabase, table: string, columns: readonly Column[]): string[] {
  const key = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk)
  const [first] = key
  const sql = String(sound.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(table))
  const isRowid = first?.type === 'INTEGER' && key.length === 1
  return isRowid || /WITHOUT ROWID/i.test(sql) ? key.map(({ name }) => name) : ['rowid']
}

function copyCorrection(damaged: SqliteDatabase, sound: SqliteDatabase, jobNo: number): void {
  try {
    const row = damaged
      .prepare<[number], Row>(
        'SELECT outcome, device_state, correction_json, job_no FROM jobs WHERE job_no = ?',
      )
      .get(jobNo)
    if (row)
      sound
        .prepare('UPDATE jobs SET outcome = ?, device_state = ?, correction_json = ? WHERE job_no = ?')
        .run(row.outcome, row.device_state, row.correction_json, row.job_no)
  } catch (error) {
    if (!isDamage(asStoreError(error))) throw error
  }
}

/** False: not all of it could be read. */
function copyTable(
  damaged: SqliteDatabase,
  sound: SqliteDatabase,
  name: string,
  columns: readonly Column[],
  from: number | undefined,
  jobNos: Set<number>,
): boolean {
  const names = columns.map((column) => `"${column.name}"`)
  const put = sound.prepare(
    `INSERT OR REPLACE INTO "${name}" (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  )
  const take = (row: Row) => {
    put.run(...columns.map((column) => row[column.name]))
    if (name === 'jobs' && typeof row.job_no === 'number') jobNos.add(row.job_no)
  }
  const table: ReadTable = {
    name,
    key: keyOf(sound, name, columns),
    ...(from === undefined ? {} : { from }),
  }
  if (from !== undefined) return readPast(damaged, table, take)
  // A small one that can be read whole is as it was, also in what it does not have any more.
  const rows: Row[] = []
  const isWhole = readPast(damaged, table, (row) => rows.push(row))
  if (isWhole) sound.exec(`DELETE FROM "${name}"`)
  for (const row of rows) take(row)
  return isWhole
}
