// The units of a task, counted with every write of a job: also those of before there were counts, and late successes.
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../main/store/migrate.ts'
import { migrations } from '../../main/store/migrations/index.ts'
import { openSqlite } from '../../main/store/open.ts'
import { openStore } from '../../main/store/open-store.ts'
import { job, tempFolder } from './job-fixture.ts'
import { task } from './task-fixture.ts'

const at = '2026-01-02T03:09:00.000Z'

async function counted(folder: string) {
  const store = await openStore(folder)
  onTestFinished(() => store.close())
  await store.tasks.put(task('t1'), 'plant', new Date(at))
  return { store, here: async () => (await store.taskList.find('p1', 't1'))?.here }
}

test('jobs of before the counts are counted once, by unit', async () => {
  const folder = await tempFolder()
  const db = openSqlite(join(folder, 'station.sqlite'))
  migrate(db, migrations.slice(0, 3))
  const add = db.prepare(
    `INSERT INTO jobs (job_id, slot_id, slot_name, link, protocol, profile_id, part_type, part_identify, mac, sn, task_id,
       operator, outcome, touched, device_state, started_at, ended_at)
     VALUES (?, 's', 'A1', 'x', 'ymodem', 'u-boot', 'mcu', 0, ?, ?, ?, '', ?, 1, 'verified', '${at}', '${at}')`,
  )
  add.run('j1', 'aa:bb', null, 't1', 'failed')
  add.run('j2', 'AABB', null, 't1', 'passed')
  add.run('j3', null, 'S1', 't1', 'failed')
  add.run('j4', null, null, 't1', 'failed')
  add.run('j5', null, null, 't1', 'refused')
  add.run('j6', 'cc', null, 't2', 'passed')
  add.run('j7', 'cc', null, null, 'passed')
  db.close()
  const { here } = await counted(folder)
  expect(await here()).toEqual({ passed: 1, failed: 2 })
})

test('a job counts when it ends, and a late success takes its failure back', async () => {
  const { store, here } = await counted(await tempFolder())
  const begun = job('j1', { task: { taskId: 't1', name: 'To 2.0.1' } })
  await store.jobs.begin(begun)
  expect(await here()).toEqual({ passed: 0, failed: 0 })
  await store.jobs.save({ ...begun, outcome: 'failed', endedAt: at }, [], [])
  await store.jobs.save({ ...begun, outcome: 'failed', endedAt: at }, [], [])
  expect(await here()).toEqual({ passed: 0, failed: 1 })
  await store.jobs.correct('j1', { at, reason: 'lateSuccess', was: 'failed' }, [])
  expect(await here()).toEqual({ passed: 1, failed: 0 })
})
