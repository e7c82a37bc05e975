// Which images are in the firmware store, by their digests. The bytes are files, never rows.
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

export interface FirmwareTable {
  sha256: string
  md5: string
  size_bytes: number
  source_url: string | null
  stored_at: string
  last_used_at: string
}

export interface StoredFirmware {
  readonly sha256: string
  readonly md5: string
  readonly sizeBytes: number
  /** Where it came from; null for a local file. */
  readonly sourceUrl: string | null
  readonly storedAt: string
  readonly lastUsedAt: string
}

/** What the firmware store asks for as its index, and a list. */
export interface FirmwareRows {
  /** The one used last, should two files have the same MD5 and size. */
  find(wanted: {
    md5: string | null
    sha256?: string | null
    sizeBytes: number
  }): Promise<StoredFirmware | null>
  /** Adds it, or notes that it was stored again. */
  add(file: { sha256: string; md5: string; sizeBytes: number; sourceUrl: string | null }): Promise<void>
  /** It was used now. */
  touch(sha256: string): Promise<void>
  remove(sha256: string): Promise<void>
  /** Last used first. */
  list(): Promise<StoredFirmware[]>
}

const fromRow = (row: FirmwareTable): StoredFirmware => ({
  sha256: row.sha256,
  md5: row.md5,
  sizeBytes: row.size_bytes,
  sourceUrl: row.source_url,
  storedAt: row.stored_at,
  lastUsedAt: row.last_used_at,
})

export function createFirmwareRows(db: StoreDb, now: () => Date): FirmwareRows {
  return {
    find: ({ md5, sha256 = null, sizeBytes }) =>
      withStoreErrors(async () => {
        if (md5 === null && sha256 === null) return null
        let rows = db.selectFrom('firmware').selectAll().where('size_bytes', '=', sizeBytes)
        if (md5 !== null) rows = rows.where('md5', '=', md5)
        if (sha256 !== null) rows = rows.where('sha256', '=', sha256)
        const row = await rows.orderBy('last_used_at', 'desc').executeTakeFirst()
        return row === undefined ? null : fromRow(row)
      }),

    add: ({ sha256, md5, sizeBytes, sourceUrl }) =>
      withStoreErrors(async () => {
        const at = now().toISOString()
        const row = { md5, size_bytes: sizeBytes, source_url: sourceUrl, stored_at: at, last_used_at: at }
        await db
          .insertInto('firmware')
          .values({ sha256, ...row })
          .onConflict((conflict) => conflict.column('sha256').doUpdateSet(row))
          .execute()
      }),

    touch: (sha256) =>
      withStoreErrors(async () => {
        const at = now().toISOString()
        await db.updateTable('firmware').set({ last_used_at: at }).where('sha256', '=', sha256).execute()
      }),

    remove: (sha256) =>
      withStoreErrors(async () => {
        await db.deleteFrom('firmware').where('sha256', '=', sha256).execute()
      }),

    list: () =>
      withStoreErrors(async () => {
        const rows = await db.selectFrom('firmware').selectAll().orderBy('last_used_at', 'desc').execute()
        return rows.map(fromRow)
      }),
  }
}
