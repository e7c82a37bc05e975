// Queries whose text depends on what is asked for; the others are kept (kept-query.ts).
import type { RawBuilder } from 'kysely'
import type { CloudDb } from '../cloud-database.ts'

export async function readRows<Row>(db: CloudDb, query: RawBuilder<Row>): Promise<Row[]> {
  return (await db.run(query.compile(db.queries))).rows
}
