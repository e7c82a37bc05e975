import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { asStoreError, lockFile, openSqlite } from '../../main/store/open.ts'
import { tempFolder } from './job-fixture.ts'

test('a database is opened so that what was committed survives a power cut', async () => {
  const db = openSqlite(join(await tempFolder(), 'a.sqlite'))
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(db.pragma('synchronous', { simple: true })).toBe(2)
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
  expect(db.pragma('busy_timeout', { simple: true })).toBe(5000)
  db.close()
})

test('a file that is no database is refused and not changed', async () => {
  const file = join(await tempFolder(), 'a.sqlite')
  const text = 'not a database '.repeat(500)
  await writeFile(file, text)
  expect(() => openSqlite(file)).toThrow(expect.objectContaining({ code: 'STORE_BROKEN' }))
  expect(await readFile(file, 'utf8')).toBe(text)
})

test('a missing folder is STORE_BROKEN', async () => {
  const file = join(await tempFolder(), 'none', 'a.sqlite')
  expect(() => openSqlite(file)).toThrow(expect.objectContaining({ code: 'STORE_BROKEN' }))
})

test('a database that may not grow is STORE_FULL', async () => {
  const db = openSqlite(join(await tempFolder(), 'a.sqlite'))
  db.exec('CREATE TABLE t (x BLOB)')
  db.pragma('max_page_count = 8')
  let thrown: unknown
  try {
    db.exec('INSERT INTO t VALUES (randomblob(1000000))')
  } catch (error) {
    thrown = asStoreError(error)
  }
  expect(thrown).toMatchObject({ code: 'STORE_FULL', context: { reason: 'SQLITE_FULL' } })
  db.close()
})

test('a lock is held once, and free again after its release', async () => {
  const file = join(await tempFolder(), 'station.lock')
  const release = lockFile(file)
  expect(() => lockFile(file)).toThrow(expect.objectContaining({ code: 'DATA_IN_USE' }))
  release()
  lockFile(file)()
})

test('errors that are not of the store stay what they are', () => {
  const error = new Error('other')
  expect(asStoreError(error)).toBe(error)
  expect(asStoreError('text')).toBe('text')
  expect(asStoreError(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toMatchObject({
    code: 'STORE_FULL',
  })
})

test('a database that another program holds is STORE_BUSY, and goes on when it lets go', async () => {
  const file = join(await tempFolder(), 'a.sqlite')
  const [own, other] = [openSqlite(file), openSqlite(file)]
  own.exec('CREATE TABLE t (x)')
  own.pragma('busy_timeout = 1')
  other.exec('BEGIN IMMEDIATE')
  let thrown: unknown
  try {
    own.exec('INSERT INTO t VALUES (1)')
  } catch (error) {
    thrown = asStoreError(error)
  }
  expect(thrown).toMatchObject({ code: 'STORE_BUSY' })
  other.exec('ROLLBACK')
  own.exec('INSERT INTO t VALUES (1)')
  expect(own.prepare('SELECT count(*) FROM t').pluck().get()).toBe(1)
  own.close()
  other.close()
})
