// Slots that were seen: which name a place on the bench has, also while nothing is plugged in there.
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

export interface SlotsTable {
  slot_id: string
  name: string
  address: string
  last_seen: string
}

export interface LearnedSlot {
  readonly slotId: string
  readonly name: string
  readonly address: string
  readonly lastSeen: string
}

export interface Slots {
  remember(slot: { slotId: string; name: string; address: string }): Promise<void>
  list(): Promise<LearnedSlot[]>
}

export function createSlots(db: StoreDb, now: () => Date): Slots {
  return {
    remember: ({ slotId, name, address }) =>
      withStoreErrors(async () => {
        const row = { name, address, last_seen: now().toISOString() }
        await db
          .insertInto('slots')
          .values({ slot_id: slotId, ...row })
          .onConflict((conflict) => conflict.column('slot_id').doUpdateSet(row))
          .execute()
      }),

    list: () =>
      withStoreErrors(async () => {
        const rows = await db.selectFrom('slots').selectAll().orderBy('slot_id').execute()
        return rows.map((row) => ({
          slotId: row.slot_id,
          name: row.name,
          address: row.address,
          lastSeen: row.last_seen,
        }))
      }),
  }
}
