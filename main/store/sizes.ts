// How full the database is, for whoever has to understand a station from afar. Counts no further than anybody would read,
// so that a bench of a million records does not stand still for it.
import { sql } from 'kysely'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

const countedTo = 100_000

export interface StoreSizes {
  readonly databaseBytes: number
  /** `isExact` false: it has more rows than that. */
  readonly tables: readonly { readonly name: string; readonly rows: number; readonly isExact: boolean }[]
}

export function readSizes(db: StoreDb): Promise<StoreSizes> {
  return withStoreErrors(async () => {
    const { rows: bytes } = await sql<{ bytes: number }>`
      SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()`.execute(db)
    const { rows: named } = await sql<{ name: string }>`
      SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`.execute(
      db,
    )
    const tables: { name: string; rows: number; isExact: boolean }[] = []
    for (const { name } of named) {
      const { rows } = await sql<{ rows: number }>`
        SELECT count(*) AS rows FROM (SELECT 1 FROM ${sql.table(name)} LIMIT ${countedTo + 1})`.execute(db)
      const counted = rows[0]?.rows ?? 0
      tables.push({ name, rows: Math.min(counted, countedTo), isExact: counted <= countedTo })
    }
    return { databaseBytes: bytes[0]?.bytes ?? 0, tables }
  })
}
