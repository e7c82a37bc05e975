// The record chain of a database that was put together from a backup and what a damaged file still gave: entries that follow
// the backup's without a gap and fit their records come over as they are; behind the first that does not, a note says so, and
// the records that came over get entries of their own.
import type { ChainHead } from '../../../preload/contract/index.ts'
import { chainCorrection, chainEnd, chainNote, readHead, readRecords } from '../chain.ts'
import {
  begunFactsSchema,
  type ChainRow,
  endedFactsSchema,
  hashOfCorrection,
  hashOfEntry,
  hashOfRecord,
  noHash,
  readFacts,
} from '../chain-entry.ts'
import type { StoreDb } from '../tables.ts'

export interface RebuiltChain {
  /** Entries that are as they were, those of the backup with them. */
  readonly keptEntries: number
  /** Records with an entry anew. */
  readonly broughtIn: number
}

/** Part of the caller's transaction. `rows`: of the damaged file, in their order, behind those that are here. */
export async function rebuildChain(
  trx: StoreDb,
  rows: Iterable<ChainRow>,
  formerHead: ChainHead | null,
  at: string,
): Promise<RebuiltChain> {
  for (const row of rows) {
    const head = await readHead(trx)
    const follows = row.entry_no === (head?.entryNo ?? 0) + 1 && row.previous_hash === (head?.hash ?? noHash)
    if (!follows || hashOfEntry(row) !== row.hash || !(await fits(trx, row))) break
    await trx.insertInto('record_chain').values(row).execute()
  }
  const keptEntries = (await readHead(trx))?.entryNo ?? 0
  if (keptEntries === 0) await chainNote(trx, 'begun', { records: 0, lastJobNo: 0 }, at)
  const loose = await looseRecords(trx)
  await chainNote(trx, 'recovered', { broughtIn: loose.length, formerHead, keptEntries }, at)
  for (const jobNo of loose) await chainEnd(trx, jobNo, at, 'broughtIn')
  for (const row of await looseCorrections(trx)) await chainCorrection(trx, row, at)
  return { keptEntries, broughtIn: loose.length }
}

/** Whether the record of an entry came over as it was. */
async function fits(trx: StoreDb, entry: ChainRow): Promise<boolean> {
  if (entry.job_no === null) return true
  const [row] = await trx.selectFrom('jobs').selectAll().where('job_no', '=', entry.job_no).execute()
  if (row === undefined) return false
  if (entry.kind === 'corrected') return hashOfCorrection(row) === entry.record_hash
  const facts = readFacts(endedFactsSchema, entry.facts_json)
  const [record] = facts === null ? [] : await readRecords(trx, [{ row, ...facts }])
  return record !== undefined && hashOfRecord(record) === entry.record_hash
}

/** Records from before the chain began are not loose: the chain's first entry counts them. */
async function looseRecords(trx: StoreDb): Promise<number[]> {
  const begun = await trx
    .selectFrom('record_chain')
    .select('facts_json')
    .where('kind', '=', 'begun')
    .executeTakeFirst()
  const beforeNo = begun === undefined ? 0 : (readBegun(begun.facts_json) ?? 0)
  const rows = await trx
    .selectFrom('jobs')
    .select('job_no')
    .where('ended_at', 'is not', null)
    .where('job_no', '>', beforeNo)
    .where('job_no', 'not in', (eb) =>
      eb
        .selectFrom('record_chain')
        .select('job_no')
        .where('job_no', 'is not', null)
        .where('kind', 'in', ['ended', 'broughtIn']),
    )
    .orderBy('job_no')
    .execute()
  return rows.map(({ job_no }) => job_no)
}

const readBegun = (text: string) => readFacts(begunFactsSchema, text)?.lastJobNo

/** Put right, and the chain does not know it. */
async function looseCorrections(trx: StoreDb) {
  return trx
    .selectFrom('jobs')
    .selectAll()
    .where('correction_json', 'is not', null)
    .where('job_no', 'not in', (eb) =>
      eb
        .selectFrom('record_chain')
        .select('job_no')
        .where('job_no', 'is not', null)
        .where('kind', '=', 'corrected'),
    )
    .orderBy('job_no')
    .execute()
}
