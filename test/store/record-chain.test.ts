// The record chain: an entry for every end, and a check that names what was edited, removed, added or moved. The edits are made
// as an outsider makes them: with SQL on the file.
import { rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqlite } from '../../main/store/open.ts'
import { openStore } from '../../main/store/open-store.ts'
import type { ChainReport, Job } from '../../preload/contract/index.ts'
import { job, step, tempFolder } from './job-fixture.ts'

const ended = (jobId: string, overrides: Partial<Job> = {}): Job =>
  job(jobId, {
    outcome: 'passed',
    deviceState: 'confirmed',
    endedAt: '2026-01-02T03:04:09.000Z',
    steps: [step({ outcome: 'passed', endedAt: '2026-01-02T03:04:08.000Z' })],
    ...overrides,
  })

const line = (text: string) => ({ at: '2026-01-02T03:04:07.000Z', source: 'device' as const, text })

/** Jobs that ended one after the other, each with two lines of log. */
async function folderWith(count: number): Promise<string> {
  const folder = await tempFolder()
  const store = await openStore(folder)
  for (let number = 1; number <= count; number += 1) {
    await store.jobs.begin(job(`j${number}`))
    await store.jobs.save(job(`j${number}`), [line('one')], [])
    await store.jobs.save(ended(`j${number}`), [line('two')], [])
  }
  await store.close()
  return folder
}

async function verify(folder: string): Promise<ChainReport> {
  const store = await openStore(folder, { readOnly: true })
  try {
    return await store.chain.verify()
  } finally {
    await store.close()
  }
}

function edit(folder: string, ...statements: string[]): void {
  const db = openSqlite(join(folder, 'station.sqlite'))
  db.pragma('foreign_keys = OFF')
  for (const sql of statements) expect(db.prepare(sql).run().changes).toBeGreaterThan(0)
  db.close()
}

const found = ({ problems }: ChainReport) =>
  problems.map(({ kind, entryNo, jobId }) => [kind, entryNo, jobId] as const)

test('what nobody touched is whole, also with log lines behind the end and a record that was put right', async () => {
  const folder = await folderWith(3)
  const store = await openStore(folder)
  await store.jobs.begin(job('late'))
  await store.jobs.save(ended('late', { outcome: 'failed', deviceState: 'written' }), [], [])
  await store.jobs.save(
    ended('late', { outcome: 'failed', deviceState: 'written' }),
    [line('behind the end')],
    [],
  )
  await store.jobs.correct(
    'late',
    { at: '2026-01-02T04:00:00.000Z', reason: 'lateSuccess', was: 'failed' },
    [],
  )
  await store.jobs.begin(job('running'))
  const report = await store.chain.verify()
  await store.close()
  expect(report).toMatchObject({ entries: 6, records: 4, recordsBefore: 0, problems: [], problemCount: 0 })
  expect(await verify(folder)).toMatchObject({ head: report.head, problemCount: 0 })
  expect(JSON.parse(await readFile(join(folder, 'chain-head.json'), 'utf8'))).toEqual(report.head)
})

test.each([
  ['a field', "UPDATE jobs SET operator = 'eve' WHERE job_id = 'j2'"],
  ['the outcome', "UPDATE jobs SET outcome = 'failed' WHERE job_id = 'j2'"],
  ['the state of the device', "UPDATE jobs SET device_state = 'written' WHERE job_id = 'j2'"],
  [
    'the firmware',
    `UPDATE jobs SET firmware_json = replace(firmware_json, 'bbb', 'ccc') WHERE job_id = 'j2'`,
  ],
  ['a step', 'UPDATE steps SET retries = 0 WHERE job_no = 2'],
  ['a step that is gone', 'DELETE FROM steps WHERE job_no = 2'],
  ['a line of the log', "UPDATE events SET text = 'three' WHERE job_no = 2 AND text = 'two'"],
  ['a line that is gone', "DELETE FROM events WHERE job_no = 2 AND text = 'one'"],
  [
    'a correction that nobody made',
    `UPDATE jobs SET correction_json = '{"at":"2026-01-02T04:00:00.000Z","reason":"lateSuccess","was":"passed"}' WHERE job_id = 'j2'`,
  ],
])('an edited record is named: %s', async (_, sql) => {
  const folder = await folderWith(3)
  edit(folder, sql)
  expect(found(await verify(folder))).toEqual([['recordEdited', 3, 'j2']])
})

test('a removed record is named, and one that was put in', async () => {
  const folder = await folderWith(3)
  edit(
    folder,
    "DELETE FROM jobs WHERE job_id = 'j2'",
    `INSERT INTO jobs SELECT * FROM (SELECT * FROM jobs WHERE job_id = 'j3') WHERE false
     UNION ALL SELECT 9, 'put-in', ${await columnsBehind(folder)} FROM jobs WHERE job_id = 'j3'`,
  )
  expect(found(await verify(folder))).toEqual([
    ['recordMissing', 3, 'j2'],
    ['recordAdded', null, 'put-in'],
  ])
})

/** Of jobs, behind number and id. */
async function columnsBehind(folder: string): Promise<string> {
  const db = openSqlite(join(folder, 'station.sqlite'), { readOnly: true })
  const names = db.prepare<[], string>("SELECT name FROM pragma_table_info('jobs')").pluck().all()
  db.close()
  return names.slice(2).join(', ')
}

test('entries that are edited, removed or change places are named', async () => {
  const removed = await folderWith(4)
  edit(removed, 'DELETE FROM record_chain WHERE entry_no = 3', "DELETE FROM jobs WHERE job_id = 'j2'")
  expect(found(await verify(removed))).toEqual([['entryMissing', 3, null]])

  const edited = await folderWith(3)
  edit(edited, "UPDATE record_chain SET at = '2020-01-01T00:00:00.000Z' WHERE entry_no = 3")
  expect(found(await verify(edited))).toEqual([['entryEdited', 3, 'j2']])

  const moved = await folderWith(3)
  edit(
    moved,
    'UPDATE record_chain SET entry_no = 99 WHERE entry_no = 2',
    'UPDATE record_chain SET entry_no = 2 WHERE entry_no = 3',
    'UPDATE record_chain SET entry_no = 3 WHERE entry_no = 99',
  )
  expect(found(await verify(moved))).toEqual([
    ['entryMoved', 2, 'j2'],
    ['entryMoved', 3, 'j1'],
    ['linkBroken', 4, 'j3'],
  ])
})

test('records that are cut off at the end leave a whole chain, and the head beside the database tells', async () => {
  const folder = await folderWith(3)
  edit(
    folder,
    'DELETE FROM record_chain WHERE entry_no = 4',
    "DELETE FROM jobs WHERE job_id = 'j3'",
    'DELETE FROM steps WHERE job_no = 3',
  )
  expect(found(await verify(folder))).toEqual([['headBehind', 4, null]])

  // The next start says so in the chain itself, where it stays.
  const store = await openStore(folder)
  expect(store.recovery.read()).toMatchObject({ cause: 'behind', lost: 1 })
  await store.jobs.begin(job('j4'))
  await store.jobs.save(ended('j4'), [], [])
  await store.close()
  expect(found(await verify(folder))).toEqual([['headBehind', 4, null]])

  // Who removes the head as well is not found here: docs/record-chain.md.
  rmSync(join(folder, 'chain-head.json'))
  expect(found(await verify(folder))).toEqual([['headBehind', 4, null]])
})

test('records from before the chain are counted, and one that is added to them is named', async () => {
  const folder = await folderWith(3)
  const db = openSqlite(join(folder, 'station.sqlite'))
  db.exec('DELETE FROM record_chain')
  db.close()
  rmSync(join(folder, 'chain-head.json'))
  const store = await openStore(folder)
  await store.jobs.begin(job('j4'))
  await store.jobs.save(ended('j4'), [], [])
  await store.close()
  expect(await verify(folder)).toMatchObject({ entries: 2, records: 1, recordsBefore: 3, problemCount: 0 })
  edit(folder, "DELETE FROM jobs WHERE job_id = 'j2'")
  expect(found(await verify(folder))).toEqual([['recordMissing', null, null]])
})

test('a write that fails leaves neither end nor entry, and the next one follows without a gap', async () => {
  const folder = await tempFolder()
  const store = await openStore(folder)
  await store.jobs.begin(job('j1'))
  await store.jobs.begin(job('j2'))
  // Written in one group: the one in the middle was never begun, and its group is rolled back.
  const written = await Promise.allSettled(
    ['j1', 'nobody', 'j2'].map((jobId) => store.jobs.save(ended(jobId), [], [])),
  )
  expect(written.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await store.chain.verify()).toMatchObject({ entries: 3, records: 2, problemCount: 0 })
  await store.close()
})

test('the walk says how far it is, and can be called off', async () => {
  const folder = await folderWith(3)
  const store = await openStore(folder, { readOnly: true })
  const seen: number[][] = []
  await store.chain.verify({ onProgress: (done, total) => seen.push([done, total]) })
  expect(seen.at(-1)).toEqual([4, 4])
  const reason = new Error('enough')
  await expect(store.chain.verify({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  await store.close()
})
