// Which firmware files the local cloud has: their digests and sizes. Where the bytes lie is firmware-files.ts's matter.
import type { CloudDb } from './cloud-database.ts'
import { keptQuery } from './database/kept-query.ts'

export interface FileRow {
  readonly sha256: string
  readonly md5: string
  readonly size: number
}

export interface FileTable {
  /** Adding the same content again changes nothing. */
  add(file: FileRow): Promise<void>
  find(sha256: string): Promise<FileRow | undefined>
}

const insert = keptQuery(({ queries }, { sha256, md5, size }: FileRow) =>
  queries
    .insertInto('files')
    .values({ sha256, md5, size })
    .onConflict((conflict) => conflict.doNothing()),
)
const find = keptQuery(({ queries }, { sha256 }: { sha256: string }) =>
  queries.selectFrom('files').selectAll().where('sha256', '=', sha256),
)

export function createFileTable(db: CloudDb): FileTable {
  return {
    add: async (file) => void (await insert.run(db, file)),
    find: (sha256) => find.first(db, { sha256 }),
  }
}
