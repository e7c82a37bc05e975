// An entry of the record chain and how it is hashed. Pure. The format is written down in docs/record-chain.md; what is hashed
// never changes for a format, else every chain from before would look edited.
import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import { chainHeadSchema } from '../../preload/contract/index.ts'
import type { JobsTable } from './job-row.ts'
import type { StepsTable } from './steps.ts'

/**
 * `begun`: there were records before. `ended`, `corrected`: of one record. `broughtIn`: of one that was saved from a damaged
 * file. `recovered`: the database was put back. `behind`: the file beside the database knew an entry that is not here.
 */
const chainKindSchema = z.enum(['begun', 'ended', 'corrected', 'broughtIn', 'recovered', 'behind'])
export type ChainKind = z.infer<typeof chainKindSchema>

export interface RecordChainTable {
  entry_no: number
  kind: ChainKind
  job_no: number | null
  job_id: string | null
  at: string
  facts_json: string
  record_hash: string
  previous_hash: string
  hash: string
}
export type ChainRow = Selectable<RecordChainTable>

const hash = z.string().regex(/^[0-9a-f]{64}$/)
export const chainRowSchema: z.ZodType<ChainRow> = z.object({
  entry_no: z.int().positive(),
  kind: chainKindSchema,
  job_no: z.int().nullable(),
  job_id: z.string().nullable(),
  at: z.string(),
  facts_json: z.string(),
  record_hash: hash,
  previous_hash: hash,
  hash,
})

export const chainFormat = 1
/** Before the first entry, and of an entry that is of no record. */
export const noHash = '0'.repeat(64)

const count = z.int().nonnegative()
export const endedFactsSchema = z.object({ logLines: count.max(100_000), deviceState: z.string() })
export const begunFactsSchema = z.object({ records: count, lastJobNo: count })
export const recoveredFactsSchema = z.object({
  /** Records that were read from the damaged file and have new entries. */
  broughtIn: count,
  /** The last entry that was known of before; null: none was. */
  formerHead: chainHeadSchema.nullable(),
  /** Entries that are still here. */
  keptEntries: count,
})

/** Of a start that found less than the file beside the database knew. */
export const formerHeadSchema = recoveredFactsSchema.pick({ formerHead: true })

/** Null when somebody has written something else there. */
export function readFacts<Facts>(schema: z.ZodType<Facts>, text: string): Facts | null {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Of an entry without its own hash. */
export function hashOfEntry(row: Omit<ChainRow, 'hash'>): string {
  const { entry_no, kind, job_no, job_id, at, facts_json, record_hash, previous_hash } = row
  return sha256(
    JSON.stringify([chainFormat, entry_no, kind, job_no, job_id, at, facts_json, record_hash, previous_hash]),
  )
}

/** In this order, as they are stored. Not here: what is added up from steps, and what a correction changes. */
const hashedColumns = [
  'job_no',
  'job_id',
  'slot_id',
  'slot_name',
  'link',
  'protocol',
  'profile_id',
  'product_id',
  'part_type',
  'part_identify',
  'device_id',
  'mac',
  'sn',
  'task_id',
  'task_name',
  'order_id',
  'lot',
  'firmware_json',
  'from_number',
  'from_text',
  'to_number',
  'to_text',
  'booted_number',
  'booted_text',
  'operator',
  'touched',
  'started_at',
  'ended_at',
  'error_code',
  'error_step',
  'error_context_json',
] as const satisfies readonly (keyof JobsTable)[]

const hashedStepColumns = [
  'position',
  'name',
  'outcome',
  'started_at',
  'ended_at',
  'done_bytes',
  'total_bytes',
  'retries',
  'detail_json',
] as const satisfies readonly (keyof StepsTable)[]

export interface HashedLine {
  readonly at: string
  readonly source: string
  readonly text: string
}

export interface EndedRecord {
  readonly row: Selectable<JobsTable>
  readonly steps: readonly Selectable<StepsTable>[]
  /** Those that were there when it ended. */
  readonly log: readonly HashedLine[]
  /** As it ended, before any correction. */
  readonly outcome: string
  readonly deviceState: string
}

export function hashOfRecord({ row, steps, log, outcome, deviceState }: EndedRecord): string {
  const lines = createHash('sha256')
  for (const { at, source, text } of log) lines.update(`${JSON.stringify([at, source, text])}\n`)
  return sha256(
    JSON.stringify([
      chainFormat,
      hashedColumns.map((column) => row[column]),
      outcome,
      deviceState,
      steps.map((step) => hashedStepColumns.map((column) => step[column])),
      [log.length, lines.digest('hex')],
    ]),
  )
}

/** Of what a correction changed. */
export function hashOfCorrection(
  row: Pick<Selectable<JobsTable>, 'job_no' | 'job_id' | 'outcome' | 'device_state' | 'correction_json'>,
): string {
  const { job_no, job_id, outcome, device_state, correction_json } = row
  return sha256(JSON.stringify([chainFormat, job_no, job_id, outcome, device_state, correction_json]))
}
