// The firmware catalogue: packages of products, with the file behind each where we have it. Rows and statements.
import type { CloudDatabase } from '../cloud-database.ts'

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
  add(entry: NewCatalogueRow): number
  find(corpId: string, firmwareId: number): CatalogueRow | undefined
  /** Newest first. */
  search(search: CatalogueSearch, offset: number, limit: number): { total: number; rows: CatalogueRow[] }
}

export function createCatalogueTable(db: CloudDatabase): CatalogueTable {
  const add = db.prepare<NewCatalogueRow>(
    `INSERT INTO catalogue (product_id, name, description, dest_version, src_version, module, size, sign_method, digest,
       status, type, created_at, modified_at, url_path, file_sha256)
     VALUES (@product_id, @name, @description, @dest_version, @src_version, @module, @size, @sign_method, @digest,
       @status, @type, @created_at, @modified_at, @url_path,
       @file_sha256)`,
  )
  const owned = 'FROM catalogue JOIN products USING (product_id) WHERE products.corp_id = @corpId'
  const columns = 'catalogue.*, products.name AS product_name'
  const find = db.prepare<{ corpId: string; firmwareId: number }, CatalogueRow>(
    `SELECT ${columns} ${owned} AND firmware_id = @firmwareId`,
  )
  const wanted = `${owned} AND (@productId IS NULL OR product_id = @productId)
    AND (@destVersion IS NULL OR dest_version = @destVersion)`
  const count = db.prepare<CatalogueSearch, { total: number }>(`SELECT count(*) AS total ${wanted}`)
  const page = db.prepare<CatalogueSearch & { offset: number; limit: number }, CatalogueRow>(
    `SELECT ${columns} ${wanted} ORDER BY firmware_id DESC LIMIT @limit OFFSET @offset`,
  )
  return {
    add: (entry) => Number(add.run(entry).lastInsertRowid),
    find: (corpId, firmwareId) => find.get({ corpId, firmwareId }),
    search: (search, offset, limit) => ({
      total: count.get(search)?.total ?? 0,
      rows: page.all({ ...search, offset, limit }),
    }),
  }
}
