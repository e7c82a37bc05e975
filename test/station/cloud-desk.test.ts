// The clouds of a data folder as commands use them: routes, secrets, checks beside a running station, and offline.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type LocalCloud, startLocalCloud } from '../../main/local-cloud/server.ts'
import { demoDevices, demoProduct, demoVersions } from '../../main/practice/demo.ts'
import { checkDevice, listConnections, testConnection, withCloud } from '../../main/station/cloud-desk.ts'
import { putConnection, putProduct, removeConnection } from '../../main/station/desk-settings.ts'
import { fetchFirmware, importFirmware, importRoster, syncOnce } from '../../main/station/desk-work.ts'
import { seedDemo } from '../../main/station/practice.ts'
import { readDevices } from '../../main/station/read.ts'
import { createStation } from '../../main/station/station.ts'
import { type ConnectionCheck, connectionSchema, productSchema } from '../../preload/contract/index.ts'
import { resourcesDir } from './one-device.ts'

const never = new AbortController().signal
const { productId, part } = demoProduct
const query = {
  productId,
  deviceId: demoDevices[0]?.deviceId ?? '',
  part,
  currentVersion: demoVersions.from.number,
}

let root: string
let dataDir: string
let cloud: LocalCloud
beforeEach(async () => {
  vi.stubEnv('FLASHLINE_KEYCHAIN', 'off')
  root = await mkdtemp(join(tmpdir(), 'flashline-desk-'))
  dataDir = join(root, 'station')
  cloud = await startLocalCloud({ dataDir: join(root, 'cloud') })
  await seedDemo(cloud)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await cloud.close()
  await rm(root, { recursive: true, force: true })
})

const options = { connectionId: null, productId: null, adHoc: null }
const plant = () => connectionSchema.parse({ kind: 'xlink', connectionId: 'plant', baseUrl: cloud.baseUrl })
const token = () => cloud.admin.issueToken(['corp', 'user', 'platform'])

async function setUp() {
  await putConnection(dataDir, plant(), { token: await token() })
  await putProduct(dataDir, productSchema.parse({ productId, tasks: 'plant', results: 'plant' }))
}

it('finds the connection of a product, and says what is wrong with a choice', async () => {
  const hostOf = (change: object) =>
    withCloud({ dataDir, ...options, ...change }, 'tasks', async ({ host }) => host)
  await expect(hostOf({})).rejects.toMatchObject({ code: 'CONNECTION_UNKNOWN' })
  await putConnection(dataDir, plant(), {})
  await expect(hostOf({})).rejects.toMatchObject({
    code: 'SECRET_MISSING',
    context: { connectionId: 'plant', secret: 'token' },
  })
  await setUp()
  expect(await hostOf({})).toBe(cloud.baseUrl)
  expect(await hostOf({ productId })).toBe(cloud.baseUrl)
  expect(await hostOf({ productId: 'another' })).toBe(cloud.baseUrl)
  await expect(hostOf({ connectionId: 'gone' })).rejects.toMatchObject({ code: 'CONNECTION_UNKNOWN' })
  const living = { kind: 'living', connectionId: 'app', baseUrl: cloud.baseUrl, appKey: 'k' }
  await putConnection(dataDir, connectionSchema.parse(living), {})
  await expect(hostOf({ connectionId: 'app' })).rejects.toMatchObject({
    code: 'CONNECTION_LACKS',
    context: { connectionId: 'app', use: 'tasks' },
  })
})

it('changes settings only while no station runs on the folder, and refuses a route to nowhere', async () => {
  await setUp()
  const lost = productSchema.parse({ productId, tasks: 'gone' })
  await expect(putProduct(dataDir, lost)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  const station = await createStation({ dataDir, resourcesDir, practice: false, version: 'test' })
  await expect(removeConnection(dataDir, 'plant')).rejects.toMatchObject({ code: 'DATA_IN_USE' })
  await station.close()
  expect(await listConnections(dataDir)).toMatchObject({
    connections: [{ connectionId: 'plant' }],
    stored: [{ connectionId: 'plant', name: 'token' }],
    keptIn: 'file',
  })
  await removeConnection(dataDir, 'plant')
  expect(await listConnections(dataDir)).toMatchObject({
    connections: [],
    products: [{ tasks: null, results: null }],
    stored: [],
  })
})

it('tests a connection call by call, and changes nothing', async () => {
  await setUp()
  const checks: ConnectionCheck[] = []
  const before = cloud.admin.requests().length
  await testConnection(dataDir, 'plant', (check) => void checks.push(check), never)
  expect(checks.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  const worked = checks.flatMap(({ call, outcome }) => (outcome === 'works' ? [call.split(' ')[0]] : []))
  expect(worked).toEqual(expect.arrayContaining(['2', '7', '9', '14', '15', '16']))
  const asked = cloud.admin.requests().slice(before)
  expect(asked.every(({ method, path }) => method === 'GET' || /tasks$|ota-logs$|check\//.test(path))).toBe(
    true,
  )
})

it('decides by the synced tasks when the cloud is gone, and says how old they are', async () => {
  await setUp()
  const online = await checkDevice({ dataDir, ...options }, query, never)
  expect(online).toMatchObject({ source: 'cloud', task: { taskId: 'practice-upgrade' } })
  const [state] = await syncOnce({ dataDir, resourcesDir, connectionId: null, firmware: true }, never)
  await cloud.close()

  const offline = await checkDevice({ dataDir, ...options }, query, never)
  expect(offline).toMatchObject({
    source: 'offline',
    cause: 'CLOUD_UNREACHABLE',
    syncedAt: state?.syncedAt,
    task: { taskId: 'practice-upgrade' },
  })
  const newest = { ...query, currentVersion: demoVersions.to.number + 1 }
  expect(await checkDevice({ dataDir, ...options }, newest, never)).toMatchObject({ task: null })
})

it('fetches the firmware of running tasks with a sync, so that a bench can go on without a network', async () => {
  await setUp()
  await syncOnce({ dataDir, resourcesDir, connectionId: null, firmware: true }, never)
  const downloads = () => cloud.admin.requests().filter(({ path }) => path.startsWith('/firmware/')).length
  expect(downloads()).toBe(2)
  await syncOnce({ dataDir, resourcesDir, connectionId: null, firmware: true }, never)
  expect(downloads()).toBe(2)
})

it('fetches a file of the catalogue by its fresh link, and takes a local one only if it is that file', async () => {
  const { accessKeyId, accessKeySecret } = await cloud.admin.addAccessKeyPair('flashline')
  const bytes = Buffer.from('the image of the catalogue')
  const firmware = await cloud.admin.addFirmwareFile(bytes, 'app.bin')
  const firmwareId = await cloud.admin.addCatalogueEntry({
    productId,
    name: 'App',
    version: '2.0.1',
    firmware,
  })
  const pending = await cloud.admin.addCatalogueEntry({
    productId,
    name: 'App',
    version: '2.0.2',
    firmware,
    status: 0,
  })
  const baseUrl = cloud.baseUrl
  const connection = { kind: 'iot-rpc', connectionId: 'store', baseUrl, accessKeyId }
  await putConnection(dataDir, connectionSchema.parse(connection), { accessKeySecret })
  const fetchIt = (change: object) =>
    fetchFirmware(
      {
        dataDir,
        resourcesDir,
        connectionId: null,
        firmwareId: String(firmwareId),
        allowUnverified: false,
        file: null,
        ...change,
      },
      () => {},
      never,
    )
  expect(await fetchIt({})).toMatchObject({ md5: firmware.md5, sizeBytes: bytes.length })
  await expect(fetchIt({ firmwareId: 'none' })).rejects.toMatchObject({ code: 'FIRMWARE_NOT_FOUND' })
  await expect(fetchIt({ firmwareId: String(pending) })).rejects.toMatchObject({
    code: 'FIRMWARE_UNVERIFIED',
  })
  const wrong = join(root, 'wrong.bin')
  await writeFile(wrong, 'another image')
  await expect(fetchIt({ file: wrong })).rejects.toMatchObject({ code: 'FIRMWARE_UNMATCHED' })

  const importIt = (file: string, allowUnmatched = false) =>
    importFirmware({ dataDir, resourcesDir, file, allowUnmatched, connectionId: null })
  await expect(importIt(wrong)).rejects.toMatchObject({ code: 'FIRMWARE_UNMATCHED' })
  expect(await readdir(join(dataDir, 'firmware', 'sha256'))).toHaveLength(1)
  expect(await importIt(wrong, true)).toMatchObject({ entry: null })
  expect(await readdir(join(dataDir, 'firmware', 'sha256'))).toHaveLength(2)
})

it('keeps the good lines of a roster and names the bad ones', async () => {
  const file = join(root, 'roster.csv')
  await writeFile(
    file,
    'device_id,mac,sn,product\n1,02F1A5410001,S1,p1\n,02F1A5410002,S2,p1\n3,no mac,S3,p1\n',
  )
  const { added, problems } = await importRoster(dataDir, file)
  expect(added).toBe(1)
  expect(problems.map(({ line }) => line)).toEqual([3, 4])
  expect(await readDevices(dataDir, { productId: null, limit: 10 })).toMatchObject([{ deviceId: '1' }])
})

it('writes requests into the log when asked to, and no secret with them', async () => {
  vi.stubEnv('FLASHLINE_LOG', 'debug')
  const secret = await token()
  await putConnection(dataDir, plant(), { token: secret })
  await putProduct(dataDir, productSchema.parse({ productId, tasks: 'plant' }))
  await syncOnce({ dataDir, resourcesDir, connectionId: null, firmware: false }, never)
  const log = await readFile(join(dataDir, 'station.log'), 'utf8')
  expect(log).toContain('/v2/upgrade/firmware/tasks')
  expect(log).not.toContain(secret)
})
