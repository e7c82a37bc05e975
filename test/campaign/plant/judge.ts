// Holds the station's records against what the devices, the cloud and the disk know. Called while no station runs and
// everything was delivered. Throws an Error that names the first thing that is wrong and where to look.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readRecovery } from '../../../main/store/recovery/recovery-files.ts'
import { runCli } from '../../hosts/run-cli.ts'
import { withEvidence } from './keep-evidence.ts'
import { versionNames, versionOf } from './kinds.ts'
import type { Plant } from './open-plant.ts'
import { taskIdOf } from './plant-cloud.ts'
import { readRecords, type StoredMessage, type StoredRecord } from './records.ts'
import type { WatchedUnit } from './watched-unit.ts'

export interface Judged {
  readonly records: readonly StoredRecord[]
  readonly messages: readonly StoredMessage[]
  readonly sessions: number
  readonly wroteSessions: number
  readonly reports: number
  readonly otaLogs: number
}

export type Bench = Pick<Plant, 'dataDir' | 'units' | 'cloud'>

export async function judge(plant: Bench): Promise<Judged> {
  return withEvidence(plant, () => judgeAll(plant))
}

async function judgeAll(plant: Bench): Promise<Judged> {
  const { records, messages, integrity } = readRecords(plant.dataDir)
  assert.equal(integrity, 'ok', 'the database is damaged')
  assert.equal(readRecovery(plant.dataDir), null, 'what the station says was lost')
  const running = records.filter(({ ended_at }) => ended_at === null)
  assert.deepEqual(running, [], 'jobs without an end')
  const sessions = plant.units.flatMap(({ sessions }) => sessions)
  requireRecords(plant.units, records)
  requireMessages(records, messages)
  const { reports, otaLogs } = await requireAtCloud(plant, records)
  await requireWholeChain(plant.dataDir)
  await requireWholeFiles(join(plant.dataDir, 'firmware', 'sha256'))
  return {
    ...{ records, messages, reports, otaLogs, sessions: sessions.length },
    wroteSessions: sessions.filter(({ wrote }) => wrote).length,
  }
}

/** Everything that a device went through is in exactly one record, and no record claims what the device does not hold. */
function requireRecords(units: readonly WatchedUnit[], records: readonly StoredRecord[]): void {
  const ofSlot = Map.groupBy(records, ({ slot_id }) => slot_id)
  const taken = new Set<string>()
  for (const { kind, device, sessions } of units)
    for (const { slotId, openedAtMs, wrote, holds } of sessions) {
      const at = new Date(openedAtMs).toISOString()
      const record = ofSlot.get(slotId)?.findLast(({ started_at }) => started_at <= at)
      const what = `${kind.name} ${device.deviceId} in ${slotId}, spoken to at ${at}`
      assert.ok(record && (record.ended_at ?? '') >= at, `${what}: no record`)
      const { job_id, device_id, touched, outcome, to_number } = record
      assert.ok(!taken.has(job_id), `${what}: a second time in job ${job_id}`)
      taken.add(job_id)
      assert.ok(
        device_id === null || device_id === device.deviceId,
        `${what}: job ${job_id} is of ${device_id}`,
      )
      if (wrote) assert.ok(touched, `${what}: written to, and job ${job_id} says untouched`)
      if (outcome === 'passed')
        assert.equal(
          holds,
          versionOf(to_number),
          `${what}: job ${job_id} passed, the memory is not the image`,
        )
    }
  for (const { job_id, touched, outcome } of records)
    if (outcome === 'passed' && touched)
      assert.ok(taken.has(job_id), `job ${job_id} passed without its device`)
}

/** Who touched a device, or found it with the image of its task in it already. */
const hasResult = ({ touched, outcome, device_id, task_id }: StoredRecord): boolean =>
  (touched || outcome === 'passed') && device_id !== null && task_id !== null

/** Who has a result owes an ota-log and a report, the others owe nothing. All of it arrived. */
function requireMessages(records: readonly StoredRecord[], messages: readonly StoredMessage[]): void {
  const kindsOf = Map.groupBy(messages, ({ job_id }) => job_id)
  for (const record of records) {
    const { job_id } = record
    const kinds = (kindsOf.get(job_id) ?? []).map(({ kind }) => kind).sort()
    assert.deepEqual(kinds, hasResult(record) ? ['otaLog', 'report'] : [], `what job ${job_id} owes`)
  }
  const left = messages.filter(({ state }) => state !== 'sent')
  assert.deepEqual(left, [], 'messages that were not delivered')
}

/** Each result once, in the order of its device's jobs; each success closes one log of its task. */
async function requireAtCloud(
  { cloud: { admin }, units }: Bench,
  records: readonly StoredRecord[],
): Promise<{ reports: number; otaLogs: number }> {
  const reports = await admin.listReports()
  const otaLogs = await admin.listOtaLogs()
  for (const { device, kind } of units) {
    const { deviceId } = device
    const owing = records.filter((record) => record.device_id === deviceId && hasResult(record))
    const due = owing.map(({ job_id, outcome }) => ({ job: job_id, result: outcome === 'passed' ? 0 : 1 }))
    const heard = reports
      .filter(({ device_id }) => device_id === deviceId)
      .map(({ desc, result }) => ({ job: /; job (\S+)$/.exec(desc)?.[1], result }))
    assert.deepEqual(heard, due, `reports of ${kind.name} ${deviceId} at the cloud`)
    for (const name of versionNames) {
      const task = taskIdOf(kind, name)
      const passes = owing.filter(({ task_id, outcome }) => task_id === task && outcome === 'passed')
      const closed = otaLogs.filter(
        ({ device_id, task_id, status }) => device_id === deviceId && task_id === task && status === 2,
      )
      assert.equal(closed.length, passes.length, `completed ota-logs of ${deviceId} for ${task}`)
    }
  }
  for (const kind of new Set(units.map((unit) => unit.kind)))
    for (const name of versionNames) {
      const taskId = taskIdOf(kind, name)
      const passed = records.filter(({ task_id, outcome }) => task_id === taskId && outcome === 'passed')
      const upgraded = new Set(passed.map(({ device_id }) => device_id)).size
      assert.equal((await admin.getTask(taskId))?.upgradedCount, upgraded, `devices counted for ${taskId}`)
    }
  return { reports: reports.length, otaLogs: otaLogs.length }
}

/** A file is what its name says. */
async function requireWholeFiles(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const bytes = await readFile(join(entry.parentPath, entry.name))
    assert.equal(createHash('sha256').update(bytes).digest('hex'), entry.name, 'a file in the firmware store')
  }
}

/** No record was edited, and none is missing. */
async function requireWholeChain(dataDir: string): Promise<void> {
  const { status, stdout, stderr } = await runCli(['history', 'verify', '--data', dataDir])
  assert.equal(status, 0, `the chain of records: ${stdout}${stderr}`)
}
