// The record chain of an open store: begun when the store is new, compared with its head outside, checked when asked.
import type { ChainHead, ChainReport } from '../../preload/contract/index.ts'
import { chainNote, hasEntry, isGivenUp, readHead } from './chain.ts'
import type { ChainRow } from './chain-entry.ts'
import { readChainHead } from './chain-head.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'
import { type VerifyOptions, verifyChain } from './verify-chain.ts'

export interface RecordChain {
  /** Null: nothing has ended yet, and nothing was begun. */
  head(): Promise<ChainHead | null>
  /** This very entry, or a note that it was given up when the database was put back. */
  has(head: ChainHead): Promise<boolean>
  verify(options?: Pick<VerifyOptions, 'onProgress' | 'signal'>): Promise<ChainReport>
  /** The entries of these records, in the order of the chain. At most a thousand ids. */
  entriesOf(jobIds: readonly string[]): Promise<ChainRow[]>
}

export function createRecordChain(db: StoreDb, dataDir: string, now: () => Date): RecordChain {
  return {
    head: () => withStoreErrors(() => readHead(db)),
    has: (head) => withStoreErrors(async () => (await hasEntry(db, head)) || isGivenUp(db, head)),
    verify: (options = {}) =>
      withStoreErrors(() => verifyChain(db, { ...options, now, outsideHead: readChainHead(dataDir) })),
    entriesOf: (jobIds) =>
      withStoreErrors(async () => {
        if (jobIds.length === 0) return []
        return db
          .selectFrom('record_chain')
          .innerJoin('jobs', 'jobs.job_no', 'record_chain.job_no')
          .selectAll('record_chain')
          .where('jobs.job_id', 'in', jobIds)
          .orderBy('entry_no')
          .execute()
      }),
  }
}

/** The first entry, of a store without one: how many records there were before there was a chain. */
export async function beginChain(db: StoreDb, at: string): Promise<void> {
  if ((await readHead(db)) !== null) return
  await db.transaction().execute(async (trx) => {
    const before = await trx
      .selectFrom('jobs')
      .select((eb) => [
        eb.fn.countAll<number>().filterWhere('ended_at', 'is not', null).as('records'),
        eb.fn.max<number | null>('job_no').as('lastJobNo'),
      ])
      .executeTakeFirstOrThrow()
    await chainNote(trx, 'begun', { records: before.records, lastJobNo: before.lastJobNo ?? 0 }, at)
  })
}
