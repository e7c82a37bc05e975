// The history for its callers: pages, what to filter by, a lot on paper, and an export in parts. Each part is asked for with
// what the one before gave; a part of another filter does not fit and is refused.
import { createHash } from 'node:crypto'
import {
  FlashlineError,
  type HistoryChoices,
  type HistoryFilter,
  type Job,
  type JobRecord,
  type LotReport,
} from '../../preload/contract/index.ts'
import type { HistoryPage, HistoryQuery } from '../store/history.ts'
import { type ProofParts, proofLine } from './history-proof.ts'
import { csvHead, csvLine } from './job-csv.ts'

/** What it needs of the store. */
export interface HistoryRecords {
  list(query: HistoryQuery): Promise<HistoryPage>
  get(jobId: string): Promise<JobRecord>
  part(query: HistoryQuery): Promise<Job[]>
  choices(): Promise<HistoryChoices>
  lot(lot: string): Promise<LotReport>
}

export interface ExportQuery extends HistoryFilter {
  readonly format: 'csv' | 'json'
  /** Of the part before; left out: the first. */
  readonly next?: string | undefined
  readonly proof?: boolean | undefined
}

export interface ExportPart {
  readonly text: string
  readonly rows: number
  readonly next: string | null
  /** Null: not asked for. */
  readonly proof: string | null
}

export interface HistoryDesk extends Pick<HistoryRecords, 'list' | 'get' | 'choices' | 'lot'> {
  /** INPUT_INVALID when `next` is of another filter or format. */
  export(query: ExportQuery): Promise<ExportPart>
}

/** So that a part stays below what a carrier takes at once. */
const partBytes = 900_000
/** A line of JSON has all steps of its job. */
const rowsAtOnce = { csv: 1000, json: 250 } as const

export function createHistoryDesk(records: HistoryRecords, proofs: ProofParts): HistoryDesk {
  return {
    list: (query) => records.list(query),
    get: (jobId) => records.get(jobId),
    choices: () => records.choices(),
    lot: (lot) => records.lot(lot),
    async export({ format, next, proof = false, ...filter }) {
      const mark = markOf(format, filter)
      const limit = rowsAtOnce[format]
      const beforeJobId = next === undefined ? undefined : jobIdOf(next, mark)
      const jobs = await records.part({ ...filter, limit, beforeJobId })
      const head = format === 'csv' && next === undefined ? csvHead : ''
      const { text, lines } = join(head, jobs, format === 'csv' ? csvLine : jsonLine)
      const taken = lines.length
      const last = jobs[taken - 1]
      const isEnd = taken === jobs.length && jobs.length < limit
      return {
        ...{ text, rows: taken },
        next: isEnd || !last ? null : `${mark}.${last.jobId}`,
        proof: proof ? await proofLine(proofs, lines) : null,
      }
    },
  }
}

const jsonLine = (job: Job) => `${JSON.stringify(job)}\n`

/** As many lines as fit, and one at least. */
function join(head: string, jobs: readonly Job[], lineOf: (job: Job) => string) {
  const lines: { jobId: string; line: string }[] = []
  let bytes = Buffer.byteLength(head)
  for (const job of jobs) {
    const line = lineOf(job)
    bytes += Buffer.byteLength(line)
    if (lines.length > 0 && bytes > partBytes) break
    lines.push({ jobId: job.jobId, line })
  }
  return { text: head + lines.map(({ line }) => line).join(''), lines }
}

function markOf(format: string, filter: HistoryFilter): string {
  const given = Object.entries({ ...filter, format }).filter(([, value]) => value !== undefined)
  return createHash('sha256').update(JSON.stringify(given.sort())).digest('hex').slice(0, 16)
}

function jobIdOf(next: string, mark: string): string {
  const [given, ...rest] = next.split('.')
  if (given !== mark) throw new FlashlineError('INPUT_INVALID', { field: 'next' })
  return rest.join('.')
}
