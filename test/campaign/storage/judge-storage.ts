// Holds the records against devices and cloud after a storage fault, whatever the clock said: by counts and numbers, not by times.
// Called while no station runs and everything was delivered. Throws an Error that names the first thing that is wrong and where to look.
import assert from 'node:assert/strict'
import { openStore } from '../../../main/store/open-store.ts'
import type { ChainReport } from '../../../preload/contract/index.ts'
import type { Bench } from '../plant/judge.ts'
import { withEvidence } from '../plant/keep-evidence.ts'
import { versionOf } from '../plant/kinds.ts'
import { readRecords } from '../plant/records.ts'

export interface JudgedStorage {
  readonly records: number
  readonly reports: number
  /** Times that a device was written to, and no record says so. */
  readonly lost: number
  readonly chain: ChainReport
}

/** `mayLose`: records that were committed were taken away with the fault; all that is asked then is that it was said. */
export function judgeStorage(bench: Bench, mayLose: boolean): Promise<JudgedStorage> {
  return withEvidence(bench, () => judgeAll(bench, mayLose))
}

async function judgeAll(bench: Bench, mayLose: boolean): Promise<JudgedStorage> {
  const { records, messages, integrity } = readRecords(bench.dataDir)
  assert.equal(integrity, 'ok', 'the database is damaged')
  assert.deepEqual(
    records.filter(({ ended_at }) => ended_at === null),
    [],
    'jobs without an end',
  )
  let lost = 0
  for (const { device, sessions, holds } of bench.units) {
    const written = sessions.filter(({ wrote }) => wrote).length
    const own = records.filter(({ device_id, touched }) => device_id === device.deviceId && touched)
    assert.ok(own.length <= sessions.length, `${device.deviceId}: more records than it was spoken to`)
    if (own.length < written) lost += written - own.length
    const last = own.at(-1)
    if (last?.outcome === 'passed' && own.length >= written)
      assert.equal(holds, versionOf(last.to_number), `${device.deviceId} passed, its memory is not the image`)
  }
  if (!mayLose) assert.equal(lost, 0, 'units that were written to, without a record')
  assert.deepEqual(
    messages.filter(({ state }) => state !== 'sent'),
    [],
    'messages that were not delivered',
  )
  const reports = await bench.cloud.admin.listReports()
  const told = reports.map(({ desc }) => /; job (\S+)$/.exec(desc)?.[1] ?? desc)
  assert.equal(new Set(told).size, told.length, 'results that the cloud has twice')
  const owing = new Set(messages.filter(({ kind }) => kind === 'report').map(({ job_id }) => job_id))
  for (const jobId of owing) assert.ok(told.includes(jobId), `job ${jobId}: its result never came`)
  const store = await openStore(bench.dataDir, { readOnly: true })
  try {
    const chain = await store.chain.verify()
    const problems = chain.problems.filter(({ kind }) => !(mayLose && kind === 'headBehind'))
    assert.deepEqual(problems, [], 'the chain of records')
    return { records: records.length, reports: reports.length, lost, chain }
  } finally {
    await store.close()
  }
}
