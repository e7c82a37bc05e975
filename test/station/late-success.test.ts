// A job that gave up waiting, and a cloud that says later that the upgrade succeeded: the record is put right with a note,
// the result is reported once more, and a restart of the station forgets nothing.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LateSuccess } from '../../main/station/late-success.ts'
import { openStore, type Store } from '../../main/store/open-store.ts'
import type { Job, UpgradeProgress } from '../../preload/contract/index.ts'
import { hang } from '../job/fake-ports.ts'
import { job } from '../store/job-fixture.ts'

const endedAt = '2026-03-01T08:00:00.000Z'
const now = () => new Date('2026-03-01T09:00:00.000Z')

const stalled = (jobId: string, part: Partial<Job> = {}): Job =>
  job(jobId, {
    outcome: 'failed',
    touched: true,
    deviceState: 'receiving',
    endedAt,
    toVersion: { number: 20001, text: '2.0.1' },
    error: { code: 'UPGRADE_STALLED', step: 'flash', context: {} },
    ...part,
  })

const says = (part: Partial<UpgradeProgress>): UpgradeProgress => ({
  deviceId: 'd1',
  module: '',
  currentVersion: null,
  firmwareVersion: '2.0.1',
  state: 'upgrading',
  percent: 50,
  failure: null,
  stalled: true,
  needsConfirmation: false,
  description: '',
  ...part,
})

let dataDir = ''
let store: Store
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'flashline-late-'))
  store = await openStore(dataDir)
})
afterEach(async () => {
  await store.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function record(ended: Job): Promise<void> {
  await store.jobs.begin({ ...ended, outcome: 'running', endedAt: null })
  await store.jobs.save(ended, [], [])
}

/** Watches with a cloud of these answers; `corrected` resolves with the record when it was put right. */
function lateWith(answers: readonly UpgradeProgress[]) {
  const { promise: corrected, resolve } = Promise.withResolvers<Job>()
  const followed: string[] = []
  const late = new LateSuccess({
    jobs: store.jobs,
    async *follow(_productId, deviceId, signal) {
      followed.push(deviceId)
      yield* answers
      await hang(signal)
    },
    modelOf: () => 'MODEL',
    resultsTo: () => 'c1',
    onCorrected: resolve,
    onError: (error) => {
      throw error
    },
    now,
  })
  return { late, corrected, followed }
}

describe('a success that comes late', () => {
  it('puts the record right, with a note, and reports the result', async () => {
    await record(stalled('j1'))
    const { late, corrected } = lateWith([says({}), says({ state: 'succeeded', percent: 100 })])
    await late.resume()
    const right = await corrected
    await late.stop()
    expect(right).toMatchObject({
      jobId: 'j1',
      outcome: 'passed',
      deviceState: 'confirmed',
      error: { code: 'UPGRADE_STALLED' },
      correction: { at: now().toISOString(), reason: 'lateSuccess', was: 'failed' },
    })
    const { messages, ...kept } = await store.jobs.get('j1')
    expect(kept).toMatchObject({ outcome: 'passed', correction: right.correction })
    expect(messages).toMatchObject([{ kind: 'report', connectionId: 'c1', state: 'waiting' }])
  })

  it('takes no other version for its own', async () => {
    await record(stalled('j1'))
    const { late, followed } = lateWith([says({ state: 'succeeded', firmwareVersion: '3.0.0' })])
    await late.resume()
    await late.stop()
    expect(followed).toEqual(['d1'])
    expect(await store.jobs.get('j1')).toMatchObject({ outcome: 'failed', correction: null })
  })

  it('asks about nothing else: other failures, older than a day, or put right before', async () => {
    await record(stalled('other', { error: { code: 'OTA_BROKEN', step: 'flash', context: {} } }))
    await record(stalled('old', { endedAt: '2026-02-27T08:00:00.000Z' }))
    await record(stalled('right', { correction: { at: endedAt, reason: 'lateSuccess', was: 'failed' } }))
    const { late, followed } = lateWith([])
    await late.resume()
    await late.stop()
    expect(followed).toEqual([])
  })
})
