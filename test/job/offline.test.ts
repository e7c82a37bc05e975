// A job whose task came from the station's own copy, and jobs of which no cloud wants to hear.
import { expect, it } from 'vitest'
import { runJob } from '../../main/job/run-job.ts'
import { profileSchema } from '../../main/profiles/profile.ts'
import { errorText, type Task } from '../../preload/contract/index.ts'
import { FakeSurroundings, order, task } from './fake-ports.ts'

const syncedAt = '2026-01-02T03:04:05.000Z'
const identify = [{ expect: 'APP version (?<version>\\d+)', timeoutMs: 1000 }]
const versionOrder = { ...order, profile: profileSchema.parse({ ...order.profile, identify }) }

/** A bench without a network, that says the version of its device. */
function offline(found: Task | null): FakeSurroundings {
  const fake = new FakeSurroundings()
  const lines = [new TextEncoder().encode('APP version 1\r\n')]
  fake.link = { ...fake.link, read: async () => lines.shift() ?? new Uint8Array() }
  fake.ports = {
    ...fake.ports,
    checkTask: async () => ({ task: found, source: 'offline', syncedAt, cause: 'CLOUD_UNREACHABLE' }),
  }
  return fake
}

it('says in its record that it was decided offline, why, and how old the tasks were', async () => {
  const job = await runJob(versionOrder, offline(task).ports, AbortSignal.timeout(5000))
  expect(job).toMatchObject({ outcome: 'passed', task: { taskId: 't1' } })
  expect(job.steps.find(({ name }) => name === 'check')?.detail).toEqual({
    source: 'offline',
    syncedAt,
    cause: 'CLOUD_UNREACHABLE',
  })
})

it('holds an offline task against the device like any other', async () => {
  const fake = offline({ ...task, scope: { category: 'devices', deviceIds: ['d2'] } })
  const job = await runJob(versionOrder, fake.ports, AbortSignal.timeout(5000))
  expect(job).toMatchObject({ outcome: 'refused', touched: false, error: { code: 'TASK_DIFFERS' } })
})

it('tells how old the tasks were when there was none among them', async () => {
  const fake = offline(null)
  const { outcome, error } = await runJob(versionOrder, fake.ports, AbortSignal.timeout(5000))
  expect({ outcome, error }).toEqual({
    outcome: 'refused',
    error: {
      code: 'TASK_NONE',
      step: 'check',
      context: { deviceId: 'd1', version: '1', offline: true, syncedAt, cause: 'CLOUD_UNREACHABLE' },
    },
  })
  expect(fake.messages).toEqual([])
  if (error === null) return
  const at = (language: 'en' | 'zh-CN') =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(syncedAt))
  expect(errorText(error, 'en').remedy).toContain(`the tasks it synced on ${at('en')}. It may be up to date.`)
  expect(errorText(error, 'zh-CN').remedy).toContain(`按 ${at('zh-CN')} 同步的任务`)
  const online = { ...error, context: { deviceId: 'd1', version: '1' } }
  expect(errorText(online, 'en').remedy).toMatch(/^It may be up to date\./)
})

it('says nothing of a check that the cloud answered', async () => {
  const fake = offline(task)
  fake.ports = {
    ...fake.ports,
    checkTask: async () => ({ task, source: 'cloud', syncedAt: null, cause: null }),
  }
  const job = await runJob(versionOrder, fake.ports, AbortSignal.timeout(5000))
  expect(job.steps.find(({ name }) => name === 'check')?.detail).toEqual({})
})

it('owes nothing when no cloud takes the results, whoever gave the task', async () => {
  const fake = offline(task)
  fake.ports = { ...fake.ports, resultsTo: undefined }
  const job = await runJob(versionOrder, fake.ports, AbortSignal.timeout(5000))
  expect(job).toMatchObject({ outcome: 'passed', touched: true })
  expect(fake.messages).toEqual([])
  expect(job.steps.at(-1)).toMatchObject({
    name: 'report',
    outcome: 'skipped',
    detail: { reason: 'noCloud' },
  })
})

it('owes a result for a local image too, to whichever connection takes it', async () => {
  const fake = offline(null)
  fake.ports = { ...fake.ports, checkTask: null, resultsTo: null }
  const image = await fake.ports.fetchFirmware(task.image, () => {}, AbortSignal.timeout(5000))
  const firmware = { ...image, version: { number: 2, text: '2' }, url: null }
  const job = await runJob(
    { ...versionOrder, local: { image, firmware } },
    fake.ports,
    AbortSignal.timeout(5000),
  )
  expect(job.outcome).toBe('passed')
  expect(fake.messages).toMatchObject([
    { kind: 'report', connectionId: null, body: { taskId: null, toVersion: 2, succeeded: true } },
  ])
})
