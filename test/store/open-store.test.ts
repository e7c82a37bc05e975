import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, schemaVersion } from '../../main/store/migrate.ts'
import { migrations } from '../../main/store/migrations/index.ts'
import { openSqlite } from '../../main/store/open.ts'
import { openStore } from '../../main/store/open-store.ts'
import type { Job } from '../../preload/contract/index.ts'
import { job, tempFolder } from './job-fixture.ts'

/** Another process that holds the store, until it is killed. */
async function holdStore(folder: string, begun: Job[] = []) {
  const script = join(import.meta.dirname, 'hold-store.ts')
  const child = spawn(process.execPath, [script, folder, ...begun.map((one) => JSON.stringify(one))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [first] = await once(child.stdout, 'data')
  expect(String(first)).toBe('ready\n')
  return {
    kill: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

test('a data folder has one station; the lock goes with the process, however it dies', async () => {
  const folder = await tempFolder()
  const other = await holdStore(folder, [job('j1')])
  await expect(openStore(folder)).rejects.toMatchObject({ code: 'DATA_IN_USE' })

  const reader = await openStore(folder, { readOnly: true })
  expect((await reader.jobs.get('j1')).outcome).toBe('running')
  await reader.close()

  await other.kill()
  const store = await openStore(folder)
  expect((await store.jobs.leftRunning()).map(({ jobId }) => jobId)).toEqual(['j1'])
  await store.close()
})

test('closing lets the folder go, and twice does no harm', async () => {
  const folder = await tempFolder()
  const store = await openStore(join(folder, 'new', 'data'))
  await expect(openStore(join(folder, 'new', 'data'))).rejects.toMatchObject({ code: 'DATA_IN_USE' })
  await store.close()
  await store.close()
  await (await openStore(join(folder, 'new', 'data'))).close()
})

test('a newer database is refused, by both doors, and not a byte of it changes', async () => {
  const folder = await tempFolder()
  const file = join(folder, 'station.sqlite')
  const db = openSqlite(file)
  db.exec('CREATE TABLE future (x)')
  db.pragma(`user_version = ${migrations.length + 1}`)
  db.close()
  const before = await readFile(file)
  const newer = { code: 'STORE_NEWER', context: { found: migrations.length + 1, known: migrations.length } }
  await expect(openStore(folder)).rejects.toMatchObject(newer)
  await expect(openStore(folder, { readOnly: true })).rejects.toMatchObject(newer)
  expect(await readFile(file)).toEqual(before)
})

test('a reader of a folder without a database sees nothing and creates nothing', async () => {
  const folder = await tempFolder()
  const reader = await openStore(join(folder, 'none'), { readOnly: true })
  expect(await reader.jobs.list({ limit: 10 })).toEqual({ total: 0, isTotalExact: true, jobs: [] })
  expect(await reader.outbox.list({ limit: 10 })).toEqual([])
  await reader.close()
  await expect(readFile(join(folder, 'none', 'station.sqlite'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a reader may not write', async () => {
  const folder = await tempFolder()
  await (await openStore(folder)).close()
  const reader = await openStore(folder, { readOnly: true })
  await expect(reader.jobs.begin(job('j1'))).rejects.toMatchObject({ code: 'STORE_READ_ONLY' })
  await reader.close()
})

test('a reader brings a database of an earlier version up to date when nobody holds it', async () => {
  const folder = await tempFolder()
  openSqlite(join(folder, 'station.sqlite')).close()
  const reader = await openStore(folder, { readOnly: true })
  expect((await reader.jobs.list({ limit: 1 })).total).toBe(0)
  await reader.close()
})

test('migrations go forward step by step, and a step that fails leaves the one before it', async () => {
  const db = openSqlite(join(await tempFolder(), 'a.sqlite'))
  const first = 'CREATE TABLE a (x)'
  expect(() => migrate(db, [first, 'CREATE TABLE b (x); INSERT INTO nowhere VALUES (1)'])).toThrow()
  expect(schemaVersion(db)).toBe(1)
  expect(db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all()).toEqual([{ name: 'a' }])
  migrate(db, [first, 'CREATE TABLE b (x)'])
  migrate(db, [first, 'CREATE TABLE b (x)'])
  expect(schemaVersion(db)).toBe(2)
  db.close()
})
