// The firmware catalogue: packages of products, with the file behind each where we have it. Rows and statements.
import { sql } from 'kysely'
import type { CloudDb } from '../cloud-database.ts'
import { fieldsOf, keptQuery } from '../database/kept-query.ts'

export interface CatalogueRow {
  readonly firmware_id: number
  readonly product_id: string
  /** The product's name; joined. */
  readonly product_name: string
  readonly name: string
  readonly description: string
  readonly dest_version: string
  readonly src_version: string
  readonly module: string
  readonly size: number
  /** `MD5` or `SHA256`, as the catalogue writes it. */
  readonly sign_method: string
  readonly digest: string
  /** 0 not verified, 1 verified, 2 being verified, 3 failed, -1 needs none. */
  readonly status: number
  /** 0: a full package. */
  readonly type: number
  readonly created_at: string
  readonly modified_at: string
  /** Both null: only listed. */
  readonly url_path: string | null
  readonly file_sha256: string | null
}

export type NewCatalogueRow = Omit<CatalogueRow, 'firmware_id' | 'product_name'>

export interface CatalogueSearch {
  readonly corpId: string
  readonly productId: string | null
  readonly destVersion: string | null
}

export interface CatalogueTable {
  /** The firmware id. */
  add(entry: NewCatalogueRow): Promise<number>
  find(corpId: string, firmwareId: number): Promise<CatalogueRow | undefined>
  /** Newest first. */
  search(
    search: CatalogueSearch,
    offset: number,
    limit: number,
  ): Promise<{ total: number; rows: CatalogueRow[] }>
}

const columns = [
  'product_id',
  'name',
  'description',
  'dest_version',
  'src_version',
  'module',
  'size',
  'sign_method',
  'digest',
  'status',
  'type',
  'created_at',
  'modified_at',
  'url_path',
  'file_sha256',
] as const satisfies readonly (keyof NewCatalogueRow)[]

const addEntry = keptQuery(({ queries }, entry: NewCatalogueRow) =>
  queries.insertInto('catalogue').values(fieldsOf(entry, columns)).returning('firmware_id'),
)
const findEntry = keptQuery(
  (_, { corpId, firmwareId }: { corpId: string; firmwareId: number }) =>
    sql<CatalogueRow>`SELECT catalogue.*, products.name AS product_name
    FROM catalogue JOIN products ON products.product_id = catalogue.product_id
    WHERE products.corp_id = ${corpId} AND firmware_id = ${firmwareId}`,
)

const wanted = ({ corpId, productId, destVersion }: CatalogueSearch) =>
  sql`FROM catalogue JOIN products ON products.product_id = catalogue.product_id
    WHERE products.corp_id = ${corpId}
      AND (CAST(${productId} AS TEXT) IS NULL OR catalogue.product_id = ${productId})
      AND (CAST(${destVersion} AS TEXT) IS NULL OR dest_version = ${destVersion})`
const count = keptQuery(
  (_, search: CatalogueSearch) => sql<{ total: number }>`SELECT count(*) AS total ${wanted(search)}`,
)
const page = keptQuery(
  (_, search: CatalogueSearch & { offset: number; limit: number }) =>
    sql<CatalogueRow>`SELECT catalogue.*, products.name AS product_name ${wanted(search)}
    ORDER BY firmware_id DESC LIMIT ${search.limit} OFFSET ${search.offset}`,
)

export function createCatalogueTable(db: CloudDb): CatalogueTable {
  return {
    async add(entry) {
      const added = await addEntry.first(db, entry)
      if (added === undefined) throw new Error('the entry that was just written has no id')
      return added.firmware_id
    },
    find: (corpId, firmwareId) => findEntry.first(db, { corpId, firmwareId }),
    async search(search, offset, limit) {
      const found = await count.first(db, search)
      return { total: found?.total ?? 0, rows: await page.all(db, { ...search, offset, limit }) }
    },
  }
}
