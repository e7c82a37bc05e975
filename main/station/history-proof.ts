// A proof beside an export of the history: for each exported record its line's digest and its entries of the record chain, with
// the head of the chain at that time, signed by the station. One line of JSON for each part of the export, each signed for
// itself, so that a million records need not be held at once. Made here, and checked again against the export and the chain.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type ChainHead, chainHeadSchema } from '../../preload/contract/index.ts'
import { isSignedBy } from '../firmware/kits/ed25519.ts'
import { type ChainRow, chainRowSchema, hashOfEntry } from '../store/chain-entry.ts'

export const proofFormat = 'flashline-proof-1'

const bodySchema = z.object({
  format: z.literal(proofFormat),
  at: z.iso.datetime(),
  station: z.string(),
  head: chainHeadSchema.nullable(),
  records: z
    .array(
      z.object({
        jobId: z.string(),
        /** SHA-256 of its line in the export, with its end. */
        line: z.string(),
        /** None: the record is from before there was a chain. */
        entries: z.array(chainRowSchema),
      }),
    )
    .max(1000),
})
export type ProofBody = z.infer<typeof bodySchema>

const lineSchema = z.object({
  /** The body as text: signed as it is, so that no spelling of JSON matters. */
  body: z.string(),
  /** Null: the station had no key. */
  publicKey: z.string().nullable(),
  /** Base64; null with the key. */
  signature: z.string().nullable(),
})

export interface Signature {
  readonly publicKey: string
  readonly signature: Uint8Array
}

export interface ProofParts {
  readonly station: () => string
  readonly now: () => Date
  readonly head: () => Promise<ChainHead | null>
  readonly entriesOf: (jobIds: readonly string[]) => Promise<ChainRow[]>
  /** Null: unsigned. */
  readonly sign: ((bytes: Uint8Array) => Promise<Signature>) | null
}

/** Of records in the order of the export, at most a thousand. */
export async function proofLine(
  parts: ProofParts,
  records: readonly { readonly jobId: string; readonly line: string }[],
): Promise<string> {
  const entries = Map.groupBy(await parts.entriesOf(records.map(({ jobId }) => jobId)), (row) => row.job_id)
  const body: ProofBody = {
    format: proofFormat,
    at: parts.now().toISOString(),
    station: parts.station(),
    head: await parts.head(),
    records: records.map(({ jobId, line }) => ({
      jobId,
      line: digestOf(line),
      entries: entries.get(jobId) ?? [],
    })),
  }
  const text = JSON.stringify(body)
  const signed = await parts.sign?.(Buffer.from(text))
  return `${JSON.stringify({
    body: text,
    publicKey: signed?.publicKey ?? null,
    signature: signed ? Buffer.from(signed.signature).toString('base64') : null,
  })}\n`
}

export interface CheckedPart {
  readonly body: ProofBody
  readonly publicKey: string | null
  readonly isSigned: boolean
}

/** Null: this is no line of a proof. */
export function readProofLine(text: string): CheckedPart | null {
  try {
    const { body, publicKey, signature } = lineSchema.parse(JSON.parse(text))
    const isSigned =
      publicKey !== null &&
      signature !== null &&
      isSignedBy(Buffer.from(body), Buffer.from(signature, 'base64'), publicKey)
    return { body: bodySchema.parse(JSON.parse(body)), publicKey, isSigned }
  } catch {
    return null
  }
}

/** What does not fit. `signature`: not by the key that it names. `entry`: not what its own hash says. */
export interface ProofProblem {
  readonly kind: 'signature' | 'entry' | 'line' | 'lineMissing' | 'lineAdded' | 'chain' | 'head'
  readonly jobId: string | null
}

/** Within itself: signature and hashes. Pure. */
export function checkPart({ body, publicKey, isSigned }: CheckedPart): ProofProblem[] {
  const problems: ProofProblem[] = publicKey !== null && !isSigned ? [{ kind: 'signature', jobId: null }] : []
  for (const { jobId, entries } of body.records)
    if (entries.some((entry) => entry.job_id !== jobId || hashOfEntry(entry) !== entry.hash))
      problems.push({ kind: 'entry', jobId })
  return problems
}

/** `lines`: of the export, with their ends, those of this part only. Pure. */
export function compareLines(body: ProofBody, lines: readonly string[]): ProofProblem[] {
  const problems: ProofProblem[] = []
  for (const [index, { jobId, line }] of body.records.entries()) {
    const found = lines[index]
    if (found === undefined) problems.push({ kind: 'lineMissing', jobId })
    else if (digestOf(found) !== line) problems.push({ kind: 'line', jobId })
  }
  return problems
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex')
