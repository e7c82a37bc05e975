// What is kept of the LAN: devices on the bench and rollouts; and records that are put right after their end.
import { expect, onTestFinished, test } from 'vitest'
import type { OutboxMessage } from '../../main/store/job-store.ts'
import type { PlacedLanDevice } from '../../main/store/lan-devices.ts'
import { openStore, type Store } from '../../main/store/open-store.ts'
import type { JobCorrection, Rollout } from '../../preload/contract/index.ts'
import { job, step, tempFolder } from './job-fixture.ts'

async function freshStore(): Promise<Store> {
  const store = await openStore(await tempFolder())
  onTestFinished(() => store.close())
  return store
}

const device = (identity: string, overrides: Partial<PlacedLanDevice> = {}): PlacedLanDevice => ({
  identity,
  address: 'lan://10.0.0.7',
  name: 'kitchen',
  productId: 'p1',
  profileId: null,
  accessPoint: '',
  mac: null,
  deviceId: null,
  model: 'esp32dev',
  version: '1.0.0',
  origin: 'esphome',
  lastSeenAt: null,
  ...overrides,
})

test('a device of the LAN is kept, replaced, known by more, and removed', async () => {
  const { lanDevices } = await freshStore()
  const other = device('mac:000000000002', { origin: 'hand', lastSeenAt: '2026-01-02T03:04:05.000Z' })
  await lanDevices.put(other)
  await lanDevices.put(device('at:lan://10.0.0.7'))
  await lanDevices.put(device('at:lan://10.0.0.7', { address: 'lan://10.0.0.9:8080', productId: null }))
  expect(await lanDevices.list()).toEqual([
    device('at:lan://10.0.0.7', { address: 'lan://10.0.0.9:8080', productId: null }),
    other,
  ])
  const upgraded = device('mac:000000000001', { mac: '000000000001' })
  await lanDevices.put(upgraded, 'at:lan://10.0.0.7')
  expect(await lanDevices.list()).toEqual([upgraded, other])
  await lanDevices.remove('mac:000000000001')
  await lanDevices.remove('nobody')
  expect(await lanDevices.list()).toEqual([other])
})

const rollout = (rolloutId: string, startedAt: string): Rollout => ({
  rolloutId,
  state: 'running',
  stage: 'first',
  plan: {
    firstCount: 1,
    maxFailed: 1,
    limit: 16,
    limitPerAccessPoint: 8,
    downgrade: 'refuse',
    tag: 'formal',
  },
  items: [
    {
      slotId: 'lan-1',
      name: 'kitchen',
      accessPoint: 'eth0',
      state: 'skipped',
      jobId: null,
      error: { code: 'LAN_UNREACHABLE', context: { address: '10.0.0.7' } },
    },
  ],
  stoppedBy: null,
  retryOf: null,
  startedAt,
  endedAt: null,
})

test('rollouts are listed newest first and found by their id', async () => {
  const { rollouts } = await freshStore()
  const early = rollout('r1', '2026-01-01T00:00:00.000Z')
  const late = rollout('r2', '2026-01-02T00:00:00.000Z')
  await rollouts.save(late)
  await rollouts.save(early)
  const ended: Rollout = { ...early, state: 'ended', endedAt: '2026-01-01T00:10:00.000Z' }
  await rollouts.save(ended)
  expect(await rollouts.list(10)).toEqual([late, ended])
  expect(await rollouts.list(1)).toEqual([late])
  expect(await rollouts.get('r1')).toEqual(ended)
  await expect(rollouts.get('r3')).rejects.toMatchObject({ code: 'ROLLOUT_UNKNOWN' })
})

const report = (succeeded: boolean): OutboxMessage => ({
  kind: 'report',
  deviceId: 'd1',
  connectionId: 'c1',
  body: {
    deviceId: 'd1',
    taskId: 't1',
    part: { type: 'mcu', identify: 0 },
    model: 'UB-1',
    fromVersion: 1,
    toVersion: 2,
    succeeded,
    description: '',
    startedAt: '2026-01-02T03:04:05.000Z',
    endedAt: '2026-01-02T03:14:05.000Z',
  },
})

test('a record is put right once, with what that owes, and its error stays', async () => {
  const store = await freshStore()
  const failed = job('j1', {
    outcome: 'failed',
    deviceState: 'receiving',
    endedAt: '2026-01-02T03:14:05.000Z',
    steps: [step({ outcome: 'failed' })],
    error: { code: 'UPGRADE_STALLED', step: 'confirm', context: {} },
  })
  await store.jobs.begin(job('j1'))
  await store.jobs.save(failed, [], [report(false)])

  const correction: JobCorrection = { at: '2026-01-02T03:20:00.000Z', reason: 'lateSuccess', was: 'failed' }
  const right = { ...failed, outcome: 'passed', deviceState: 'confirmed', correction }
  expect(await store.jobs.correct('j1', correction, [report(true)])).toEqual(right)
  const again = { ...correction, at: '2026-01-02T04:00:00.000Z' }
  expect(await store.jobs.correct('j1', again, [report(true)])).toEqual(right)

  const { log, messages, ...kept } = await store.jobs.get('j1')
  expect(log).toEqual([])
  expect(kept).toEqual(right)
  expect(messages.map(({ kind, state }) => [kind, state])).toEqual([
    ['report', 'waiting'],
    ['report', 'waiting'],
  ])
  const bodies = await Promise.all(messages.map(({ outboxId }) => store.outbox.message(outboxId)))
  expect(bodies).toEqual([report(false), report(true)])
  expect((await store.jobs.list({ limit: 5 })).jobs).toEqual([right])
  await expect(store.jobs.correct('j2', correction, [])).rejects.toMatchObject({ code: 'JOB_UNKNOWN' })
})

test('when what it owes cannot be written, the record is not put right', async () => {
  const store = await freshStore()
  await store.jobs.begin(job('j1'))
  const failed = job('j1', { outcome: 'failed', endedAt: '2026-01-02T03:14:05.000Z' })
  await store.jobs.save(failed, [], [])
  const correction: JobCorrection = { at: '2026-01-02T03:20:00.000Z', reason: 'lateSuccess', was: 'failed' }
  const unfit = { ...report(true), body: { big: 1n } } as unknown as OutboxMessage
  await expect(store.jobs.correct('j1', correction, [unfit])).rejects.toThrow(TypeError)
  expect(await store.jobs.get('j1')).toEqual({ ...failed, log: [], messages: [] })
})
