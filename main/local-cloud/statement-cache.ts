// Statements whose text depends on what is asked for, prepared once each. The texts are made of fixed pieces, so there
// are not many; a bound keeps it so.
import type { CloudDatabase } from './cloud-database.ts'

const MAX_STATEMENTS = 200

export type StatementCache = ReturnType<typeof createStatementCache>

export function createStatementCache(db: CloudDatabase) {
  const prepared = new Map<string, ReturnType<typeof db.prepare<unknown[], unknown>>>()
  return <Row>(sql: string) => {
    const known = prepared.get(sql)
    const statement = known ?? db.prepare<unknown[], unknown>(sql)
    if (known === undefined) {
      if (prepared.size >= MAX_STATEMENTS) prepared.clear()
      prepared.set(sql, statement)
    }
    return statement as ReturnType<typeof db.prepare<unknown[], Row>>
  }
}
