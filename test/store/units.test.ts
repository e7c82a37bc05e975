// Units by a part of what is printed on them, and the jobs that were done to one.
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../main/store/migrate.ts'
import { migrations } from '../../main/store/migrations/index.ts'
import { openSqlite } from '../../main/store/open.ts'
import { openStore } from '../../main/store/open-store.ts'
import { job, step, tempFolder } from './job-fixture.ts'

const at = (minute: number) => `2026-01-02T03:${String(minute).padStart(2, '0')}:00.000Z`
const none = { number: null, text: null }

async function setUp() {
  let minute = 0
  const store = await openStore(await tempFolder(), { now: () => new Date(at(minute)) })
  onTestFinished(() => store.close())
  const see = async (deviceId: string | null, mac: string | null, sn: string | null) => {
    minute += 1
    await store.devices.remember({ deviceId, mac, sn, productId: 'p1', version: none })
  }
  const find = async (text: string, limit = 10) =>
    (await store.units.search(text, limit)).map(({ deviceId, sn, mac }) => deviceId ?? sn ?? mac)
  return { store, see, find }
}

test('a unit is found by a part of its id, its serial number or its MAC in any spelling', async () => {
  const { see, find } = await setUp()
  await see('1100001', 'A0:B1:C2:00:00:01', 'Lamp-0001')
  await see('1100002', 'A0:B1:C2:00:00:02', 'Lamp-0002')
  await see(null, null, '100%_X')
  expect(await find('00002')).toEqual(['1100002'])
  expect(await find('lamp-0001')).toEqual(['1100001'])
  for (const mac of ['a0b1c2000002', 'A0-B1-C2-00-00-02', 'a0:b1:c2:00:00:02', 'A0B1.C200.0002'])
    expect(await find(mac)).toEqual(['1100002'])
  expect(await find('c2:00')).toEqual(['1100002', '1100001'])
  expect(await find('%')).toEqual(['100%_X'])
  expect(await find('0%_')).toEqual(['100%_X'])
  expect(await find('nobody')).toEqual([])
})

test('whole names come first, then beginnings, then parts, and of equals the one seen last', async () => {
  const { see, find } = await setUp()
  await see('91234', null, null)
  await see('1234', null, null)
  await see('12345', null, null)
  await see('12346', null, null)
  expect(await find('1234')).toEqual(['1234', '12346', '12345', '91234'])
  expect(await find('1234', 2)).toEqual(['1234', '12346'])
  expect(await find('')).toEqual(['12346', '12345', '1234', '91234'])
})

test('a listed unit that was never here has not been seen, and comes behind those that were', async () => {
  const { store, see } = await setUp()
  await store.devices.addRoster([{ deviceId: 'd1', mac: null, sn: 'S1', productId: 'p1' }])
  await see('d2', null, null)
  expect(await store.units.search('d', 10)).toMatchObject([
    { deviceId: 'd2', lastSeenAt: at(1) },
    { deviceId: 'd1', lastSeenAt: null, lastOutcome: null, productId: 'p1' },
  ])
})

test('the jobs of a unit are those by its id, its MAC or its serial number, newest first', async () => {
  const { store, see } = await setUp()
  await see('d1', 'a0b1c2000001', 'S1')
  const done = (jobId: string, minute: number, device: object, part: object = {}) =>
    store.jobs.begin(
      job(jobId, {
        outcome: 'passed',
        endedAt: at(minute),
        device: { deviceId: null, mac: null, sn: null, ...device },
        ...part,
      }),
    )
  await done('by-id', 10, { deviceId: 'd1' }, { steps: [step()] })
  await done('by-mac', 12, { mac: 'A0-B1-C2-00-00-01' }, { outcome: 'failed' })
  await done('by-sn', 11, { sn: 'S1' })
  await done('other-product', 13, { sn: 'S1' }, { productId: 'p2' })
  await done('other', 14, { deviceId: 'd2' })
  const unit = await store.units.find({ deviceId: null, mac: 'A0:B1:C2:00:00:01', sn: null })
  expect(unit).toMatchObject({ deviceId: 'd1', sn: 'S1', lastOutcome: 'failed' })
  if (!unit) return
  const jobs = await store.units.jobs(unit, 10)
  expect(jobs.map(({ jobId }) => jobId)).toEqual(['by-mac', 'by-sn', 'by-id'])
  expect(jobs.at(-1)?.steps).toHaveLength(1)
  expect((await store.units.jobs(unit, 2)).map(({ jobId }) => jobId)).toEqual(['by-mac', 'by-sn'])
  expect(await store.units.find({ deviceId: 'd2', mac: null, sn: null })).toMatchObject({
    deviceId: 'd2',
    lastSeenAt: at(14),
  })
  expect(await store.units.find({ deviceId: 'nobody', mac: null, sn: null })).toBeNull()
})

test('jobs of before are added up when the database is brought up to date', async () => {
  const folder = await tempFolder()
  const db = openSqlite(join(folder, 'station.sqlite'))
  migrate(db, migrations.slice(0, 3))
  db.exec(`INSERT INTO jobs (job_id, slot_id, slot_name, link, protocol, profile_id, part_type, part_identify, operator,
      outcome, touched, device_state, started_at, ended_at)
    VALUES ('j1', 's', 'A1', 'x', 'ymodem', 'u-boot', 'mcu', 0, '', 'passed', 1, 'confirmed', '${at(1)}', '${at(2)}'),
      ('j2', 's', 'A1', 'x', 'ymodem', 'u-boot', 'mcu', 0, '', 'refused', 0, 'untouched', '${at(3)}', '${at(4)}')`)
  const add = db.prepare(
    `INSERT INTO steps (job_no, position, name, outcome, started_at, ended_at, done_bytes, retries, detail_json)
     VALUES (1, ?, ?, ?, '${at(1)}', ?, ?, ?, '{}')`,
  )
  add.run(0, 'identify', 'passed', '2026-01-02T03:01:01.234Z', 0, 2)
  add.run(1, 'flash', 'passed', '2026-01-02T03:01:20.001Z', 5000, 1)
  add.run(2, 'verify', 'skipped', '2026-01-02T03:01:20.001Z', 0, 0)
  db.close()
  const store = await openStore(folder)
  onTestFinished(() => store.close())
  const sums = []
  for await (const jobs of store.statistics.read({ from: at(0), to: at(10) })) sums.push(...jobs)
  expect(sums).toMatchObject([
    { outcome: 'passed', identifyMs: 1234, flashMs: 20_001, verifyMs: null, flashBytes: 5000, retries: 3 },
    { outcome: 'refused', identifyMs: null, flashBytes: null, retries: 0 },
  ])
})
