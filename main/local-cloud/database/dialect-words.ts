// What the two databases say differently; everything else is one text for both. SQLite's planner is told what to do, since
// it does not know the sizes of the tables; PostgreSQL's knows them. Sources: https://sqlite.org/json1.html,
// https://sqlite.org/optoverview.html, https://www.postgresql.org/docs/current/functions-srf.html
import { type RawBuilder, sql } from 'kysely'

export interface DialectWords {
  readonly dialect: 'sqlite' | 'postgres'
  /** After FROM: the entries of a list that is one value, as rows of `asked` with `value` and, in their order, `key`. */
  texts(list: readonly string[]): RawBuilder<unknown>
  numbers(list: readonly number[]): RawBuilder<unknown>
  /** An aggregate: the values of a column as the text of a JSON array; on SQLite in the order of the index that it reads. */
  jsonList(column: RawBuilder<unknown>): RawBuilder<string>
  /** LIKE that takes ASCII letters alike, large or small. */
  readonly like: RawBuilder<unknown>
  /** Puts rows into the order in which they were added; tables that have no number of their own for that. */
  readonly added: RawBuilder<unknown>
  /** After the name of a table: the index to use. */
  indexedBy(name: string): RawBuilder<unknown>
  /** Before a column: use no index for it. */
  readonly noIndex: RawBuilder<unknown>
  /** A join in the order of the text. */
  readonly orderedJoin: RawBuilder<unknown>
}

const nothing = sql``

export const sqliteWords: DialectWords = {
  dialect: 'sqlite',
  texts: (list) => sql`json_each(${list}) AS asked`,
  numbers: (list) => sql`json_each(${list}) AS asked`,
  jsonList: (column) => sql`json_group_array(${column})`,
  like: sql`LIKE`,
  added: sql`rowid`,
  indexedBy: (name) => sql`INDEXED BY ${sql.ref(name)}`,
  noIndex: sql`+`,
  orderedJoin: sql`CROSS JOIN`,
}

export const postgresWords: DialectWords = {
  dialect: 'postgres',
  texts: (list) => sql`unnest(CAST(${list} AS text[])) WITH ORDINALITY AS asked (value, key)`,
  numbers: (list) => sql`unnest(CAST(${list} AS bigint[])) WITH ORDINALITY AS asked (value, key)`,
  jsonList: (column) => sql`CAST(coalesce(json_agg(${column} ORDER BY ${column}), '[]') AS text)`,
  // Of columns with the collation "C": there it is about ASCII alone.
  like: sql`ILIKE`,
  added: sql`seq`,
  indexedBy: () => nothing,
  noIndex: nothing,
  orderedJoin: sql`JOIN`,
}
