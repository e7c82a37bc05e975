import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { boundLog, MAX_LOG_LINES } from '../../main/store/events.ts'
import { GroupedWrites } from '../../main/store/grouped-writes.ts'
import type { OutboxMessage } from '../../main/store/job-store.ts'
import { createJobs } from '../../main/store/jobs.ts'
import { migrate } from '../../main/store/migrate.ts'
import { openSqlite } from '../../main/store/open.ts'
import { openStore, type Store } from '../../main/store/open-store.ts'
import { queryBuilder } from '../../main/store/tables.ts'
import type { LogLine } from '../../preload/contract/index.ts'
import { anyJob, job, step, tempFolder } from './job-fixture.ts'

async function freshStore(): Promise<Store> {
  const store = await openStore(await tempFolder())
  onTestFinished(() => store.close())
  return store
}

const otaLog: OutboxMessage = {
  kind: 'otaLog',
  deviceId: 'd1',
  connectionId: 'c1',
  body: { deviceId: 'd1', taskId: 't1' },
}
const lines = (from: number, to: number): LogLine[] =>
  Array.from({ length: to - from }, (_, index) => ({
    at: '2026-01-01T00:00:00.000Z',
    source: 'device',
    text: `line ${from + index}`,
  }))

test('a job read back equals the job written, whatever the contract allows in it', async () => {
  const store = await freshStore()
  let number = 0
  await fc.assert(
    fc.asyncProperty(anyJob, anyJob, async (begun, saved) => {
      const jobId = `job-${number}`
      number += 1
      await store.jobs.begin({ jobId, ...begun })
      expect(await store.jobs.get(jobId)).toEqual({ jobId, ...begun, log: [], messages: [] })
      await store.jobs.save({ jobId, ...saved }, [], [])
      expect(await store.jobs.get(jobId)).toEqual({ jobId, ...saved, log: [], messages: [] })
    }),
    { numRuns: 60 },
  )
})

test('job, steps, log and outbox rows are written together or not at all', async () => {
  const store = await freshStore()
  const before = job('j1')
  await store.jobs.begin(before)
  const done = job('j1', { steps: [step()], outcome: 'passed', endedAt: '2026-01-02T03:05:00.000Z' })
  const unfit = { ...otaLog, kind: 'report', body: { big: 1n } } as unknown as OutboxMessage
  await expect(store.jobs.save(done, lines(0, 3), [otaLog, unfit])).rejects.toThrow(TypeError)
  expect(await store.jobs.get('j1')).toEqual({ ...before, log: [], messages: [] })
  expect(await store.outbox.list({ limit: 10 })).toEqual([])

  await store.jobs.save(done, lines(0, 3), [otaLog])
  const rows = await store.outbox.list({ limit: 10 })
  expect(rows).toMatchObject([
    { jobId: 'j1', deviceId: 'd1', connectionId: 'c1', kind: 'otaLog', state: 'waiting', attempts: 0 },
  ])
  expect(await store.jobs.get('j1')).toEqual({ ...done, log: lines(0, 3), messages: rows })
})

test('a full disk is STORE_FULL, nothing of the save stays, and later saves work again', async () => {
  const sqlite = openSqlite(join(await tempFolder(), 'a.sqlite'))
  migrate(sqlite)
  const db = queryBuilder(sqlite)
  onTestFinished(() => db.destroy())
  const jobs = createJobs(db, new GroupedWrites(db), () => new Date())
  await jobs.begin(job('j1'))
  sqlite.pragma(`max_page_count = ${Number(sqlite.pragma('page_count', { simple: true })) + 2}`)
  const long = lines(0, 2000)
  await expect(jobs.save(job('j1', { operator: 'bob' }), long, [otaLog])).rejects.toMatchObject({
    code: 'STORE_FULL',
  })
  expect(await jobs.get('j1')).toEqual({ ...job('j1'), log: [], messages: [] })
  sqlite.pragma('max_page_count = 100000')
  await jobs.save(job('j1', { operator: 'bob' }), long, [])
  expect((await jobs.get('j1')).log).toHaveLength(2000)
})

test('a message of a kind that the job has already is not added again', async () => {
  const store = await freshStore()
  await store.jobs.begin(job('j1'))
  await store.jobs.save(job('j1'), [], [otaLog])
  await store.jobs.save(job('j1'), [], [otaLog])
  expect(await store.outbox.list({ limit: 10 })).toHaveLength(1)
})

test('the log of a job is bounded and says so once', async () => {
  const store = await freshStore()
  await store.jobs.begin(job('j1'))
  await store.jobs.save(job('j1'), lines(0, MAX_LOG_LINES - 1), [])
  await store.jobs.save(job('j1'), lines(MAX_LOG_LINES - 1, MAX_LOG_LINES + 5), [])
  await store.jobs.save(job('j1'), lines(MAX_LOG_LINES + 5, MAX_LOG_LINES + 9), [])
  const { log } = await store.jobs.get('j1')
  expect(log.slice(0, MAX_LOG_LINES)).toEqual(lines(0, MAX_LOG_LINES))
  expect(log.slice(MAX_LOG_LINES)).toEqual([
    { at: expect.any(String), source: 'station', text: `log cut after ${MAX_LOG_LINES} lines` },
  ])
  expect(boundLog(0, lines(0, MAX_LOG_LINES))).toHaveLength(MAX_LOG_LINES)
  expect(boundLog(MAX_LOG_LINES, [])).toEqual([])
})

test('step transitions are kept, each once', async () => {
  const folder = await tempFolder()
  const store = await openStore(folder)
  const passed = step({ name: 'identify', outcome: 'passed', endedAt: '2026-01-02T03:04:07.000Z' })
  await store.jobs.begin(job('j1', { steps: [step({ name: 'identify' })] }))
  await store.jobs.save(job('j1', { steps: [passed, step({ doneBytes: 1 })] }), [], [])
  await store.jobs.save(job('j1', { steps: [passed, step({ doneBytes: 9 })] }), lines(0, 1), [])
  await store.close()
  const db = openSqlite(join(folder, 'station.sqlite'), { readOnly: true })
  onTestFinished(() => void db.close())
  expect(db.prepare('SELECT kind, source, text FROM events ORDER BY event_id').raw().all()).toEqual([
    ['step', 'identify', 'running'],
    ['step', 'identify', 'passed'],
    ['step', 'flash', 'running'],
    ['log', 'device', 'line 0'],
  ])
})

test('the history lists ended jobs, newest first, in pages', async () => {
  const store = await freshStore()
  const ended = async (jobId: string, second: number, deviceId: string) => {
    const device = { deviceId, mac: null, sn: null }
    await store.jobs.begin(job(jobId, { device }))
    const endedAt = `2026-01-01T00:00:0${second}.000Z`
    await store.jobs.save(job(jobId, { device, outcome: 'passed', endedAt, steps: [step()] }), [], [])
  }
  await store.jobs.begin(job('running'))
  await ended('late', 9, 'd1')
  await ended('early', 1, 'd2')
  await ended('same-1', 5, 'd1')
  await ended('same-2', 5, 'd2')

  const ids = async (query: Parameters<Store['jobs']['list']>[0]) => {
    const { total, jobs } = await store.jobs.list(query)
    return [total, ...jobs.map(({ jobId }) => jobId)]
  }
  expect(await ids({ limit: 10 })).toEqual([4, 'late', 'same-2', 'same-1', 'early'])
  expect(await ids({ limit: 2 })).toEqual([4, 'late', 'same-2'])
  expect(await ids({ limit: 2, beforeJobId: 'same-2' })).toEqual([4, 'same-1', 'early'])
  expect(await ids({ limit: 2, beforeJobId: 'early' })).toEqual([4])
  expect((await store.jobs.list({ limit: 1 })).jobs[0]?.steps).toEqual([step()])
  await expect(store.jobs.list({ limit: 1, beforeJobId: 'none' })).rejects.toMatchObject({
    code: 'JOB_UNKNOWN',
  })
})

test('the job that changed a device last is the newest that touched it', async () => {
  const store = await freshStore()
  const device = { deviceId: 'd1', mac: null, sn: null }
  const ended = async (jobId: string, second: number, touched: boolean) => {
    const endedAt = `2026-01-01T00:00:0${second}.000Z`
    await store.jobs.begin(job(jobId, { device }))
    await store.jobs.save(job(jobId, { device, outcome: 'failed', touched, endedAt }), [], [])
  }
  expect(await store.jobs.lastTouched('d1')).toBe(null)
  await ended('untouched', 9, false)
  expect(await store.jobs.lastTouched('d1')).toBe(null)
  await ended('newer', 5, true)
  await ended('older', 1, true)
  await store.jobs.begin(job('running', { device, touched: true }))
  expect(await store.jobs.lastTouched('d1')).toMatchObject({ jobId: 'newer', outcome: 'failed' })
  expect(await store.jobs.lastTouched('d2')).toBe(null)
})

test('an unknown job is JOB_UNKNOWN, to read and to save', async () => {
  const store = await freshStore()
  await expect(store.jobs.get('none')).rejects.toMatchObject({ code: 'JOB_UNKNOWN' })
  await expect(store.jobs.save(job('none'), [], [])).rejects.toMatchObject({ code: 'JOB_UNKNOWN' })
})

test('many jobs save at the same time and none mixes with another', async () => {
  const store = await freshStore()
  const ids = Array.from({ length: 16 }, (_, index) => `j${index}`)
  await Promise.all(
    ids.map(async (jobId, index) => {
      await store.jobs.begin(job(jobId))
      await store.jobs.save(job(jobId, { operator: jobId }), lines(index * 10, index * 10 + 10), [])
    }),
  )
  for (const [index, jobId] of ids.entries()) {
    expect(await store.jobs.get(jobId)).toEqual({
      ...job(jobId, { operator: jobId }),
      log: lines(index * 10, index * 10 + 10),
      messages: [],
    })
  }
})
