// Walks the record chain from its beginning and names whatever does not fit: entries among themselves, records against their
// entries, and the head against what is kept outside the database. A part at a time: a bench has a million records, and
// everything else has its turn between two parts. Changes nothing. What it cannot see: docs/record-chain.md.
import { setImmediate } from 'node:timers/promises'
import type { Selectable } from 'kysely'
import type {
  ChainHead,
  ChainProblem,
  ChainProblemKind,
  ChainRecovery,
  ChainReport,
} from '../../preload/contract/index.ts'
import { hasEntry, isGivenUp, readHead, readRecords, type WantedRecord } from './chain.ts'
import {
  begunFactsSchema,
  type ChainRow,
  endedFactsSchema,
  hashOfCorrection,
  hashOfEntry,
  hashOfRecord,
  noHash,
  readFacts,
  recoveredFactsSchema,
  sha256,
} from './chain-entry.ts'
import type { JobsTable } from './job-row.ts'
import type { StoreDb } from './tables.ts'

export interface VerifyOptions {
  /** As the file beside the database has it; null: there is none. */
  readonly outsideHead: ChainHead | null
  readonly now: () => Date
  /** Entries that were looked at, and how many there were at the start. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

const entriesAtOnce = 100
const jobsAtOnce = 5000
const problemsAtMost = 1000

export async function verifyChain(db: StoreDb, options: VerifyOptions): Promise<ChainReport> {
  const walk = new ChainWalk(db)
  const total = (await readHead(db))?.entryNo ?? 0
  for (;;) {
    options.signal?.throwIfAborted()
    const more = await walk.nextPart()
    options.onProgress?.(Math.min(walk.lastNo, total), total)
    if (!more) break
    await setImmediate()
  }
  await walk.checkHead(options.outsideHead)
  await walk.findAdded(options.signal)
  return walk.report(options.now())
}

class ChainWalk {
  readonly #db: StoreDb
  #head: ChainHead | null = null
  #entries = 0
  #records = 0
  #before: { readonly records: number; readonly lastJobNo: number } = { records: 0, lastJobNo: 0 }
  #problemCount = 0
  readonly #problems: ChainProblem[] = []
  /** Entries that do not fit their own hash. */
  readonly #edited = new Map<number, ChainRow>()
  readonly #recoveries: ChainRecovery[] = []

  constructor(db: StoreDb) {
    this.#db = db
  }

  get lastNo(): number {
    return this.#head?.entryNo ?? 0
  }

  /** False: there are no more. */
  async nextPart(): Promise<boolean> {
    const rows = await this.#db
      .selectFrom('record_chain')
      .selectAll()
      .where('entry_no', '>', this.lastNo)
      .orderBy('entry_no')
      .limit(entriesAtOnce)
      .execute()
    if (this.#entries === 0 && rows[0]?.kind !== 'begun') this.#found('startMissing', null)
    const numbers = rows.flatMap(({ job_no }) => job_no ?? [])
    const jobs = new Map(
      numbers.length === 0
        ? []
        : (await this.#db.selectFrom('jobs').selectAll().where('job_no', 'in', numbers).execute()).map(
            (row) => [row.job_no, row],
          ),
    )
    const wanted = new Map<ChainRow, WantedRecord>()
    for (const row of rows) {
      this.#checkEntry(row)
      if (row.job_no === null) this.#readNote(row)
      else {
        const job = jobs.get(row.job_no)
        if (!job || job.job_id !== row.job_id || job.ended_at === null) this.#found('recordMissing', row)
        else if (row.kind === 'corrected') this.#checkCorrection(row, job)
        // Of an edited entry, its record is compared all the same, and does not fit.
        else wanted.set(row, { row: job, ...(readFacts(endedFactsSchema, row.facts_json) ?? noFacts) })
      }
    }
    await this.#checkRecords(wanted)
    return rows.length === entriesAtOnce
  }

  #checkEntry(row: ChainRow): void {
    const head = this.#head
    const expectedNo = (head?.entryNo ?? 0) + 1
    if (row.entry_no !== expectedNo) this.#found('entryMissing', null, expectedNo)
    const isOwn = hashOfEntry(row) === row.hash
    // What an edited entry says of others means nothing.
    if (!isOwn) this.#edited.set(row.entry_no, row)
    else if (row.entry_no === expectedNo && row.previous_hash !== (head?.hash ?? noHash))
      this.#found('linkBroken', row)
    this.#entries += 1
    this.#head = { entryNo: row.entry_no, hash: row.hash }
  }

  #readNote(row: ChainRow): void {
    if (sha256(row.facts_json) !== row.record_hash) this.#edited.set(row.entry_no, row)
    if (row.kind === 'behind') this.#found('headBehind', row)
    const begun = row.kind === 'begun' ? readFacts(begunFactsSchema, row.facts_json) : null
    if (begun) this.#before = begun
    const recovered = row.kind === 'recovered' ? readFacts(recoveredFactsSchema, row.facts_json) : null
    if (recovered) {
      const { broughtIn, formerHead, keptEntries } = recovered
      this.#recoveries.push({
        entryNo: row.entry_no,
        at: row.at,
        broughtIn,
        lostEntries: formerHead && Math.max(0, formerHead.entryNo - keptEntries),
      })
    }
  }

  async #checkRecords(wanted: ReadonlyMap<ChainRow, WantedRecord>): Promise<void> {
    if (wanted.size === 0) return
    const corrected = await this.#corrected([...wanted.values()].map(({ row }) => row))
    const records = await readRecords(this.#db, [...wanted.values()])
    for (const [index, entry] of [...wanted.keys()].entries()) {
      const record = records[index]
      this.#records += 1
      if (!record) continue
      const isRight = record.row.correction_json === null || corrected.has(record.row.job_no)
      if (!isRight || hashOfRecord(record) !== entry.record_hash) this.#found('recordEdited', entry)
    }
  }

  /** Those of the records that were put right, and the chain knows it. */
  async #corrected(rows: readonly Selectable<JobsTable>[]): Promise<Set<number>> {
    const numbers = rows.flatMap(({ job_no, correction_json }) => (correction_json === null ? [] : job_no))
    if (numbers.length === 0) return new Set()
    const known = await this.#db
      .selectFrom('record_chain')
      .select('job_no')
      .where('job_no', 'in', numbers)
      .where('kind', '=', 'corrected')
      .execute()
    return new Set(known.flatMap(({ job_no }) => job_no ?? []))
  }

  #checkCorrection(entry: ChainRow, job: Selectable<JobsTable>): void {
    if (job.correction_json === null || hashOfCorrection(job) !== entry.record_hash)
      this.#found('recordEdited', entry)
  }

  async checkHead(outside: ChainHead | null): Promise<void> {
    if (outside === null || (await hasEntry(this.#db, outside))) return
    if (!(await isGivenUp(this.#db, outside))) this.#found('headBehind', null, outside.entryNo)
  }

  /** Ended, and not in the chain. */
  async findAdded(signal: AbortSignal | undefined): Promise<void> {
    let uncounted = 0
    for (let last = 0; ; ) {
      signal?.throwIfAborted()
      const from = last
      const numbers = this.#db.selectFrom('jobs').select('job_no').where('job_no', '>', from)
      const part = await numbers.orderBy('job_no').limit(jobsAtOnce).execute()
      const end = part.at(-1)?.job_no
      if (end === undefined) break
      last = end
      const strange = await this.#db
        .selectFrom('jobs')
        .select(['job_no', 'job_id'])
        .where('job_no', '>', from)
        .where('job_no', '<=', end)
        .where('ended_at', 'is not', null)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('record_chain')
                .select('entry_no')
                .whereRef('record_chain.job_no', '=', 'jobs.job_no')
                .where('kind', 'in', ['ended', 'broughtIn']),
            ),
          ),
        )
        .orderBy('job_no')
        .execute()
      for (const row of strange) {
        if (row.job_no <= this.#before.lastJobNo && uncounted < this.#before.records) uncounted += 1
        else this.#found('recordAdded', row)
      }
      await setImmediate()
    }
    if (uncounted < this.#before.records) this.#found('recordMissing', null)
  }

  report(at: Date): ChainReport {
    this.#nameEdited()
    return {
      checkedAt: at.toISOString(),
      records: this.#records,
      recordsBefore: this.#before.records,
      entries: this.#entries,
      head: this.#head,
      problems: this.#problems.sort((one, other) => (one.entryNo ?? Infinity) - (other.entryNo ?? Infinity)),
      problemCount: this.#problemCount,
      recoveries: this.#recoveries.slice(-100),
    }
  }

  /** One that would fit at the place of another one was moved there. */
  #nameEdited(): void {
    for (const row of this.#edited.values()) {
      const isMoved = [...this.#edited.keys()].slice(0, problemsAtMost).some((entry_no) => {
        return entry_no !== row.entry_no && hashOfEntry({ ...row, entry_no }) === row.hash
      })
      this.#found(isMoved ? 'entryMoved' : 'entryEdited', row)
    }
  }

  #found(
    kind: ChainProblemKind,
    row: Partial<Pick<ChainRow, 'entry_no' | 'job_no' | 'job_id'>> | null,
    entryNo = row?.entry_no ?? null,
  ): void {
    this.#problemCount += 1
    if (this.#problems.length >= problemsAtMost) return
    this.#problems.push({ kind, entryNo, jobNo: row?.job_no ?? null, jobId: row?.job_id ?? null })
  }
}

const noFacts = { logLines: 0, deviceState: '' }
