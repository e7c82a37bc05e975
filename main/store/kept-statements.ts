// A database that compiles SQL which comes again only once: the query builder asks for a statement anew at every use, and a
// busy bench writes the same few all day. Nobody iterates over a result, so a statement is never in use twice.
import type { SqliteDialectConfig } from 'kysely'
import type { SqliteDatabase } from './open.ts'

type Statement = ReturnType<SqliteDatabase['prepare']>

/** Lists of values make SQL of their own; the oldest go. */
const keptAtMost = 200

export function keepStatements(db: SqliteDatabase): Exclude<SqliteDialectConfig['database'], () => unknown> {
  const kept = new Map<string, Statement>()
  return {
    prepare(sql) {
      const known = kept.get(sql)
      if (known) return known
      const [oldest] = kept.keys()
      if (kept.size >= keptAtMost && oldest !== undefined) kept.delete(oldest)
      const statement = db.prepare(sql)
      kept.set(sql, statement)
      return statement
    },
    close: () => db.close(),
  }
}
