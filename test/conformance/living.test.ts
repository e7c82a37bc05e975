// The Living client against the local cloud, over real HTTP: signature, progress, the ten-minute rule, two clocks.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CloudClient, ProgressQuery } from '../../main/clouds/cloud.ts'
import type { LineOptions } from '../../main/clouds/line/line.ts'
import { followProgress } from '../../main/clouds/living/follow-progress.ts'
import { createLivingClient } from '../../main/clouds/living/index.ts'
import {
  type ConnectionCheck,
  livingConnectionSchema,
  type SecretName,
  type UpgradeProgress,
  upgradeProgressSchema,
} from '../../preload/contract/index.ts'
import { lineTo } from '../clouds/test-line.ts'
import { createTurnedClock } from '../clouds/turned-clock.ts'
import { type OpenCloud, openCloud } from '../local-cloud/open-cloud.ts'

const never = new AbortController().signal
const MINUTE_MS = 60_000
const startMs = Date.parse('2026-01-02T03:00:00.000Z')

let open: OpenCloud
let nowMs: number
let closing: (() => Promise<void>)[]
let appKey: string
let secrets: Partial<Record<SecretName, string>>

async function start(options: Parameters<typeof openCloud>[0] = {}): Promise<void> {
  nowMs = startMs
  closing = []
  open = await openCloud({ now: () => new Date(nowMs), ...options })
  const key = await open.cloud.admin.addAppKey()
  appKey = key.appKey
  secrets = { appSecret: key.appSecret, iotToken: await open.cloud.admin.issueIotToken() }
}
beforeEach(() => start())
afterEach(async () => {
  for (const close of closing) await close()
  await open[Symbol.asyncDispose]()
})

function connect(change: Partial<LineOptions> = {}): CloudClient {
  const { baseUrl } = open.cloud
  const connection = livingConnectionSchema.parse({ kind: 'living', connectionId: 'c', baseUrl, appKey })
  const { line } = lineTo(baseUrl, { now: () => new Date(nowMs), ...change })
  closing.push(() => line.close())
  return createLivingClient(connection, { line, secret: (name) => secrets[name] ?? '' })
}

const ask = (query: ProgressQuery, client = connect()) => client.progress?.getProgress(query, never)
const issue = async (change: object = {}, deviceId = 'd1') => {
  const task = { productId: 'p1', fromVersion: 10_000, toVersion: 20_001, firmware: open.firmware, ...change }
  const body = { device_id: deviceId, task_id: await open.cloud.admin.addTask(task) }
  await open.call('POST', '/v2/upgrade/ota-log', body, { 'Corp-ID': 'flashline' })
}
const report = (change: object = {}) =>
  open.call('POST', '/v2/upgrade/firmware/report/d1', {
    type: 1,
    mod: 'm',
    identify: 0,
    last_version: 10_000,
    current_version: 20_001,
    result: 0,
    ...change,
  })

describe('living client with the local cloud', () => {
  it('reads a whole upgrade, valid for the contract', async () => {
    expect(await ask({ deviceId: 'd1' })).toBeNull()
    await issue()
    const running = upgradeProgressSchema.parse(await ask({ deviceId: 'd1' }))
    expect(running).toMatchObject({
      deviceId: 'd1',
      module: 'default',
      currentVersion: '10000',
      firmwareVersion: '20001',
      state: 'upgrading',
      percent: 0,
      stalled: false,
      needsConfirmation: false,
    })
    await report({ desc: 'done' })
    expect(await ask({ deviceId: 'd1' })).toMatchObject({
      state: 'succeeded',
      percent: 100,
      description: 'done',
    })
  })

  it('lets iotId win over the pair', async () => {
    await issue({}, 'd1')
    await issue({ toVersion: 30_000 }, 'd2')
    const pair = { productKey: 'p1', deviceName: 'd2' }
    expect(await ask({ deviceId: 'd1', ...pair })).toMatchObject({ deviceId: 'd1', firmwareVersion: '20001' })
    expect(await ask(pair)).toMatchObject({ deviceId: 'd2', firmwareVersion: '30000' })
  })

  it('asks for the version of a module that is not the default one', async () => {
    await issue({ part: { type: 'mcu', identify: 1 }, toVersion: 7 })
    await expect(ask({ deviceId: 'd1', module: 'mcu-1' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      context: { field: 'firmwareVersion' },
    })
    expect(open.cloud.admin.requests().filter(({ path }) => path.startsWith('/living/'))).toEqual([])
    const progress = await ask({ deviceId: 'd1', module: 'mcu-1', firmwareVersion: '7' })
    expect(progress).toMatchObject({ module: 'mcu-1', firmwareVersion: '7', state: 'upgrading' })
  })

  it('waits for a person where the task is manual', async () => {
    await issue({ mode: 'manual' })
    expect(await ask({ deviceId: 'd1' })).toMatchObject({ state: 'waiting', needsConfirmation: true })
  })

  it('calls minute ten stalled, and takes a late success', async () => {
    await issue()
    nowMs = startMs + 10 * MINUTE_MS - 1
    expect(await ask({ deviceId: 'd1' })).toMatchObject({ state: 'upgrading', stalled: false })
    nowMs = startMs + 10 * MINUTE_MS
    expect(await ask({ deviceId: 'd1' })).toMatchObject({ state: 'upgrading', stalled: true })
    await report()
    expect(await ask({ deviceId: 'd1' })).toMatchObject({ state: 'succeeded', stalled: false })
  })

  it('has it failed at minute ten where the rule says so', async () => {
    await open[Symbol.asyncDispose]()
    await start({ rules: { timeoutAsFailed: true } })
    await issue()
    nowMs += 10 * MINUTE_MS
    expect(await ask({ deviceId: 'd1' })).toMatchObject({
      state: 'failed',
      failure: 'upgrade',
      percent: null,
    })
  })

  it('follows an upgrade over minute ten to its end', async () => {
    await issue()
    const client = connect()
    const clock = createTurnedClock()
    const seen: UpgradeProgress[] = []
    if (client.progress === undefined) throw new Error('no progress')
    const options = { deadlineMs: 60 * MINUTE_MS, clock }
    for await (const progress of followProgress(client.progress, { deviceId: 'd1' }, options, never)) {
      seen.push(progress)
      if (progress.stalled) await report()
      else nowMs += 10 * MINUTE_MS
    }
    expect(seen.map(({ state, stalled }) => [state, stalled])).toEqual([
      ['upgrading', false],
      ['upgrading', true],
      ['succeeded', false],
    ])
  })

  it('corrects a clock that is 16 minutes off by the answer, once', async () => {
    for (const apartMs of [16 * MINUTE_MS, -16 * MINUTE_MS]) {
      const client = connect({ now: () => new Date(nowMs + apartMs) })
      const before = open.cloud.admin.requests().length
      expect(await ask({ deviceId: 'd1' }, client)).toBeNull()
      expect(await ask({ deviceId: 'd1' }, client)).toBeNull()
      const statuses = open.cloud.admin
        .requests()
        .slice(before)
        .map(({ status }) => status)
      expect(statuses).toEqual([400, 200, 200])
    }
  })

  it.each<[string, () => void, string]>([
    ['an unknown key', () => (appKey = '1'), 'CLOUD_CREDENTIALS'],
    ['a wrong secret', () => (secrets.appSecret = 'no'), 'CLOUD_SIGNATURE'],
    ['a token of nobody', () => (secrets.iotToken = 'no'), 'CLOUD_TOKEN'],
    ['no token', () => (secrets.iotToken = ''), 'SECRET_MISSING'],
  ])('says %s', async (_name, spoil, code) => {
    spoil()
    await expect(ask({ deviceId: 'd1' })).rejects.toMatchObject({ code })
  })

  it('may not ask about a device that is not there', async () => {
    await expect(ask({ deviceId: 'nobody' })).rejects.toMatchObject({
      code: 'CLOUD_FORBIDDEN',
      context: { cloudCode: 403 },
    })
  })

  it('finds its connection working', async () => {
    const checks: ConnectionCheck[] = []
    const about = { productId: null, productKey: null }
    for await (const check of connect().test(about, never)) checks.push(check)
    expect(checks).toMatchObject([{ outcome: 'works', error: null, facts: { knownDevice: false } }])
  })
})
