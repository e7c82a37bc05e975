// Keys of other stations whose kits and result files are taken here. The station's own is not among them: it is always
// trusted, and kept with the secrets.
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

export interface KitKeysTable {
  public_key: string
  name: string
  added_by: string
  added_at: string
}

export interface KitKey {
  readonly publicKey: string
  readonly name: string
  readonly addedBy: string
  readonly addedAt: string
}

export interface KitKeyRows {
  /** Adds it, or names it anew. */
  put(key: KitKey): Promise<void>
  /** By name. */
  list(): Promise<KitKey[]>
  /** False: it was not there. */
  remove(publicKey: string): Promise<boolean>
}

export function createKitKeys(db: StoreDb): KitKeyRows {
  return {
    put: ({ publicKey, name, addedBy, addedAt }) =>
      withStoreErrors(async () => {
        const row = { name, added_by: addedBy, added_at: addedAt }
        await db
          .insertInto('kit_keys')
          .values({ public_key: publicKey, ...row })
          .onConflict((conflict) => conflict.column('public_key').doUpdateSet(row))
          .execute()
      }),

    list: () =>
      withStoreErrors(async () => {
        const rows = await db.selectFrom('kit_keys').selectAll().orderBy('name').execute()
        return rows.map((row) => ({
          publicKey: row.public_key,
          name: row.name,
          addedBy: row.added_by,
          addedAt: row.added_at,
        }))
      }),

    remove: (publicKey) =>
      withStoreErrors(async () => {
        const { numDeletedRows } = await db
          .deleteFrom('kit_keys')
          .where('public_key', '=', publicKey)
          .executeTakeFirstOrThrow()
        return numDeletedRows > 0n
      }),
  }
}
