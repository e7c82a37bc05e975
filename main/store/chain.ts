// Writes the record chain: entries are part of the transaction in which a record ends or is put right, so that neither is
// there without the other. Reading it back and comparing: verify-chain.ts.
import type { Selectable } from 'kysely'
import { z } from 'zod'
import { type ChainHead, jobCorrectionSchema } from '../../preload/contract/index.ts'
import {
  type ChainKind,
  type EndedRecord,
  formerHeadSchema,
  type HashedLine,
  hashOfCorrection,
  hashOfEntry,
  hashOfRecord,
  noHash,
  readFacts,
  sha256,
} from './chain-entry.ts'
import type { JobsTable } from './job-row.ts'
import type { StoreDb } from './tables.ts'

/** The last entry; null: there is none. */
export async function readHead(db: StoreDb): Promise<ChainHead | null> {
  const row = await db
    .selectFrom('record_chain')
    .select(['entry_no', 'hash'])
    .orderBy('entry_no', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : { entryNo: row.entry_no, hash: row.hash }
}

/** Whether the chain has this very entry. */
export async function hasEntry(db: StoreDb, { entryNo, hash }: ChainHead): Promise<boolean> {
  const row = db.selectFrom('record_chain').select('hash').where('entry_no', '=', entryNo)
  return (await row.executeTakeFirst())?.hash === hash
}

/** Whether a note says that this head was given up: the database was put back since. */
export async function isGivenUp(db: StoreDb, { hash }: ChainHead): Promise<boolean> {
  const notes = db
    .selectFrom('record_chain')
    .select('facts_json')
    .where('kind', 'in', ['recovered', 'behind'])
  const last = await notes.orderBy('entry_no', 'desc').limit(100).execute()
  return last.some(({ facts_json }) => readFacts(formerHeadSchema, facts_json)?.formerHead?.hash === hash)
}

/** The end of a record, as it is now in the tables. Part of the caller's transaction. */
export async function chainEnd(
  trx: StoreDb,
  jobNo: number,
  at: string,
  kind: 'ended' | 'broughtIn' = 'ended',
): Promise<void> {
  // Read back and not taken from the caller: a text may be stored otherwise than it was given.
  const [row] = await trx.selectFrom('jobs').selectAll().where('job_no', '=', jobNo).execute()
  if (row === undefined) return
  const [record] = await readRecords(trx, [{ row, logLines: row.log_lines, deviceState: row.device_state }])
  if (record === undefined) return
  const facts = { logLines: record.log.length, deviceState: record.deviceState }
  await append(trx, { kind, row, at, facts, recordHash: hashOfRecord(record) })
}

/** A record was put right. Part of the caller's transaction. */
export async function chainCorrection(trx: StoreDb, row: Selectable<JobsTable>, at: string): Promise<void> {
  await append(trx, { kind: 'corrected', row, at, facts: {}, recordHash: hashOfCorrection(row) })
}

/** Something that is of no single record. */
export async function chainNote(
  trx: StoreDb,
  kind: 'begun' | 'recovered' | 'behind',
  facts: object,
  at: string,
): Promise<void> {
  await append(trx, { kind, row: null, at, facts, recordHash: sha256(JSON.stringify(facts)) })
}

interface NewEntry {
  readonly kind: ChainKind
  readonly row: { readonly job_no: number; readonly job_id: string } | null
  readonly at: string
  readonly facts: object
  readonly recordHash: string
}

async function append(trx: StoreDb, { kind, row, at, facts, recordHash }: NewEntry): Promise<void> {
  const head = await readHead(trx)
  const entry = {
    entry_no: (head?.entryNo ?? 0) + 1,
    kind,
    job_no: row?.job_no ?? null,
    job_id: row?.job_id ?? null,
    at,
    facts_json: JSON.stringify(facts),
    record_hash: recordHash,
    previous_hash: head?.hash ?? noHash,
  }
  await trx
    .insertInto('record_chain')
    .values({ ...entry, hash: hashOfEntry(entry) })
    .execute()
}

export interface WantedRecord {
  readonly row: Selectable<JobsTable>
  /** How many were there when it ended. */
  readonly logLines: number
  readonly deviceState: string
}

const correctionSchema = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(jobCorrectionSchema)

function outcomeAtEnd({ outcome, correction_json }: Selectable<JobsTable>): string {
  if (correction_json === null) return outcome
  try {
    return correctionSchema.parse(correction_json).was
  } catch {
    // Not ours: it will not fit its hash.
    return outcome
  }
}

/** What is hashed of records, in the order of `wanted`. */
export async function readRecords(db: StoreDb, wanted: readonly WantedRecord[]): Promise<EndedRecord[]> {
  const numbers = wanted.map(({ row }) => row.job_no)
  const steps = Map.groupBy(
    await db
      .selectFrom('steps')
      .selectAll()
      .where('job_no', 'in', numbers)
      .orderBy('job_no')
      .orderBy('position')
      .execute(),
    ({ job_no }) => job_no,
  )
  const records: EndedRecord[] = []
  for (const { row, logLines, deviceState } of wanted) {
    records.push({
      row,
      steps: steps.get(row.job_no) ?? [],
      log: await readLines(db, row.job_no, logLines),
      outcome: outcomeAtEnd(row),
      deviceState: row.correction_json === null ? row.device_state : deviceState,
    })
  }
  return records
}

async function readLines(db: StoreDb, jobNo: number, limit: number): Promise<HashedLine[]> {
  if (limit === 0) return []
  return db
    .selectFrom('events')
    .select(['at', 'source', 'text'])
    .where('job_no', '=', jobNo)
    .where('kind', '=', 'log')
    .orderBy('event_id')
    .limit(limit)
    .execute()
}
