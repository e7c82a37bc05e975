import { expect, test } from 'vitest'
import { openStore } from '../../main/store/open-store.ts'
import { interruptJob } from '../../main/store/recover.ts'
import { job, step, tempFolder } from './job-fixture.ts'

const at = '2026-02-01T00:00:00.000Z'
const now = () => new Date(at)
const to = (connectionId: string | null | undefined) => () => connectionId
const modelOf = (profileId: string) => (profileId === 'u-boot' ? 'UB-1' : null)

test('a job left running ends as interrupted in its step, with its likely state, and its report is owed', async () => {
  const folder = await tempFolder()
  const dead = await openStore(folder)
  const passed = step({ name: 'check', outcome: 'passed', endedAt: '2026-01-02T03:04:06.500Z' })
  const left = job('j1', { steps: [passed, step()], deviceState: 'incomplete' })
  await dead.jobs.begin(job('j1'))
  const otaLog = { deviceId: 'd1', taskId: 't1' }
  const told = { kind: 'otaLog', deviceId: 'd1', connectionId: 'plant', body: otaLog } as const
  await dead.jobs.save(left, [], [told])
  await dead.close()

  const store = await openStore(folder, { now })
  const [ended] = await store.recover({ modelOf, resultsTo: to('another-by-now') })
  const expected = {
    ...left,
    outcome: 'interrupted',
    endedAt: at,
    steps: [passed, step({ outcome: 'interrupted', endedAt: at })],
    error: { code: 'JOB_INTERRUPTED', step: 'flash', context: { deviceState: 'incomplete' } },
  }
  expect(ended).toEqual(expected)
  const rows = await store.outbox.list({ limit: 10 })
  expect(await store.jobs.get('j1')).toEqual({ ...expected, log: [], messages: rows })
  expect(rows.map(({ kind, state }) => [kind, state])).toEqual([
    ['otaLog', 'waiting'],
    ['report', 'waiting'],
  ])
  expect(await store.outbox.message(rows[1]?.outboxId ?? 0)).toEqual({
    kind: 'report',
    deviceId: 'd1',
    // The cloud that heard of the job hears its end too, whatever is set now.
    connectionId: 'plant',
    body: {
      deviceId: 'd1',
      taskId: 't1',
      part: { type: 'mcu', identify: 0 },
      model: 'UB-1',
      fromVersion: 10000,
      toVersion: 20001,
      succeeded: false,
      description: 'interrupted: JOB_INTERRUPTED in flash; device incomplete; job j1',
      startedAt: left.startedAt,
      endedAt: at,
    },
  })

  expect(await store.recover({ modelOf, resultsTo: to('plant') })).toEqual([])
  expect(await store.outbox.list({ limit: 10 })).toHaveLength(2)
  await store.close()
})

test('an untouched job owes nothing, nor does one whose device or version is not known', async () => {
  const store = await openStore(await tempFolder(), { now })
  await store.jobs.begin(job('untouched', { touched: false, deviceState: 'untouched' }))
  await store.jobs.begin(job('nobody', { device: { deviceId: null, mac: 'm', sn: null } }))
  await store.jobs.begin(job('no-version', { fromVersion: { number: null, text: 'x' }, task: null }))
  const ended = await store.recover({ modelOf, resultsTo: to(null) })
  expect(ended.map(({ outcome }) => outcome)).toEqual(['interrupted', 'interrupted', 'interrupted'])
  expect(await store.outbox.list({ limit: 10 })).toEqual([])
  await store.close()
})

test('a report that was already recorded is neither doubled nor changed', async () => {
  const store = await openStore(await tempFolder(), { now })
  await store.jobs.begin(job('j1', { task: null }))
  const body = {
    deviceId: 'd1',
    taskId: null,
    part: { type: 'mcu', identify: 0 } as const,
    model: 'm',
    fromVersion: 1,
    toVersion: 2,
    succeeded: true,
    description: '',
    startedAt: at,
    endedAt: at,
  }
  await store.jobs.save(
    job('j1', { task: null }),
    [],
    [{ kind: 'report', deviceId: 'd1', connectionId: null, body }],
  )
  await store.recover({ modelOf, resultsTo: to(null) })
  const [row, ...others] = await store.outbox.list({ limit: 10 })
  expect(others).toEqual([])
  expect((await store.outbox.message(row?.outboxId ?? 0)).body).toEqual(body)
  await store.close()
})

test('a profile that is gone does not stop the report', async () => {
  const store = await openStore(await tempFolder(), { now })
  await store.jobs.begin(job('j1', { profileId: 'a-profile-that-was-removed', task: null }))
  await store.recover({ modelOf, resultsTo: to(null) })
  const [row] = await store.outbox.list({ limit: 10 })
  expect((await store.outbox.message(row?.outboxId ?? 0)).body).toMatchObject({
    model: 'a-profile-that-was-r',
  })
  await store.close()
})

test('between two steps the last one is named', () => {
  const passed = step({ outcome: 'passed', endedAt: at })
  expect(interruptJob(job('j1', { steps: [passed] }), at).error?.step).toBe('flash')
  expect(interruptJob(job('j1'), at).error?.step).toBe(null)
})

test('a job that told no cloud owes its result to the connection of its product, or to none', async () => {
  const store = await openStore(await tempFolder(), { now })
  for (const productId of ['p1', 'p2', null])
    await store.jobs.begin(job(`of ${productId}`, { productId, task: null }))
  const asked: (string | null)[] = []
  await store.recover({
    modelOf,
    resultsTo: (productId) => {
      asked.push(productId)
      return productId === 'p1' ? 'plant' : productId === null ? null : undefined
    },
  })
  expect(asked).toEqual(['p1', 'p2', null])
  const rows = await store.outbox.list({ limit: 10 })
  expect(rows.map(({ jobId, connectionId }) => [jobId, connectionId])).toEqual([
    ['of p1', 'plant'],
    ['of null', null],
  ])
  await store.close()
})
