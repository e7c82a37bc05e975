// Queries whose text is made once for each database, however often they run: building one takes longer than most of them
// need. Source: kysely's compiled queries; the places of the values are ours.
import type { CompiledQuery, Kysely } from 'kysely'
import type { CloudDb } from '../cloud-database.ts'
import type { CloudTables } from './cloud-tables.ts'

/** Stands in a text for a value that comes when the query runs. */
class Given {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

interface Compilable<Row> {
  compile(queries: Kysely<CloudTables>): CompiledQuery<Row>
}

export interface KeptQuery<Values, Row> {
  all(db: CloudDb, values: Values): Promise<Row[]>
  first(db: CloudDb, values: Values): Promise<Row | undefined>
  /** How many rows it changed. */
  run(db: CloudDb, values: Values): Promise<number>
}

/** `build` puts fields of `given` where the values are to be, and asks nothing about them: they are not there yet. */
export function keptQuery<Values extends object, Row>(
  build: (db: Pick<CloudDb, 'queries' | 'words'>, given: Values) => Compilable<Row>,
): KeptQuery<Values, Row> {
  const compiled = new Map<string, CompiledQuery<Row>>()

  function bind(db: CloudDb, values: Values): CompiledQuery<Row> {
    let query = compiled.get(db.words.dialect)
    if (query === undefined) {
      const given = new Proxy({}, { get: (_, name) => new Given(String(name)) }) as Values
      query = build(db, given).compile(db.queries)
      compiled.set(db.words.dialect, query)
    }
    const { sql, query: node, queryId } = query
    const parameters = query.parameters.map((one) =>
      one instanceof Given ? Reflect.get(values, one.name) : one,
    )
    return { sql, parameters, query: node, queryId }
  }

  return {
    all: async (db, values) => (await db.run(bind(db, values))).rows,
    first: async (db, values) => (await db.run(bind(db, values))).rows[0],
    run: async (db, values) => Number((await db.run(bind(db, values))).numAffectedRows ?? 0),
  }
}

/** The same fields of what is given, for rows with many columns. */
export function fieldsOf<Row extends object, Name extends keyof Row>(
  given: Row,
  names: readonly Name[],
): Pick<Row, Name> {
  return Object.fromEntries(names.map((name) => [name, given[name]])) as Pick<Row, Name>
}
