// The practice bench of the LAN through the contract: devices that the station really discovers, a rollout of all makes
// where two fail and are tried again alone, and the way back.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { expect, test } from 'vitest'
import { demoLan } from '../../main/practice/demo-lan.ts'
import { createCaller } from '../../main/station/caller.ts'
import { createStation } from '../../main/station/station.ts'
import type { Job, Rollout } from '../../preload/contract/index.ts'
import { resourcesDir } from './one-device.ts'

const deadline = { timeout: 60_000, interval: 100 }

test('24 devices of five makes are found, put on the bench and pushed; two fail and pass alone', async () => {
  await using stack = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-lan-bench-'))
  stack.defer(() => rm(dataDir, { recursive: true, force: true }))
  const station = await createStation({
    dataDir,
    resourcesDir,
    practice: true,
    practiceKind: 'lan',
    version: '0.0.0',
    keychain: async () => null,
  })
  stack.defer(() => station.close())
  const client = createRouterClient(station.router, { context: { caller: createCaller() } })
  const found = async () => (await client.station.snapshot()).lanDevices.filter(({ name }) => names.has(name))
  const names = new Set((demoLan.lanUnits ?? []).map(({ device, announce }) => nameOf(announce, device)))
  await expect.poll(async () => (await found()).length, deadline).toBe(24)
  expect((await client.station.snapshot()).slots).toEqual([])

  const slots = await client.lan.place({ devices: (await found()).map(({ identity }) => ({ identity })) })
  expect(new Set(slots.map(({ productId }) => productId)).size).toBe(5)
  const over = async (rolloutId: string): Promise<Rollout> => {
    const one = () => client.rollouts.list().then((all) => all.find((it) => it.rolloutId === rolloutId))
    await expect.poll(async () => (await one())?.endedAt ?? null, deadline).not.toBeNull()
    const rollout = await one()
    if (!rollout) throw new Error('the rollout is gone')
    return rollout
  }
  const plan = { firstCount: 2, maxFailed: null, limit: 24, limitPerAccessPoint: 12 }
  const slotIds = slots.map(({ slotId }) => slotId)
  const first = await over((await client.rollouts.start({ slotIds, plan })).rolloutId)
  const codes = first.items.flatMap(({ error }) => error?.code ?? [])
  expect(codes.toSorted()).toEqual(['OTA_BROKEN', 'OTA_REFUSED'])
  expect(first.items.filter(({ state }) => state === 'passed')).toHaveLength(22)

  const again = await over((await client.rollouts.retryFailed({ rolloutId: first.rolloutId })).rolloutId)
  expect(again.items.map(({ state }) => state)).toEqual(['passed', 'passed'])
  const { jobs } = await client.history.list({ limit: 100 })
  expect(count(jobs, ({ deviceState }) => `${deviceState}`)).toMatchObject({ confirmed: 20, verified: 4 })
  // Nobody would be told a version by Arduino OTA; the record says so.
  for (const job of jobs.filter(({ profileId }) => profileId === 'practice-lan-espota'))
    expect(job.steps.find(({ name }) => name === 'confirm')?.detail).toEqual({
      reason: 'profileCannotConfirm',
    })
}, 120_000)

function nameOf(
  announce: (unit: { mac: string; address: string; port: number; version: string }) => { name: string },
  { mac }: { mac: string },
): string {
  return announce({ mac, address: '127.0.0.1', port: 1, version: '' }).name
}

function count(jobs: readonly Job[], keyOf: (job: Job) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const job of jobs) counts[keyOf(job)] = (counts[keyOf(job)] ?? 0) + 1
  return counts
}
