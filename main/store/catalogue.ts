// Firmware lists of the clouds that keep one, as the last sync saw them. Files are never kept here, nor their addresses.
import { type SelectQueryBuilder, sql } from 'kysely'
import { type CatalogueEntry, catalogueEntrySchema } from '../../preload/contract/index.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb, Tables } from './tables.ts'
import type { CopyCount } from './tasks.ts'

export interface CatalogueTable {
  connection_id: string
  product_key: string
  firmware_id: string
  size_bytes: number
  digest: string | null
  body_json: string
  vanished_at: string | null
  synced_at: string
}

/** All that one connection lists for one product. */
export interface CatalogueCopy {
  readonly connectionId: string
  readonly productKey: string
  readonly entries: readonly CatalogueEntry[]
  /** Listed too, but not readable this time: what is known of them stays as it is. */
  readonly unreadIds?: readonly string[]
  readonly at: Date
}

export interface ListedFirmware extends CatalogueEntry {
  readonly connectionId: string
  /** Its list names it no more. */
  readonly vanished: boolean
}

/** What vanished from its list is kept, and answered only to who asks for it: it is no longer offered. */
export interface Catalogue {
  /** Adds, updates, marks what vanished and unmarks what is back; all or nothing. */
  replace(copy: CatalogueCopy): Promise<CopyCount>
  list(query?: { productKey?: string; withVanished?: boolean }): Promise<ListedFirmware[]>
  /**
   * The entry of this size with this MD5 or SHA-256; of several, one that its catalogue has verified. With a connection:
   * only of its catalogues.
   */
  findByFile(file: {
    sizeBytes: number
    md5: string
    sha256: string
    connectionId?: string | null
  }): Promise<ListedFirmware | null>
}

export function createCatalogue(db: StoreDb): Catalogue {
  const read = async (rows: SelectQueryBuilder<Tables, 'catalogue', object>): Promise<ListedFirmware[]> => {
    const found = await rows
      .select(['connection_id', 'body_json', 'vanished_at'])
      .orderBy('product_key')
      .orderBy('connection_id')
      .orderBy('firmware_id')
      .execute()
    return found.flatMap(({ connection_id, body_json, vanished_at }) => {
      // One that an earlier version of this program kept in another form counts as not synced yet.
      const entry = catalogueEntrySchema.safeParse(JSON.parse(body_json)).data
      return entry === undefined
        ? []
        : [{ ...entry, connectionId: connection_id, vanished: vanished_at !== null }]
    })
  }

  return {
    replace: (copy) => withStoreErrors(() => db.transaction().execute((trx) => replaceEntries(trx, copy))),

    list: ({ productKey, withVanished = false } = {}) =>
      withStoreErrors(() => {
        let rows = db.selectFrom('catalogue')
        if (productKey !== undefined) rows = rows.where('product_key', '=', productKey)
        return read(withVanished ? rows : rows.where('vanished_at', 'is', null))
      }),

    findByFile: ({ sizeBytes, md5, sha256, connectionId = null }) =>
      withStoreErrors(async () => {
        const all = db
          .selectFrom('catalogue')
          .where('digest', 'in', [md5.toLowerCase(), sha256.toLowerCase()])
          .where('size_bytes', '=', sizeBytes)
          .where('vanished_at', 'is', null)
        const fitting = await read(
          connectionId === null ? all : all.where('connection_id', '=', connectionId),
        )
        const verified = fitting.find(({ status }) => status === 'verified' || status === 'exempt')
        return verified ?? fitting[0] ?? null
      }),
  }
}

async function replaceEntries(trx: StoreDb, copy: CatalogueCopy): Promise<CopyCount> {
  const { connectionId, productKey, entries, unreadIds = [] } = copy
  const at = copy.at.toISOString()
  await sql`
    INSERT INTO catalogue
      (connection_id, product_key, firmware_id, size_bytes, digest, body_json, vanished_at, synced_at)
    SELECT ${connectionId}, ${productKey}, value ->> 'firmwareId', value ->> 'sizeBytes', value ->> '$.digest.hex', value,
      NULL, ${at}
    FROM json_each(${JSON.stringify(entries)}) WHERE true
    ON CONFLICT DO UPDATE SET size_bytes = excluded.size_bytes, digest = excluded.digest,
      body_json = excluded.body_json, vanished_at = NULL, synced_at = excluded.synced_at
    WHERE body_json <> excluded.body_json OR vanished_at IS NOT NULL`.execute(trx)
  const named = JSON.stringify([...entries.map(({ firmwareId }) => firmwareId), ...unreadIds])
  await sql`
    UPDATE catalogue SET vanished_at = ${at}
    WHERE connection_id = ${connectionId} AND product_key = ${productKey} AND vanished_at IS NULL
      AND firmware_id NOT IN (SELECT value FROM json_each(${named}))`.execute(trx)
  const { rows } = await sql<CopyCount>`
    SELECT count(*) FILTER (WHERE vanished_at IS NULL) AS items, count(vanished_at) AS vanished
    FROM catalogue WHERE connection_id = ${connectionId} AND product_key = ${productKey}`.execute(trx)
  return rows[0] ?? { items: 0, vanished: 0 }
}
