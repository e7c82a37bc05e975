// Writes that share transactions: each is on disk when it resolves, one that fails takes nobody along, and the process goes
// on between groups.
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { GroupedWrites } from '../../main/store/grouped-writes.ts'
import { migrate } from '../../main/store/migrate.ts'
import { openSqlite } from '../../main/store/open.ts'
import { queryBuilder, type StoreDb } from '../../main/store/tables.ts'
import { tempFolder } from './job-fixture.ts'

async function freshWrites() {
  const file = join(await tempFolder(), 'a.sqlite')
  const sqlite = openSqlite(file)
  migrate(sqlite)
  const db = queryBuilder(sqlite)
  const reader = openSqlite(file, { readOnly: true })
  onTestFinished(async () => {
    reader.close()
    await db.destroy()
  })
  const stored = () => reader.prepare('SELECT slot_id FROM slots ORDER BY slot_id').pluck().all()
  return { writes: new GroupedWrites(db), stored }
}

const add = (slotId: string) => async (trx: StoreDb) => {
  const row = { slot_id: slotId, name: slotId, address: 'a', last_seen: '2026-01-01T00:00:00.000Z' }
  await trx.insertInto('slots').values(row).execute()
}

test('each is on disk when it resolves, in the order they came', async () => {
  const { writes, stored } = await freshWrites()
  const names = Array.from({ length: 40 }, (_, index) => `s${index + 100}`)
  const seen: string[] = []
  await Promise.all(
    names.map(async (name) => {
      await writes.run(add(name))
      if (stored().includes(name)) seen.push(name)
    }),
  )
  expect(seen).toEqual(names)
})

test('one that fails fails alone, and nothing of it stays', async () => {
  const { writes, stored } = await freshWrites()
  const ended = await Promise.allSettled([
    writes.run(add('first')),
    writes.run(async (trx) => {
      await add('half')(trx)
      throw new RangeError('no')
    }),
    writes.run(add('first')),
    writes.run(add('last')),
  ])
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
  expect(ended[1]).toMatchObject({ reason: expect.any(RangeError) })
  expect(ended[2]).toMatchObject({ reason: { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' } })
  expect(stored()).toEqual(['first', 'last'])
  await writes.run(add('later'))
  expect(stored()).toEqual(['first', 'last', 'later'])
})

test('the process goes on while many wait', async () => {
  const { writes, stored } = await freshWrites()
  const all = Promise.all(Array.from({ length: 100 }, (_, index) => writes.run(add(`s${index + 100}`))))
  const counts = new Set<number>()
  let isOver = false
  void all.then(() => {
    isOver = true
  })
  while (!isOver) {
    await new Promise((resolve) => setImmediate(resolve))
    counts.add(stored().length)
  }
  expect(counts.size).toBeGreaterThan(3)
  expect(Math.max(...counts)).toBe(100)
})
