import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCommitQueue } from '../../main/local-cloud/commit-queue.ts'
import { openSqlite, type SqliteDatabase } from '../../main/store/open.ts'

let dir: string
let db: SqliteDatabase
let other: SqliteDatabase

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'flashline-commit-'))
  db = openSqlite(path.join(dir, 'a.sqlite'))
  db.exec(`CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE rows (name TEXT PRIMARY KEY, parent INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED) STRICT`)
  other = openSqlite(path.join(dir, 'a.sqlite'))
})
afterEach(async () => {
  db.close()
  other.close()
  await rm(dir, { recursive: true })
})

const insert = (name: string, parent: number | null = null) =>
  db.prepare('INSERT INTO rows (name, parent) VALUES (?, ?)').run(name, parent)
/** What another connection sees: only what was committed. */
const seenByOthers = () =>
  other
    .prepare<[], { name: string }>('SELECT name FROM rows ORDER BY rowid')
    .all()
    .map((row) => row.name)

describe('commit queue', () => {
  it('puts the works of one turn into one transaction, in their order, and answers after its commit', async () => {
    const { commit } = createCommitQueue(db)
    const seenInside: string[][] = []
    const answers = ['a', 'b', 'c'].map((name) =>
      commit(() => {
        seenInside.push(seenByOthers())
        insert(name)
        return name.toUpperCase()
      }).then((answer) => ({ answer, seen: seenByOthers() })),
    )
    expect(seenByOthers()).toEqual([])
    const seen = ['a', 'b', 'c']
    expect(await Promise.all(answers)).toEqual(['A', 'B', 'C'].map((answer) => ({ answer, seen })))
    expect(seenInside).toEqual([[], [], []])
  })

  it('begins another transaction in the next turn', async () => {
    const { commit } = createCommitQueue(db)
    await commit(() => insert('a'))
    await commit(() => {
      expect(seenByOthers()).toEqual(['a'])
      insert('b')
    })
    expect(seenByOthers()).toEqual(['a', 'b'])
  })

  it('undoes a work that throws, alone, also in what it did before', async () => {
    const { commit } = createCommitQueue(db)
    const refusal = new Error('no')
    const ends = await Promise.allSettled([
      commit(() => insert('a')),
      commit(() => {
        insert('b')
        throw refusal
      }),
      commit(() => insert('a')),
      commit(() => insert('c')),
    ])
    expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect(ends[1]).toMatchObject({ reason: refusal })
    expect(ends[2]).toMatchObject({ reason: { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' } })
    expect(seenByOthers()).toEqual(['a', 'c'])
  })

  it('lets a work use a transaction of its own', async () => {
    const { commit } = createCommitQueue(db)
    const two = db.transaction(() => {
      insert('a')
      insert('b')
    })
    await commit(() => two.immediate())
    expect(seenByOthers()).toEqual(['a', 'b'])
  })

  it('rejects all when the commit fails, keeps nothing, and goes on afterwards', async () => {
    const { commit } = createCommitQueue(db)
    const ends = await Promise.allSettled([commit(() => insert('a')), commit(() => insert('orphan', 7))])
    for (const end of ends) expect(end).toMatchObject({ reason: { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' } })
    expect(seenByOthers()).toEqual([])
    await commit(() => insert('b'))
    expect(seenByOthers()).toEqual(['b'])
  })

  it('rejects all with the cause when a work loses the whole transaction', async () => {
    const { commit } = createCommitQueue(db)
    const ends = await Promise.allSettled([
      commit(() => insert('a')),
      commit(() => {
        db.exec('ROLLBACK')
        throw new Error('disk full')
      }),
      commit(() => insert('b')),
    ])
    for (const end of ends) expect(end).toMatchObject({ reason: { message: 'disk full' } })
    expect(seenByOthers()).toEqual([])
  })

  it('refuses work that is not done when it returns', async () => {
    const { commit } = createCommitQueue(db)
    await expect(commit(async () => insert('a'))).rejects.toThrow(TypeError)
    expect(seenByOthers()).toEqual([])
  })

  it('commits at once when asked to', async () => {
    const { commit, flush } = createCommitQueue(db)
    const done = commit(() => insert('a'))
    flush()
    expect(seenByOthers()).toEqual(['a'])
    await done
  })
})
