// Reads the rows of a damaged table that can still be read: in the order of its key, past pages that cannot. Where the key
// counts up, it is felt for behind a broken page; where it does not, the rest is read from the other end. Changes nothing.
import type { SqliteDatabase } from '../open.ts'

export type Row = Record<string, unknown>

export interface ReadTable {
  readonly name: string
  /** The primary key; of a table that has none, `rowid`. */
  readonly key: readonly string[]
  /** Only rows whose first column of the key is at least this. */
  readonly from?: number
}

const rowsAtOnce = 200
/** Numbers that are felt for behind the last one that was read. */
const feltFor = 5000

/** Calls `take` for each row. False: not all could be read. */
export function readPast(db: SqliteDatabase, table: ReadTable, take: (row: Row) => void): boolean {
  const reader = new TableReader(db, table, take)
  if (reader.forward()) return true
  if (!reader.feel()) reader.backward()
  return false
}

class TableReader {
  readonly #db: SqliteDatabase
  readonly #table: ReadTable
  readonly #take: (row: Row) => void
  #last: unknown[] | null

  constructor(db: SqliteDatabase, table: ReadTable, take: (row: Row) => void) {
    this.#db = db
    this.#table = table
    this.#take = take
    this.#last = null
  }

  /** True: to the end. */
  forward(): boolean {
    for (const limit of [rowsAtOnce, 1]) {
      for (;;) {
        const rows = this.#read('ASC', this.#last, limit)
        if (rows === null) break
        for (const row of rows) this.#give(row)
        if (rows.length < limit) return true
      }
    }
    return false
  }

  /** False: its key does not count up. */
  feel(): boolean {
    const first = this.#last?.[0] ?? (this.#table.from ?? 0) - 1
    if (typeof first !== 'number') return false
    let from = first
    let missed = 0
    while (missed < feltFor) {
      from += 1
      const rows = this.#read('ASC', [from, ...this.#table.key.slice(1).map(() => null)], 1, true)
      const row = rows?.[0]
      if (rows !== null && row === undefined) return true
      if (row === undefined) missed += 1
      else {
        this.#give(row)
        missed = 0
        if (this.forward()) return true
        const [reached] = this.#last ?? []
        if (typeof reached === 'number') from = reached
      }
    }
    return true
  }

  /** To the place where the way forward ended. */
  backward(): void {
    const end = this.#last
    let at: unknown[] | null = null
    for (;;) {
      const [row] = this.#read('DESC', at, 1) ?? []
      if (row === undefined) return
      const key = this.#keyOf(row)
      if (end !== null && JSON.stringify(key) === JSON.stringify(end)) return
      this.#take(row)
      at = key
    }
  }

  #give(row: Row): void {
    this.#last = this.#keyOf(row)
    this.#take(row)
  }

  #keyOf(row: Row): unknown[] {
    return this.#table.key.map((column) => row[column])
  }

  /** Null: they cannot be read. `inclusive`: from the first column of the key on, whatever the others are. */
  #read(order: 'ASC' | 'DESC', after: unknown[] | null, limit: number, inclusive = false): Row[] | null {
    const { name, key, from } = this.#table
    const columns = key.map((column) => `"${column}"`)
    const values = key.map(() => '?')
    const terms: string[] = []
    const bound: unknown[] = []
    if (after !== null && inclusive) {
      terms.push(`${columns[0]} >= ?`)
      bound.push(after[0])
    } else if (after !== null) {
      terms.push(`(${columns.join(', ')}) ${order === 'ASC' ? '>' : '<'} (${values.join(', ')})`)
      bound.push(...after)
    }
    if (from !== undefined) {
      terms.push(`${columns[0]} >= ?`)
      bound.push(from)
    }
    const where = terms.length === 0 ? '' : `WHERE ${terms.join(' AND ')}`
    const sorted = columns.map((column) => `${column} ${order}`).join(', ')
    const own = key.length === 1 && key[0] === 'rowid' ? 'rowid, *' : '*'
    try {
      return this.#db
        .prepare<unknown[], Row>(
          `SELECT ${own} FROM "${name}" NOT INDEXED ${where} ORDER BY ${sorted} LIMIT ${limit}`,
        )
        .all(...bound)
    } catch {
      return null
    }
  }
}
