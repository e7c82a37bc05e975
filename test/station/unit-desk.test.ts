// The story of a unit as a screen gets it: this station's jobs, what the upgrade service issued, how far the cloud says it
// is; each cloud answers, fails or is not there by itself. Statistics of the same jobs. Over real local clouds.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createCaller } from '../../main/station/caller.ts'
import { putConnection, putProduct } from '../../main/station/desk-settings.ts'
import { createStation, type Station } from '../../main/station/station.ts'
import { openStore } from '../../main/store/open-store.ts'
import {
  connectionSchema,
  errorTable,
  productSchema,
  type UnitStory,
  unitStorySchema,
} from '../../preload/contract/index.ts'
import { firmwareBytes, type OpenCloud, openCloud } from '../local-cloud/open-cloud.ts'
import { job } from '../store/job-fixture.ts'
import { resourcesDir } from './one-device.ts'

let open: OpenCloud
let root: string
let dataDir: string
let station: Station | null
beforeEach(async () => {
  vi.stubEnv('FLASHLINE_KEYCHAIN', 'off')
  root = await mkdtemp(join(tmpdir(), 'flashline-unit-'))
  dataDir = join(root, 'station')
  station = null
  open = await openCloud()
  const { admin, baseUrl } = open.cloud
  const { appKey, appSecret } = await admin.addAppKey()
  const plant = { kind: 'xlink', connectionId: 'plant', baseUrl, corpId: 'flashline' }
  await putConnection(dataDir, connectionSchema.parse(plant), { token: open.token })
  const living = { kind: 'living', connectionId: 'app', baseUrl, appKey }
  await putConnection(dataDir, connectionSchema.parse(living), {
    appSecret,
    iotToken: await admin.issueIotToken(),
  })
  const all = { productId: 'p1', tasks: 'plant', results: 'plant', progress: 'app' }
  await putProduct(dataDir, productSchema.parse(all))
  const store = await openStore(dataDir)
  await store.devices.addRoster([
    { deviceId: 'd1', mac: 'AABBCC000001', sn: 'SN1', productId: 'p1' },
    { deviceId: 'd2', mac: null, sn: null, productId: 'unrouted' },
    { deviceId: 'd9', mac: null, sn: null, productId: 'p1' },
  ])
  const ended = { outcome: 'failed', endedAt: '2026-01-02T03:05:00.000Z' } as const
  const device = { deviceId: null, mac: 'AA:BB:CC:00:00:01', sn: null }
  const error = { code: 'LINK_LOST', step: 'flash', context: {} } as const
  await store.jobs.begin(job('j1', { ...ended, device, error }))
  await store.close()
})
afterEach(async () => {
  await station?.close()
  await open[Symbol.asyncDispose]()
  vi.unstubAllEnvs()
  await rm(root, { recursive: true, force: true })
})

async function connect() {
  station = await createStation({ dataDir, resourcesDir, practice: false, version: 'test' })
  return createRouterClient(station.router, { context: { caller: createCaller(true) } })
}

async function issue(toVersion: number): Promise<string> {
  const firmware = await open.cloud.admin.addFirmwareFile(firmwareBytes, `app-${toVersion}.bin`)
  const taskId = await open.cloud.admin.addTask({ productId: 'p1', fromVersion: 10_000, toVersion, firmware })
  await open.call(
    'POST',
    '/v2/upgrade/ota-log',
    { device_id: 'd1', task_id: taskId },
    { 'Corp-ID': 'flashline' },
  )
  return taskId
}

it('joins the jobs here, the ota-logs and the progress of a unit', async () => {
  const taskId = await issue(20_001)
  const client = await connect()
  const story: UnitStory = unitStorySchema.parse(await client.units.story({ sn: 'SN1' }))
  expect(story.unit).toMatchObject({ deviceId: 'd1', mac: 'aabbcc000001', lastOutcome: 'failed' })
  expect(story.jobs.map(({ jobId }) => jobId)).toEqual(['j1'])
  expect(story.otaLogs).toMatchObject({
    state: 'answered',
    connectionId: 'plant',
    value: [{ deviceId: 'd1', taskId, status: 'issued' }],
  })
  expect(story.progress).toMatchObject({
    state: 'answered',
    connectionId: 'app',
    value: { state: 'upgrading', firmwareVersion: '20001', percent: 0 },
  })
  expect(await client.units.search({ text: 'aa-bb' })).toMatchObject([{ deviceId: 'd1' }])
})

it('says null where no upgrade is known, and unset where nobody can be asked', async () => {
  const client = await connect()
  const quiet = await client.units.story({ deviceId: 'd1' })
  expect(quiet.otaLogs).toMatchObject({ state: 'answered', value: [] })
  expect(quiet.progress).toMatchObject({ state: 'answered', value: null })
  await putNothing(client)
  const unrouted = await client.units.story({ deviceId: 'd2' })
  expect(unrouted).toMatchObject({ jobs: [], otaLogs: { state: 'unset' }, progress: { state: 'unset' } })
})

/** A product that names no connections is asked about nowhere, however many there are. */
async function putNothing(client: Awaited<ReturnType<typeof connect>>) {
  const settings = await client.settings.get()
  const products = [...settings.products, productSchema.parse({ productId: 'unrouted' })]
  await client.settings.set({ settings: { ...settings, products }, secrets: {} })
}

it('keeps the rest when one cloud refuses', async () => {
  const taskId = await issue(20_001)
  const client = await connect()
  // The progress cloud may not say anything about a device that it does not know.
  const strange = await client.units.story({ deviceId: 'd9' })
  expect(strange.progress).toMatchObject({
    state: 'failed',
    connectionId: 'app',
    error: { code: 'CLOUD_FORBIDDEN' },
  })
  expect(strange.otaLogs.state).toBe('answered')
  const settings = await client.settings.get()
  await client.settings.set({ settings, secrets: { app: { appSecret: 'wrong' } } })
  const half = await client.units.story({ mac: 'aa:bb:cc:00:00:01' })
  expect(half.progress).toMatchObject({ state: 'failed', error: { code: 'CLOUD_SIGNATURE' } })
  expect(half.otaLogs).toMatchObject({ state: 'answered', value: [{ taskId }] })
  expect(half.jobs).toHaveLength(1)
})

it('answers with what it has itself when no cloud is there', async () => {
  const client = await connect()
  await open.cloud.close()
  const story = await client.units.story({ deviceId: 'd1' })
  expect(story.jobs).toHaveLength(1)
  for (const answer of [story.otaLogs, story.progress]) {
    expect(answer).toMatchObject({ state: 'failed', error: { code: 'CLOUD_UNREACHABLE' } })
    if (answer.state === 'failed') expect(errorTable[answer.error.code].actor).toBeTypeOf('string')
  }
})

it('refuses a unit that nobody has heard of', async () => {
  const client = await connect()
  await expect(client.units.story({ sn: 'nobody' })).rejects.toMatchObject({ data: { code: 'UNIT_UNKNOWN' } })
})

it('adds the records of a range up, and refuses one without length or end', async () => {
  const client = await connect()
  const day = { from: '2026-01-02T00:00:00Z', to: '2026-01-03T00:00:00Z' }
  expect(await client.statistics.read(day)).toMatchObject({
    jobs: { total: 1, failed: 1 },
    units: 1,
    yield: 0,
    failures: [{ code: 'LINK_LOST', step: 'flash', jobs: 1, units: 1, lostMs: 55_000, mostlySlot: null }],
    slots: [{ slotId: 'usb:1-1', name: 'A1', jobs: 1, failed: 1, hint: null }],
  })
  expect((await client.statistics.read({ ...day, productId: 'another' })).yield).toBeNull()
  for (const to of [day.from, '2026-01-01T00:00:00Z', '2030-01-01T00:00:00Z'])
    await expect(client.statistics.read({ ...day, to })).rejects.toMatchObject({
      data: { code: 'INPUT_INVALID' },
    })
})
