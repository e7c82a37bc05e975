// Brings the tables on a PostgreSQL server to the newest version, forward only. Several local clouds may start at once: one
// migrates, the others wait for it.
import { type Kysely, sql } from 'kysely'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { migrations } from '../migrations/postgres/index.ts'
import type { CloudTables } from './cloud-tables.ts'

/** STORE_NEWER {found, known}: a later program was here. */
export async function migratePostgres(queries: Kysely<CloudTables>): Promise<void> {
  await queries.transaction().execute(async (transaction) => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended('flashline schema', 0))`.execute(transaction)
    await sql`CREATE TABLE IF NOT EXISTS schema_version (version bigint NOT NULL)`.execute(transaction)
    const { rows } = await sql<{ version: number }>`SELECT version FROM schema_version`.execute(transaction)
    const found = rows[0]?.version ?? 0
    if (found > migrations.length) {
      throw new FlashlineError('STORE_NEWER', { found, known: migrations.length })
    }
    if (found === migrations.length) return
    for (const text of migrations.slice(found)) await sql.raw(text).execute(transaction)
    await sql`DELETE FROM schema_version`.execute(transaction)
    await sql`INSERT INTO schema_version (version) VALUES (${migrations.length})`.execute(transaction)
  })
}
