import { expect, test } from 'vitest'
import { otaLogFor, reportFor } from '../../main/clouds/report.ts'
import { job } from '../store/job-fixture.ts'

const endedAt = '2026-01-02T03:09:00.000Z'

test('a passed job reports success, from the version it had to the one it got', () => {
  const passed = job('j1', { outcome: 'passed', deviceState: 'confirmed', endedAt })
  expect(reportFor(passed, 'UB-1')).toEqual({
    deviceId: 'd1',
    taskId: 't1',
    part: { type: 'mcu', identify: 0 },
    model: 'UB-1',
    fromVersion: 10000,
    toVersion: 20001,
    succeeded: true,
    description: 'passed; device confirmed; job j1',
    startedAt: '2026-01-02T03:04:05.000Z',
    endedAt,
  })
  expect(otaLogFor(passed)).toEqual({ deviceId: 'd1', taskId: 't1', startedAt: passed.startedAt })
})

test('a failed one names code, step and what the device likely carries, in bounded texts', () => {
  const failed = job('j1', {
    outcome: 'failed',
    endedAt,
    error: { code: 'LINK_LOST', step: 'flash', context: { path: '/dev/ttyUSB0' } },
  })
  const report = reportFor(failed, 'a model with a name that is too long')
  expect(report).toMatchObject({
    succeeded: false,
    toVersion: 20001,
    model: 'a model with a name ',
    description: 'failed: LINK_LOST in flash; device incomplete; job j1',
  })
})

test('nothing is owed for a device that was not touched, or that the cloud could not know', () => {
  const ended = job('j1', { outcome: 'failed', endedAt })
  const unknown = { deviceId: null, mac: 'm', sn: 's' }
  expect(reportFor({ ...ended, touched: false }, 'm')).toBe(null)
  expect(otaLogFor({ ...ended, touched: false })).toBe(null)
  expect(reportFor({ ...ended, device: unknown }, 'm')).toBe(null)
  expect(otaLogFor({ ...ended, device: unknown })).toBe(null)
  expect(reportFor({ ...ended, toVersion: { number: null, text: '2' } }, 'm')).toBe(null)
  expect(otaLogFor({ ...ended, task: null })).toBe(null)
})

test('a device that had the image of its task already has passed, and that is told', () => {
  const passed = job('j1', { outcome: 'passed', touched: false, endedAt })
  expect(reportFor(passed, 'm')).toMatchObject({ succeeded: true, taskId: 't1' })
  expect(otaLogFor(passed)).toMatchObject({ deviceId: 'd1', taskId: 't1' })
  expect(reportFor({ ...passed, task: null }, 'm')).toBe(null)
})

test('a running job has no result', () => {
  expect(() => reportFor(job('j1'), 'm')).toThrow(expect.objectContaining({ code: 'SOFTWARE' }))
})

test('the id of the job is at the end of a description and never cut', () => {
  const jobId = 'c0ffee00-0000-4000-8000-000000000001'
  const context = {}
  const code = 'SOFTWARE'
  const failed = job(jobId, {
    outcome: 'failed',
    endedAt,
    task: null,
    error: { code, step: 'verify', context },
  })
  expect(reportFor(failed, 'm')).toMatchObject({
    taskId: null,
    description: `failed: SOFTWARE in verify; device incomplete; job ${jobId}`,
  })
  const long = 'x'.repeat(170)
  const { description = '' } = reportFor({ ...failed, jobId: long }, 'm') ?? {}
  expect(description).toHaveLength(200)
  expect(description.endsWith(`; job ${long}`)).toBe(true)
})
