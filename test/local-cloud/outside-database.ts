// What another program sees of a local cloud's database, and does to it. On SQLite; the project `postgres` of the tests puts
// its own in place of this (test/targets/on-postgres/).
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { openSqlite } from '../../main/store/open.ts'

export interface OutsideDatabase extends AsyncDisposable {
  /** Runs one statement; the rows that it answers. */
  rows(statement: string): Promise<unknown[]>
  /** Their names, in order. */
  tables(): Promise<string[]>
  /** All that is kept, in whatever form. */
  content(): Promise<Buffer>
}

export async function openOutside(dataDir: string): Promise<OutsideDatabase> {
  const file = path.join(dataDir, 'cloud.sqlite')
  const db = openSqlite(file)
  return {
    async rows(statement) {
      const prepared = db.prepare(statement)
      if (prepared.reader) return prepared.all()
      prepared.run()
      return []
    },
    tables: async () =>
      db
        .prepare<[], string>(
          `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
        )
        .pluck()
        .all(),
    content: async () => Buffer.concat(await Promise.all([file, `${file}-wal`].map((one) => readFile(one)))),
    [Symbol.asyncDispose]: async () => {
      db.close()
    },
  }
}
