// Ways in which a database file is damaged, for tests and the campaign: by the kind of page that is hit. Works on the bytes,
// with nobody in the file.
import { closeSync, existsSync, openSync, statSync, truncateSync, writeSync } from 'node:fs'
import { openSqlite } from '../../main/store/open.ts'

export const pageBytes = 4096

/** Page numbers, from 1, by what `dbstat` says of them. */
export function pagesOf(file: string, table: string, kind: 'leaf' | 'internal' | 'overflow'): number[] {
  const db = openSqlite(file, { readOnly: true })
  try {
    return db
      .prepare<[string, string], number>(
        'SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ? ORDER BY path',
      )
      .pluck()
      .all(table, kind)
  } finally {
    db.close()
  }
}

export function freePages(file: string): number {
  const db = openSqlite(file, { readOnly: true })
  try {
    return Number(db.pragma('freelist_count', { simple: true }))
  } finally {
    db.close()
  }
}

/** Fills a page with what no page is. */
export function spoilPage(file: string, pageNo: number): void {
  overwrite(file, (pageNo - 1) * pageBytes, Buffer.alloc(pageBytes, 0xa5))
}

export function overwrite(file: string, at: number, bytes: Buffer): void {
  const handle = openSync(file, 'r+')
  try {
    writeSync(handle, bytes, 0, bytes.length, at)
  } finally {
    closeSync(handle)
  }
}

export function zeroAll(file: string): void {
  overwrite(file, 0, Buffer.alloc(statSync(file).size))
}

export function cutAt(file: string, sizeBytes: number): void {
  truncateSync(file, Math.min(sizeBytes, statSync(file).size))
}

export const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0)
