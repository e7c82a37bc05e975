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
  name: string | null
  pinned: number
  checked_at: string | null
  is_good: number | null
}

export interface StoredFirmware {
  readonly sha256: string
  readonly md5: string
  readonly sizeBytes: number
  /** Where it came from; null for a local file. */
  readonly sourceUrl: string | null
  readonly storedAt: string
  readonly lastUsedAt: string
  /** Of the file it came from; null: not known. */
  readonly name: string | null
  /** Stays, also when its file is lost. */
  readonly pinned: boolean
  /** When its file was last read and compared; null: not since it was stored. */
  readonly checkedAt: string | null
  /** What that check found; null as `checkedAt`. */
  readonly isGood: boolean | null
}

export interface NewFirmware {
  readonly sha256: string
  readonly md5: string
  readonly sizeBytes: number
  readonly sourceUrl: string | null
  /** Left out: the name that is known stays. */
  readonly name?: string
}

/** What the firmware store asks for as its index, and a list. */
export interface FirmwareRows {
  /** The one used last, should two files have the same MD5 and size; never one whose last check found it broken. */
  find(wanted: {
    md5: string | null
    sha256?: string | null
    sizeBytes: number
  }): Promise<StoredFirmware | null>
  get(sha256: string): Promise<StoredFirmware | null>
  /** Adds it, or notes that it was stored again. */
  add(file: NewFirmware): Promise<void>
  /** It was used now. */
  touch(sha256: string): Promise<void>
  pin(sha256: string, pinned: boolean): Promise<void>
  /** Its file was read and compared now. */
  checked(sha256: string, isGood: boolean): Promise<void>
  /** Its file is no longer there: forgets it, unless it is pinned. */
  lost(sha256: string): Promise<void>
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
  name: row.name,
  pinned: row.pinned === 1,
  checkedAt: row.checked_at,
  isGood: row.is_good === null ? null : row.is_good === 1,
})

export function createFirmwareRows(db: StoreDb, now: () => Date): FirmwareRows {
  const remove = async (sha256: string) => {
    await db.deleteFrom('firmware').where('sha256', '=', sha256).execute()
  }
  const check = async (sha256: string, isGood: boolean) => {
    const found = { checked_at: now().toISOString(), is_good: isGood ? 1 : 0 }
    await db.updateTable('firmware').set(found).where('sha256', '=', sha256).execute()
  }

  return {
    find: ({ md5, sha256 = null, sizeBytes }) =>
      withStoreErrors(async () => {
        if (md5 === null && sha256 === null) return null
        let rows = db
          .selectFrom('firmware')
          .selectAll()
          .where('size_bytes', '=', sizeBytes)
          .where((is) => is.or([is('is_good', 'is', null), is('is_good', '=', 1)]))
        if (md5 !== null) rows = rows.where('md5', '=', md5)
        if (sha256 !== null) rows = rows.where('sha256', '=', sha256)
        const row = await rows.orderBy('last_used_at', 'desc').executeTakeFirst()
        return row === undefined ? null : fromRow(row)
      }),

    get: (sha256) =>
      withStoreErrors(async () => {
        const row = await db
          .selectFrom('firmware')
          .selectAll()
          .where('sha256', '=', sha256)
          .executeTakeFirst()
        return row === undefined ? null : fromRow(row)
      }),

    add: ({ sha256, md5, sizeBytes, sourceUrl, name }) =>
      withStoreErrors(async () => {
        const at = now().toISOString()
        const row = {
          md5,
          size_bytes: sizeBytes,
          source_url: sourceUrl,
          stored_at: at,
          last_used_at: at,
          checked_at: null,
          is_good: null,
          ...(name === undefined ? {} : { name }),
        }
        await db
          .insertInto('firmware')
          .values({ sha256, name: null, pinned: 0, ...row })
          .onConflict((conflict) => conflict.column('sha256').doUpdateSet(row))
          .execute()
      }),

    touch: (sha256) =>
      withStoreErrors(async () => {
        const at = now().toISOString()
        await db.updateTable('firmware').set({ last_used_at: at }).where('sha256', '=', sha256).execute()
      }),

    pin: (sha256, pinned) =>
      withStoreErrors(async () => {
        const change = { pinned: pinned ? 1 : 0 }
        await db.updateTable('firmware').set(change).where('sha256', '=', sha256).execute()
      }),

    checked: (sha256, isGood) => withStoreErrors(() => check(sha256, isGood)),

    lost: (sha256) =>
      withStoreErrors(async () => {
        const row = await db
          .selectFrom('firmware')
          .select('pinned')
          .where('sha256', '=', sha256)
          .executeTakeFirst()
        await (row?.pinned === 1 ? check(sha256, false) : remove(sha256))
      }),

    remove: (sha256) => withStoreErrors(() => remove(sha256)),

    list: () =>
      withStoreErrors(async () => {
        const rows = await db.selectFrom('firmware').selectAll().orderBy('last_used_at', 'desc').execute()
        return rows.map(fromRow)
      }),
  }
}
