// How the copies of tasks and firmware lists stand: when they were last whole, how much is in them, and what went wrong.
import type { Selectable } from 'kysely'
import { z } from 'zod'
import { type ErrorCode, type SyncState, syncStateSchema } from '../../preload/contract/index.ts'
import { storedContext } from './job-row.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

export interface SyncStatesTable {
  product_id: string
  what: SyncState['what']
  connection_id: string
  synced_at: string | null
  items: number
  vanished: number
  problems_json: string
  error_code: ErrorCode | null
  error_context_json: string | null
}

export interface SyncStates {
  /** Replaces the state of this product's copy. */
  put(state: SyncState): Promise<void>
  list(): Promise<SyncState[]>
  get(productId: string, what: SyncState['what']): Promise<SyncState | null>
}

const storedProblems = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(syncStateSchema.shape.problems)

const fromRow = (row: Selectable<SyncStatesTable>): SyncState => ({
  productId: row.product_id,
  what: row.what,
  connectionId: row.connection_id,
  syncedAt: row.synced_at,
  items: row.items,
  vanished: row.vanished,
  problems: storedProblems.parse(row.problems_json),
  error:
    row.error_code === null
      ? null
      : { code: row.error_code, context: storedContext.parse(row.error_context_json ?? '{}') },
})

export function createSyncStates(db: StoreDb): SyncStates {
  return {
    put: (state) =>
      withStoreErrors(async () => {
        const row = {
          connection_id: state.connectionId,
          synced_at: state.syncedAt,
          items: state.items,
          vanished: state.vanished,
          problems_json: JSON.stringify(state.problems),
          error_code: state.error?.code ?? null,
          error_context_json: state.error === null ? null : JSON.stringify(state.error.context),
        }
        await db
          .insertInto('sync_states')
          .values({ product_id: state.productId, what: state.what, ...row })
          .onConflict((conflict) => conflict.columns(['product_id', 'what']).doUpdateSet(row))
          .execute()
      }),

    list: () =>
      withStoreErrors(async () => {
        const rows = db.selectFrom('sync_states').selectAll().orderBy('product_id').orderBy('what', 'desc')
        return (await rows.execute()).map(fromRow)
      }),

    get: (productId, what) =>
      withStoreErrors(async () => {
        const row = await db
          .selectFrom('sync_states')
          .selectAll()
          .where('product_id', '=', productId)
          .where('what', '=', what)
          .executeTakeFirst()
        return row === undefined ? null : fromRow(row)
      }),
  }
}
