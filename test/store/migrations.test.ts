// A data folder of the version before several clouds, with what a station leaves in it.
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, schemaVersion } from '../../main/store/migrate.ts'
import { migrations } from '../../main/store/migrations/index.ts'
import { openSqlite } from '../../main/store/open.ts'
import { openStore } from '../../main/store/open-store.ts'
import { job, tempFolder } from './job-fixture.ts'
import { task } from './task-fixture.ts'

const at = '2026-01-02T03:09:00.000Z'

const report = {
  deviceId: 'd1',
  part: { type: 'mcu', identify: 0 },
  model: 'UB-1',
  fromVersion: 1,
  toVersion: 2,
  succeeded: true,
  description: 'passed; device confirmed',
  startedAt: at,
  endedAt: at,
}

async function oldFolder(): Promise<string> {
  const folder = await tempFolder()
  const db = openSqlite(join(folder, 'station.sqlite'))
  migrate(db, migrations.slice(0, 1))
  const { reviewerId: _, ...older } = task('t1')
  db.prepare('INSERT INTO tasks VALUES (?, ?, 1, 2, ?, ?, ?)').run(
    't1',
    'p1',
    'running',
    JSON.stringify(older),
    at,
  )
  db.prepare('INSERT INTO devices VALUES (1, ?, ?, ?, ?, NULL, NULL, ?)').run('d1', 'aabb', 'S1', 'p1', at)
  const addJob = db.prepare(
    `INSERT INTO jobs (job_id, slot_id, slot_name, link, protocol, profile_id, product_id, part_type, part_identify,
       device_id, task_id, task_name, from_number, to_number, operator, outcome, touched, device_state, started_at)
     VALUES (?, 's', 'A1', '/dev/ttyUSB0', 'ymodem', 'u-boot', 'p1', 'mcu', 0, 'd1', 't1', 'n', 1, 2, '', 'running', 1,
       'incomplete', ?)`,
  )
  const addRow = db.prepare(
    `INSERT INTO outbox (job_id, device_id, kind, body_json, state, attempts, created_at, attempted_at, sent_at, error_code)
     VALUES (?, 'd1', ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const body = JSON.stringify(report)
  const rows: [
    jobId: string,
    state: string,
    attempts: number,
    attemptedAt: string | null,
    error: string | null,
  ][] = [
    ['sent', 'sent', 1, at, null],
    ['untried', 'waiting', 0, null, null],
    ['lost', 'waiting', 3, at, 'CLOUD_TIMEOUT'],
    ['token', 'waiting', 1, at, 'CLOUD_TOKEN'],
    ['dead', 'dead', 1, at, 'CLOUD_REFUSED'],
  ]
  for (const [jobId, state, attempts, attemptedAt, error] of rows) {
    addJob.run(jobId, at)
    addRow.run(jobId, 'report', body, state, attempts, at, attemptedAt, state === 'sent' ? at : null, error)
  }
  addJob.run('running', at)
  addRow.run(
    'running',
    'otaLog',
    JSON.stringify({ deviceId: 'd1', taskId: 't1' }),
    'waiting',
    0,
    at,
    null,
    null,
    null,
  )
  db.close()
  return folder
}

test('everything of the version before is still there, and can be used', async () => {
  const folder = await oldFolder()
  const store = await openStore(folder)
  onTestFinished(() => store.close())

  expect(await store.tasks.list('p1')).toEqual([task('t1')])
  expect(await store.tasks.synced('p1', 'c1')).toBe(null)
  expect(await store.devices.findDeviceId({ mac: 'AA:BB', sn: null })).toBe('d1')
  expect(await store.catalogue.list()).toEqual([])
  expect(await store.syncStates.list()).toEqual([])
  expect(await store.lanDevices.list()).toEqual([])
  expect(await store.rollouts.list(10)).toEqual([])
  expect((await store.jobs.get('sent')).correction).toBe(null)

  const rows = await store.outbox.list({ limit: 10 })
  expect(
    rows.map(({ jobId, connectionId, state, delivery }) => [jobId, connectionId, state, delivery]),
  ).toEqual([
    ['dead', null, 'dead', null],
    ['untried', null, 'waiting', null],
    ['lost', null, 'waiting', null],
    ['token', null, 'waiting', null],
    ['running', null, 'waiting', null],
    ['sent', null, 'sent', 'acknowledged'],
  ])
  expect(rows.map(({ outboxId }) => outboxId)).toEqual([5, 2, 3, 4, 6, 1])
  expect(await store.outbox.message(rows[1]?.outboxId ?? 0)).toEqual({
    kind: 'report',
    deviceId: 'd1',
    connectionId: null,
    body: { ...report, taskId: null },
  })
  expect((await store.jobs.get('sent')).messages).toEqual([rows[5]])
})

test('only a row whose answer may have been lost is doubtful', async () => {
  const folder = await oldFolder()
  const db = openSqlite(join(folder, 'station.sqlite'))
  onTestFinished(() => void db.close())
  migrate(db)
  expect(schemaVersion(db)).toBe(migrations.length)
  const began = db.prepare('SELECT job_id FROM outbox WHERE attempt_began_at IS NOT NULL').all()
  expect(began).toEqual([{ job_id: 'lost' }])
})

test('a job that was left running then ends now, and its result goes where its ota-log goes', async () => {
  const store = await openStore(await oldFolder())
  onTestFinished(() => store.close())
  await store.recover({ modelOf: () => 'UB-1', resultsTo: () => undefined })
  const { messages } = await store.jobs.get('running')
  expect(messages.map(({ kind, state, connectionId }) => [kind, state, connectionId])).toEqual([
    ['otaLog', 'waiting', null],
    ['report', 'waiting', null],
  ])
  // A job of now beside those of then.
  await store.jobs.begin(job('new'))
  expect((await store.jobs.get('new')).messages).toEqual([])
})
