import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CloudDatabase, CloudDb } from '../../../main/local-cloud/cloud-database.ts'
import { readRows } from '../../../main/local-cloud/database/read-rows.ts'
import { openSqliteDatabase } from '../../../main/local-cloud/database/sqlite.ts'
import { openSqlite, type SqliteDatabase } from '../../../main/store/open.ts'

let dir: string
let db: CloudDatabase
let other: SqliteDatabase

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'flashline-commit-'))
  const file = path.join(dir, 'a.sqlite')
  db = openSqliteDatabase(file)
  other = openSqlite(file)
  other.exec(`CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE rows (name TEXT PRIMARY KEY, parent INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED) STRICT`)
})
afterEach(async () => {
  await db.close()
  other.close()
  await rm(dir, { recursive: true })
})

const insert = (inside: CloudDb, name: string, parent: number | null = null) =>
  readRows(inside, sql`INSERT INTO rows (name, parent) VALUES (${name}, ${parent})`)
const read = async (inside: CloudDb) =>
  (await readRows(inside, sql<{ name: string }>`SELECT name FROM rows ORDER BY rowid`)).map(
    ({ name }) => name,
  )
/** What another connection sees: only what was committed. */
const seenByOthers = () => other.prepare<[], string>('SELECT name FROM rows ORDER BY rowid').pluck().all()

describe('group commit', () => {
  it('puts the works of one turn into one transaction, in their order, and answers after its commit', async () => {
    const seenInside: string[][] = []
    const answers = ['a', 'b', 'c'].map((name) =>
      db
        .write([], async (inside) => {
          seenInside.push(seenByOthers())
          await insert(inside, name)
          return name.toUpperCase()
        })
        .then((answer) => ({ answer, seen: seenByOthers() })),
    )
    expect(seenByOthers()).toEqual([])
    const seen = ['a', 'b', 'c']
    expect(await Promise.all(answers)).toEqual(['A', 'B', 'C'].map((answer) => ({ answer, seen })))
    expect(seenInside).toEqual([[], [], []])
  })

  it('begins another transaction in the next turn', async () => {
    await db.write([], (inside) => insert(inside, 'a'))
    await db.write([], async (inside) => {
      expect(seenByOthers()).toEqual(['a'])
      await insert(inside, 'b')
    })
    expect(seenByOthers()).toEqual(['a', 'b'])
  })

  it('undoes a work that throws, alone, also in what it did before', async () => {
    const refusal = new Error('no')
    const ends = await Promise.allSettled([
      db.write([], (inside) => insert(inside, 'a')),
      db.write([], async (inside) => {
        await insert(inside, 'b')
        throw refusal
      }),
      db.write([], (inside) => insert(inside, 'a')),
      db.write([], (inside) => insert(inside, 'c')),
    ])
    expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect(ends[1]).toMatchObject({ reason: refusal })
    expect(ends[2]).toMatchObject({ reason: { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' } })
    expect(seenByOthers()).toEqual(['a', 'c'])
  })

  it('shows what stands alone nothing that is not committed, and lets it wait', async () => {
    const seen: string[][] = []
    let reading: Promise<unknown> = Promise.resolve()
    await db
      .write([], async (inside) => {
        await insert(inside, 'a')
        reading = read(db).then((names) => seen.push(names))
        await insert(inside, 'b')
        throw new Error('undone')
      })
      .catch(() => {})
    await reading
    expect(seen).toEqual([[]])
    await db.write([], async (inside) => {
      await insert(inside, 'a')
      reading = read(db).then((names) => seen.push(names))
      await insert(inside, 'b')
    })
    await reading
    expect(seen).toEqual([[], ['a', 'b']])
  })

  it('rejects all when the commit fails, keeps nothing, and goes on afterwards', async () => {
    const ends = await Promise.allSettled([
      db.write([], (inside) => insert(inside, 'a')),
      db.write([], (inside) => insert(inside, 'orphan', 7)),
    ])
    for (const end of ends) expect(end).toMatchObject({ reason: { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' } })
    expect(seenByOthers()).toEqual([])
    await db.write([], (inside) => insert(inside, 'b'))
    expect(seenByOthers()).toEqual(['b'])
  })

  it('rejects all with the cause when a work loses the whole transaction', async () => {
    const ends = await Promise.allSettled([
      db.write([], (inside) => insert(inside, 'a')),
      db.write([], async (inside) => {
        await readRows(inside, sql`ROLLBACK`)
        throw new Error('disk full')
      }),
      db.write([], (inside) => insert(inside, 'b')),
    ])
    for (const end of ends) expect(end).toMatchObject({ reason: { message: 'disk full' } })
    expect(seenByOthers()).toEqual([])
  })

  it('commits what waits before it closes', async () => {
    const done = db.write([], (inside) => insert(inside, 'a'))
    await db.close()
    await done
    expect(seenByOthers()).toEqual(['a'])
  })
})
