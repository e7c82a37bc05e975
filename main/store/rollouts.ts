// Rollouts as they stand or ended. What one sorts and filters by has columns, the rest is JSON.
import { z } from 'zod'
import { FlashlineError, type Rollout, rolloutSchema } from '../../preload/contract/index.ts'
import type { GroupedWrites } from './grouped-writes.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

export interface RolloutsTable {
  rollout_id: string
  state: Rollout['state']
  started_at: string
  body_json: string
}

export interface Rollouts {
  /** Adds it, or replaces what was kept of it. */
  save(rollout: Rollout): Promise<void>
  /** The newest first. */
  list(limit: number): Promise<Rollout[]>
  /** ROLLOUT_UNKNOWN */
  get(rolloutId: string): Promise<Rollout>
}

const storedRollout = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(rolloutSchema)

export function createRollouts(db: StoreDb, writes: GroupedWrites): Rollouts {
  return {
    save: (rollout) =>
      withStoreErrors(() => {
        const row = {
          state: rollout.state,
          started_at: rollout.startedAt,
          body_json: JSON.stringify(rollout),
        }
        return writes.run(async (trx) => {
          await trx
            .insertInto('rollouts')
            .values({ rollout_id: rollout.rolloutId, ...row })
            .onConflict((conflict) => conflict.column('rollout_id').doUpdateSet(row))
            .execute()
        })
      }),

    list: (limit) =>
      withStoreErrors(async () => {
        const rows = await db
          .selectFrom('rollouts')
          .select('body_json')
          .orderBy('started_at', 'desc')
          .orderBy('rollout_id', 'desc')
          .limit(limit)
          .execute()
        return rows.map((row) => storedRollout.parse(row.body_json))
      }),

    get: (rolloutId) =>
      withStoreErrors(async () => {
        const row = await db
          .selectFrom('rollouts')
          .select('body_json')
          .where('rollout_id', '=', rolloutId)
          .executeTakeFirst()
        if (row === undefined) throw new FlashlineError('ROLLOUT_UNKNOWN', { rolloutId })
        return storedRollout.parse(row.body_json)
      }),
  }
}
