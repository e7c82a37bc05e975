// Places that were seen: which name each has and where it stands on the bench, also while nothing is plugged in there.
import type { GroupedWrites } from './grouped-writes.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

export interface SlotsTable {
  slot_id: string
  name: string
  address: string
  last_seen: string
  position: number | null
}

export interface LearnedSlot {
  readonly slotId: string
  readonly name: string
  /** Where it was found last. */
  readonly address: string
  /** In the order of the bench; null: behind those that have one. */
  readonly position: number | null
}

export interface Slots {
  /** All or none of them, each added or put in the place of what was kept of it. */
  remember(slots: readonly LearnedSlot[]): Promise<void>
  forget(slotId: string): Promise<void>
  list(): Promise<LearnedSlot[]>
}

export function createSlots(db: StoreDb, writes: GroupedWrites, now: () => Date): Slots {
  return {
    remember: (slots) =>
      withStoreErrors(() =>
        writes.run(async (trx) => {
          for (const { slotId, name, address, position } of slots) {
            const row = { name, address, position, last_seen: now().toISOString() }
            await trx
              .insertInto('slots')
              .values({ slot_id: slotId, ...row })
              .onConflict((conflict) => conflict.column('slot_id').doUpdateSet(row))
              .execute()
          }
        }),
      ),

    forget: (slotId) =>
      withStoreErrors(async () => {
        await db.deleteFrom('slots').where('slot_id', '=', slotId).execute()
      }),

    list: () =>
      withStoreErrors(async () => {
        const rows = await db
          .selectFrom('slots')
          .select(['slot_id as slotId', 'name', 'address', 'position'])
          .orderBy('slot_id')
          .execute()
        return rows
      }),
  }
}
