// What a bench does in a shift without a network: jobs of many devices, some of them again and again, each with its ota-log
// and its result; and what a cloud must have of them afterwards.
import assert from 'node:assert/strict'
import { otaLogFor, reportFor } from '../../../main/clouds/report.ts'
import type { LocalCloud } from '../../../main/local-cloud/server.ts'
import type { OutboxMessage } from '../../../main/store/job-store.ts'
import type { Store } from '../../../main/store/open-store.ts'
import type { Job } from '../../../preload/contract/index.ts'
import { job as anyJob } from '../../store/job-fixture.ts'
import type { Decisions } from '../scenario.ts'
import { productId } from './unsteady-cloud.ts'

export interface Result {
  readonly jobId: string
  readonly deviceId: string
  readonly succeeded: boolean
}

const jobTookMs = 20_000

/** Writes the record of a job that ended now, with what it owes. */
export async function recordResult(
  store: Store,
  taskId: string,
  { jobId, deviceId, succeeded }: Result,
  endedAt: Date,
): Promise<void> {
  const running: Job = {
    ...anyJob(jobId),
    productId,
    part: { type: 'wifi', identify: 0 },
    device: { deviceId, mac: null, sn: null },
    task: { taskId, name: 'upgrade' },
    touched: true,
    fromVersion: { number: 1, text: '1' },
    toVersion: { number: 2, text: '2' },
    outcome: 'running',
    startedAt: new Date(endedAt.getTime() - jobTookMs).toISOString(),
    endedAt: null,
  }
  await store.jobs.begin(running)
  const ended: Job = {
    ...running,
    outcome: succeeded ? 'passed' : 'failed',
    deviceState: succeeded ? 'confirmed' : 'incomplete',
    error: succeeded ? null : { code: 'LINK_LOST', step: 'flash', context: {} },
    endedAt: endedAt.toISOString(),
  }
  const otaLog = otaLogFor(ended)
  const report = reportFor(ended, 'KT-1')
  assert(otaLog && report)
  const to = { deviceId, connectionId: 'plant' }
  const messages: OutboxMessage[] = [
    { kind: 'otaLog', ...to, body: otaLog },
    { kind: 'report', ...to, body: report },
  ]
  await store.jobs.save(ended, [], messages)
}

/** A device that failed is tried again soon; others come in any order. */
export function nextResult(decisions: Decisions, deviceIds: readonly string[], number: number): Result {
  return {
    jobId: `j${number}`,
    deviceId: deviceIds[decisions.between(0, deviceIds.length - 1)] ?? '',
    succeeded: !decisions.oneIn(4),
  }
}

/** All delivered, none twice, in order per device, counted once. */
export async function judgeCloud(
  { admin }: LocalCloud,
  taskId: string,
  results: readonly Result[],
): Promise<void> {
  const reported = (await admin.listReports()).map(({ device_id, desc, result }) => ({
    jobId: / job (\S+)$/.exec(desc)?.[1] ?? desc,
    deviceId: device_id,
    succeeded: result === 0,
  }))
  const byDevice = (all: readonly Result[]) => Object.groupBy(all, ({ deviceId }) => deviceId)
  const [found, expected] = [byDevice(reported), byDevice(results)]
  assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort(), 'every device was reported')
  for (const [deviceId, own] of Object.entries(expected))
    assert.deepEqual(found[deviceId], own, `the results of ${deviceId}, each once and in order`)

  const logs = (await admin.listOtaLogs()).map(({ device_id, status }) => `${device_id} ${status}`)
  const expectedLogs = Object.entries(expected).flatMap(([deviceId, own = []]) => logsOf(deviceId, own))
  assert.deepEqual(logs.sort(), expectedLogs.sort(), 'one ota-log for each try until a success')

  const upgraded = new Set(results.flatMap(({ deviceId, succeeded }) => (succeeded ? deviceId : [])))
  const task = await admin.getTask(taskId)
  assert.equal(task?.upgradedCount, upgraded.size, 'each device counted once')
}

/** A log is open until a success completes it (2); tries in between add none. */
function logsOf(deviceId: string, results: readonly Result[]): string[] {
  const logs: string[] = []
  let isOpen = false
  for (const { succeeded } of results) {
    if (!isOpen) logs.push(`${deviceId} 1`)
    isOpen = true
    if (!succeeded) continue
    logs[logs.length - 1] = `${deviceId} 2`
    isOpen = false
  }
  return logs
}
