// Room that is kept for the worst moment, and a write that finds the database full: given back, done again, made anew.
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { GroupedWrites } from '../../main/store/grouped-writes.ts'
import type { OutboxMessage } from '../../main/store/job-store.ts'
import { createJobs } from '../../main/store/jobs.ts'
import { migrate } from '../../main/store/migrate.ts'
import { openSqlite } from '../../main/store/open.ts'
import { ReserveFile } from '../../main/store/reserve-file.ts'
import { queryBuilder, type StoreDb } from '../../main/store/tables.ts'
import { withRoom } from '../../main/store/with-room.ts'
import { FlashlineError } from '../../preload/contract/index.ts'
import { job, tempFolder } from './job-fixture.ts'

const sizeBytes = 3 * 1024 * 1024 + 5

test('is made of real blocks, is found again, and is given once', async () => {
  const path = join(await tempFolder(), 'reserve.bin')
  const reserve = new ReserveFile(path, sizeBytes)
  expect([reserve.isWhole, reserve.give()]).toEqual([false, false])
  expect(await reserve.make()).toBe(true)
  const { size, blocks } = statSync(path)
  expect(size).toBe(sizeBytes)
  expect(blocks * 512).toBeGreaterThanOrEqual(sizeBytes)

  const later = new ReserveFile(path, sizeBytes)
  expect([later.isWhole, later.give(), later.give()]).toEqual([true, true, false])
  expect(existsSync(path)).toBe(false)
})

test('one of another size is none, and one that is asked for while it is made is not left behind', async () => {
  const path = join(await tempFolder(), 'reserve.bin')
  await new ReserveFile(path, 10).make()
  const reserve = new ReserveFile(path, sizeBytes)
  expect(reserve.isWhole).toBe(false)
  const making = reserve.make()
  expect(reserve.give()).toBe(false)
  expect(await making).toBe(false)
  expect([reserve.isWhole, existsSync(path)]).toEqual([false, false])
  expect(await reserve.make()).toBe(true)
})

test('what cannot be written is no reserve, and no error', async () => {
  const folder = join(await tempFolder(), 'gone')
  expect(await new ReserveFile(join(folder, 'reserve.bin'), sizeBytes).make()).toBe(false)
})

/** A database that may grow by hardly anything. */
async function fullDatabase() {
  const sqlite = openSqlite(join(await tempFolder(), 'a.sqlite'))
  migrate(sqlite)
  const db = queryBuilder(sqlite)
  onTestFinished(() => db.destroy())
  const pages = Number(sqlite.pragma('page_count', { simple: true }))
  sqlite.pragma(`max_page_count = ${pages + 2}`)
  return { db, sqlite, grow: () => void sqlite.pragma(`max_page_count = ${pages + 1000}`) }
}

const big = (slotId: string) => async (trx: StoreDb) => {
  const row = {
    slot_id: slotId,
    name: 'n'.repeat(100_000),
    address: 'a',
    last_seen: '2026-01-01T00:00:00.000Z',
  }
  await trx.insertInto('slots').values(row).execute()
}

test('a write that finds no room is done again in the room that is made, whole and once', async () => {
  const { db, sqlite, grow } = await fullDatabase()
  let asked = 0
  const writes = new GroupedWrites(db, () => {
    asked += 1
    grow()
    return true
  })
  await Promise.all([writes.run(big('a')), writes.run(big('b'))])
  expect(asked).toBe(1)
  expect(sqlite.prepare('SELECT slot_id FROM slots ORDER BY slot_id').pluck().all()).toEqual(['a', 'b'])
})

test('a record is put right in the room that is made, with what that owes', async () => {
  const { db, sqlite, grow } = await fullDatabase()
  grow()
  const jobs = createJobs(
    db,
    new GroupedWrites(db, () => {
      grow()
      return true
    }),
    () => new Date('2026-01-02T03:30:00.000Z'),
  )
  const failed = job('j1', { outcome: 'failed', endedAt: '2026-01-02T03:14:05.000Z' })
  await jobs.begin(job('j1'))
  await jobs.save(failed, [], [])
  sqlite.pragma(`max_page_count = ${sqlite.pragma('page_count', { simple: true })}`)
  const owed: OutboxMessage = {
    kind: 'report',
    deviceId: 'd1',
    connectionId: 'c1',
    body: {
      ...{ deviceId: 'd1', taskId: 't1', part: { type: 'mcu', identify: 0 }, model: 'UB-1' },
      ...{ fromVersion: 1, toVersion: 2, succeeded: true, description: 'd'.repeat(100_000) },
      ...{ startedAt: '2026-01-02T03:04:05.000Z', endedAt: '2026-01-02T03:14:05.000Z' },
    },
  }
  const at = '2026-01-02T03:20:00.000Z'
  await jobs.correct('j1', { at, reason: 'lateSuccess', was: 'failed' }, [owed])
  const { outcome, messages } = await jobs.get('j1')
  expect([outcome, messages.length]).toEqual(['passed', 1])
})

test('without room it is refused as a full disk, and the next one that fits is written', async () => {
  const { db, sqlite } = await fullDatabase()
  const writes = new GroupedWrites(db)
  await expect(
    withRoom(
      () => false,
      () => writes.run(big('a')),
    ),
  ).rejects.toMatchObject({ code: 'SQLITE_FULL' })
  const small = { slot_id: 's', name: 's', address: 'a', last_seen: '2026-01-01T00:00:00.000Z' }
  await writes.run(async (trx) => void (await trx.insertInto('slots').values(small).execute()))
  expect(sqlite.prepare('SELECT slot_id FROM slots').pluck().all()).toEqual(['s'])
})

test('room is asked for a full disk and for nothing else', async () => {
  let asked = 0
  const makeRoom = () => {
    asked += 1
    return true
  }
  const locked = new FlashlineError('DATA_IN_USE')
  await expect(withRoom(makeRoom, () => Promise.reject(locked))).rejects.toBe(locked)
  expect(asked).toBe(0)
  const full = new FlashlineError('STORE_FULL')
  await expect(withRoom(makeRoom, () => Promise.reject(full))).rejects.toBe(full)
  expect(asked).toBe(1)
})
