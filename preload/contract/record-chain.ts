// What a check of the record chain found: the chain itself is main/store/chain*.ts, its format docs/record-chain.md.
import { z } from 'zod'

/**
 * `recordEdited`: the record is not as it was when it ended. `recordMissing`: the chain names it, and it is gone.
 * `recordAdded`: it ended, and the chain does not know it. `entryEdited`, `entryMissing`, `entryMoved`: of the chain
 * itself. `linkBroken`: an entry does not follow the one before it. `headBehind`: the file beside the database has seen
 * more than the database has, or something else. `startMissing`: the chain does not begin as a chain does.
 */
export const chainProblemKindSchema = z.enum([
  'recordEdited',
  'recordMissing',
  'recordAdded',
  'entryEdited',
  'entryMissing',
  'entryMoved',
  'linkBroken',
  'headBehind',
  'startMissing',
])
export type ChainProblemKind = z.infer<typeof chainProblemKindSchema>

export const chainProblemSchema = z.object({
  kind: chainProblemKindSchema,
  /** Of the chain; null: the record has none. */
  entryNo: z.number().int().nullable(),
  /** The number of the record, and its id; null: not of one record. */
  jobNo: z.number().int().nullable(),
  jobId: z.string().nullable(),
})
export type ChainProblem = z.infer<typeof chainProblemSchema>

export const chainHeadSchema = z.object({
  entryNo: z.number().int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ChainHead = z.infer<typeof chainHeadSchema>

/** The database was damaged or put back from a copy; what was saved of it, and which head was given up. */
export const chainRecoverySchema = z.object({
  entryNo: z.number().int(),
  at: z.iso.datetime(),
  /** Records that were read from the damaged file and have new entries. */
  broughtIn: z.number().int(),
  /** Entries of the former head that are not here any more; null: not known. */
  lostEntries: z.number().int().nullable(),
})
export type ChainRecovery = z.infer<typeof chainRecoverySchema>

export const chainReportSchema = z.object({
  checkedAt: z.iso.datetime(),
  /** Records that are in the chain. */
  records: z.number().int().nonnegative(),
  /** Records from before there was a chain: nothing is said about them. */
  recordsBefore: z.number().int().nonnegative(),
  entries: z.number().int().nonnegative(),
  /** Null: there is none. */
  head: chainHeadSchema.nullable(),
  /** In the order of the chain, at most a thousand; `problemCount` counts all. */
  problems: z.array(chainProblemSchema),
  problemCount: z.number().int().nonnegative(),
  recoveries: z.array(chainRecoverySchema),
})
export type ChainReport = z.infer<typeof chainReportSchema>

/**
 * What the person at the station must know of its database until a lead has seen it. `damaged`, `missing`: it was, and
 * the station went on with a backup and whatever the damaged file still gave. `restored`: somebody put a backup back.
 * `behind`: somebody put an older file in its place, or removed the last records. `failing`: damage was found while it
 * works; the next start mends it.
 */
export const recoverySchema = z.object({
  at: z.iso.datetime(),
  cause: z.enum(['damaged', 'missing', 'restored', 'behind', 'failing']),
  /** When the backup was made that it went on with; null: with none. */
  backupAt: z.iso.datetime().nullable(),
  /** The folder in the data folder that has the files as they were; null: there were none. */
  keptIn: z.string().nullable(),
  /** Records newer than the backup that came over from the damaged file. */
  broughtOver: z.number().int().nonnegative(),
  /** Records that were there and could not be read; null: not known. */
  lost: z.number().int().nonnegative().nullable(),
})
export type Recovery = z.infer<typeof recoverySchema>
