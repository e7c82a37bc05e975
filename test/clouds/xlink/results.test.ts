// Whether a report arrived whose answer was lost: what the client makes of what the service keeps.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OtherResults } from '../../../main/clouds/cloud.ts'
import { caught } from './caught.ts'
import { never, type OpenClient, openClient } from './open-client.ts'
import { answerWith } from './scripted-server.ts'
import { report } from './sixteen-calls.ts'

let open: OpenClient
beforeEach(async () => {
  open = await openClient()
})
afterEach(() => open[Symbol.asyncDispose]())

const failed = { ...report, succeeded: false, description: 'failed: LINK_LOST in flash' }
const logged = (...list: unknown[]) => {
  open.server.answer = answerWith(200, { count: list.length, list })
}
const none: OtherResults = { laterJobs: [], earlierEnds: [] }
const ask = (about: typeof report = report, laterJobs: string[] = [], earlierEnds: string[] = []) =>
  open.client.results.hasReport(about, { laterJobs, earlierEnds }, never)

const issued = { id: 1, status: 1, execute_time: null }
const completed = (time: unknown) => ({ id: 2, status: '2', execute_time: time })

it('asks 9 for this device and task, in documented words and for all fields', async () => {
  logged()
  await ask()
  const [request] = open.server.received
  expect(`${request?.method} ${request?.url}`).toBe('POST /v2/upgrade/ota-logs')
  expect(JSON.parse(request?.body ?? '')).toEqual({
    offset: 0,
    limit: 100,
    query: { task_id: { $in: ['t1'] }, device_id: { $in: ['d1'] } },
  })
})

describe('a success', () => {
  it.each([
    ['at its end', report.endedAt],
    ['a minute before its start by another clock', '2026-01-02T03:03:05.006Z'],
    ['at a time that cannot be read', 'just now'],
    ['without a time', null],
  ])('has arrived when a log was completed %s', async (_name, time) => {
    logged(completed(time))
    expect(await ask()).toBe('yes')
  })

  it('has when a log was completed at its very end, also when a later run opened another', async () => {
    logged(completed(report.endedAt), issued)
    expect(await ask()).toBe('yes')
  })

  it('has not by the log of an earlier job that ended a moment before', async () => {
    const before = new Date(Date.parse(report.endedAt) - 353).toISOString()
    logged(completed(before), issued)
    expect(await ask()).toBe('no')
    logged(completed(before))
    expect(await ask(report, [], [before])).toBe('no')
    // By a service that keeps whole seconds, only who knows of the earlier one can tell.
    const rounded = `${report.endedAt.slice(0, 19)}Z`
    logged(completed(rounded), issued)
    expect(await ask()).toBe('yes')
    expect(await ask(report, [], [before])).toBe('no')
  })

  it('has not when its log is open, although an earlier run was completed by the clock of the service', async () => {
    logged(completed('2026-01-02T09:00:00.000Z'), issued)
    expect(await ask()).toBe('no')
  })

  it('has when the log tells its text, which names the job', async () => {
    const description = 'passed; device confirmed; job j-1'
    logged({ ...issued, result: 0, desc: description })
    expect(await ask({ ...report, description })).toBe('yes')
    // Any other would say so too.
    logged({ ...issued, result: 0, desc: report.description })
    expect(await ask()).toBe('no')
  })

  it('has not when the log is open', async () => {
    logged(issued)
    expect(await ask()).toBe('no')
  })

  it('has not when what was completed was an earlier upgrade', async () => {
    logged(issued, completed('2026-01-02T03:03:05.005Z'))
    expect(await ask()).toBe('no')
  })

  it.each([
    ['there is no log at all', { count: 0, list: [] }],
    ['a log cannot be read', { count: 2, list: [issued, { id: 3, status: 'half' }] }],
    ['there are more logs than were told', { count: 101, list: [issued] }],
  ])('may have when %s', async (_name, answer) => {
    open.server.answer = answerWith(200, answer)
    expect(await ask()).toBe('unknown')
  })
})

describe('a failure', () => {
  it('has arrived when the log says so, which is not in the document', async () => {
    logged({ ...issued, result: '1', desc: failed.description })
    expect(await ask(failed)).toBe('yes')
  })

  it('has when the log tells that its job succeeded: here that end was lost', async () => {
    logged({ ...issued, result: 0, desc: 'passed; device confirmed; job j-1' })
    const lost = {
      ...failed,
      description: 'interrupted: JOB_INTERRUPTED in flash; device receiving; job j-1',
    }
    expect(await ask(lost)).toBe('yes')
    expect(await ask({ ...lost, description: lost.description.replace('j-1', 'j-11') })).toBe('unknown')
    // A late success puts a failure right.
    logged({ ...issued, result: 1, desc: lost.description })
    expect(await ask({ ...report, description: 'passed; device confirmed; job j-1' })).toBe('no')
  })

  it('has when the log tells of a job that was reported after it', async () => {
    logged({ ...issued, result: 0, desc: 'passed; device confirmed; job j-2' })
    expect(await ask(failed, ['j-2'])).toBe('yes')
    expect(await ask(failed, ['j-22', '2'])).toBe('unknown')
  })

  it.each([
    ['the log says nothing of results', issued],
    ['another failure is the last one', { ...issued, result: 1, desc: 'failed: RECEIVER_SILENT in flash' }],
    ['the last one is a success', { ...issued, result: 0, desc: failed.description }],
    ['the result cannot be read', { ...issued, result: 'bad', desc: failed.description }],
    ['the log was completed', completed(report.endedAt)],
  ])('may have when %s', async (_name, log) => {
    logged(log)
    expect(await ask(failed)).toBe('unknown')
  })
})

describe('an ota-log', () => {
  const startedAt = report.startedAt
  const askLog = (about: { startedAt?: string } = { startedAt }, others = none) =>
    open.client.results.hasOtaLog({ deviceId: 'd1', taskId: 't1', ...about }, others, never)

  it.each([
    ['one is open', [issued], 'yes'],
    ['one was completed since the job began', [completed(report.endedAt)], 'yes'],
    ['one was completed before', [completed('2026-01-01T00:00:00.000Z')], 'no'],
    ['there is none', [], 'no'],
  ])('when %s', async (_name, logs, answer) => {
    logged(...logs)
    expect(await askLog()).toBe(answer)
  })

  it('is not the one that an earlier job completed a moment before', async () => {
    const before = new Date(Date.parse(startedAt) - 180).toISOString()
    logged(completed(before))
    expect(await askLog()).toBe('yes')
    expect(await askLog({ startedAt }, { ...none, earlierEnds: [before] })).toBe('no')
  })

  it('of a job without a time is known only by an open one', async () => {
    logged(completed(report.endedAt))
    expect(await askLog({})).toBe('unknown')
    logged(issued)
    expect(await askLog({})).toBe('yes')
  })
})

describe('when nothing can be told', () => {
  it('without a task it is not asked', async () => {
    expect(await open.client.results.hasReport({ ...report, taskId: null }, none, never)).toBe('unknown')
    expect(open.server.received).toEqual([])
  })

  it.each([
    [403, { error: { code: 4031001, msg: 'forbidden' } }],
    [403, { error: { code: 4031002, msg: 'needed' } }],
    [401, ''],
    [404, ''],
    [400, { error: { code: 4001001, msg: 'field' } }],
  ])('%i %j is not told', async (status, body) => {
    open.server.answer = answerWith(status, body)
    expect(await ask()).toBe('unknown')
  })

  it.each([
    [429, '', 'CLOUD_BUSY'],
    [503, '', 'CLOUD_SERVER'],
    [200, { count: 'many' }, 'CLOUD_REPLY'],
    [403, { error: { code: 4031021, msg: 'expired' } }, 'CLOUD_TOKEN'],
  ])('%i %j is a reason to ask later', async (status, body, code) => {
    open.server.answer = answerWith(status, body)
    expect(await caught(ask())).toMatchObject({ code })
  })

  it('so is a broken network, and an abort', async () => {
    open.server.answer = (response) => void response.destroy()
    expect(await caught(ask())).toMatchObject({ code: 'CLOUD_UNREACHABLE' })
    const reason = new Error('enough')
    await expect(open.client.results.hasReport(report, none, AbortSignal.abort(reason))).rejects.toBe(reason)
  })
})
