// The IoT RPC client against the local cloud, over real HTTP: both dialects, all pages, files, two clocks.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CloudClient } from '../../main/clouds/cloud.ts'
import { createIotRpcClient } from '../../main/clouds/iot-rpc/index.ts'
import type { LineOptions } from '../../main/clouds/line/line.ts'
import {
  type ConnectionCheck,
  catalogueEntrySchema,
  iotRpcConnectionSchema,
} from '../../preload/contract/index.ts'
import { lineTo } from '../clouds/test-line.ts'
import { firmwareBytes, type OpenCloud, openCloud } from '../local-cloud/open-cloud.ts'

const never = new AbortController().signal
const MINUTE_MS = 60_000

let open: OpenCloud
let nowMs: number
let closing: (() => Promise<void>)[]
let key: { accessKeyId: string; accessKeySecret: string }

async function start(options: Parameters<typeof openCloud>[0] = {}): Promise<void> {
  nowMs = Date.parse('2026-01-02T03:00:00.000Z')
  closing = []
  open = await openCloud({ now: () => new Date(nowMs), ...options })
  key = await open.cloud.admin.addAccessKeyPair()
}
beforeEach(() => start())
afterEach(async () => {
  for (const close of closing) await close()
  await open[Symbol.asyncDispose]()
})

function connect(change: object = {}, lineChange: Partial<LineOptions> = {}): CloudClient {
  const { baseUrl } = open.cloud
  const { accessKeyId } = key
  const connection = iotRpcConnectionSchema.parse({
    kind: 'iot-rpc',
    connectionId: 'c',
    baseUrl,
    accessKeyId,
    ...change,
  })
  const { line } = lineTo(baseUrl, { now: () => new Date(nowMs), ...lineChange })
  closing.push(() => line.close())
  return createIotRpcClient(connection, { line, secret: () => key.accessKeySecret })
}
const catalogueOf = (client: CloudClient = connect()) => {
  if (client.catalogue === undefined) throw new Error('no catalogue')
  return client.catalogue
}
const add = (version: string, change: object = {}) =>
  open.cloud.admin.addCatalogueEntry({
    productId: 'p1',
    name: `fw ${version}`,
    version,
    firmware: open.firmware,
    ...change,
  })

describe.each([
  ['tuya', false],
  ['tuya', true],
  ['aliyun-iot', false],
  ['aliyun-iot', true],
])('dialect %s, names in Pascal case: %s', (dialect, pascal) => {
  it('lists every package, valid for the contract', async () => {
    await open[Symbol.asyncDispose]()
    await start({ rules: { pascal } })
    const firmwareId = await add('1.0.1', { fromVersion: '1.0.0', module: 'ble', description: 'first' })
    const client = connect({ dialect, iotInstanceId: dialect === 'tuya' ? '' : 'iot-0001' })
    const { entries, unread } = await catalogueOf(client).listFirmware({}, never)
    expect(unread).toEqual([])
    expect(entries.map((entry) => catalogueEntrySchema.parse(entry))).toEqual([
      {
        firmwareId,
        name: 'fw 1.0.1',
        description: 'first',
        version: '1.0.1',
        fromVersion: '1.0.0',
        module: 'ble',
        productKey: 'p1',
        productName: 'p1',
        sizeBytes: 1000,
        digest: { method: 'md5', hex: open.firmware.md5 },
        status: 'verified',
        statusCode: 1,
        packageType: 'full',
        createdAt: '2026-01-02T03:00:00.000Z',
        modifiedAt: '2026-01-02T03:00:00.000Z',
      },
    ])
    expect(await catalogueOf(client).findFile(firmwareId, never)).toMatchObject({ sizeBytes: 1000 })
  })
})

describe('iot-rpc client with the local cloud', () => {
  it.each([0, 1, 99, 100, 101, 250])('lists all of %i, each once', async (total) => {
    for (let count = 0; count < total; count += 1) await add(String(count))
    const { entries } = await catalogueOf().listFirmware({}, never)
    expect(entries.map(({ version }) => Number(version)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: total }, (_, index) => index),
    )
  })

  it('limits to a product and to a version, whatever is written in them', async () => {
    await open.cloud.admin.addProduct({ productId: '产品 +&=*' })
    await add('1.0.0')
    await add('1.0.0', { productId: '产品 +&=*', signMethod: 'SHA256' })
    const query = { productKey: '产品 +&=*', version: '1.0.0' }
    const { entries } = await catalogueOf().listFirmware(query, never)
    expect(entries).toMatchObject([
      { productKey: '产品 +&=*', digest: { method: 'sha256', hex: open.firmware.sha256 } },
    ])
    expect((await catalogueOf().listFirmware({ version: '1.0' }, never)).entries).toEqual([])
  })

  it('finds a file that can be fetched and is what the catalogue says', async () => {
    const link = await catalogueOf().findFile(await add('1.0.0'), never)
    const bytes = Buffer.from(await (await fetch(link?.url ?? '')).arrayBuffer())
    expect(bytes).toEqual(firmwareBytes)
    expect(link).toMatchObject({ sizeBytes: bytes.length, digest: { method: 'md5', hex: open.firmware.md5 } })
    nowMs += 60 * MINUTE_MS
    expect((await fetch(link?.url ?? '')).status).toBe(403)
  })

  it('tells a package without a file from one that is not there', async () => {
    expect(await catalogueOf().findFile(await add('1.0.0', { isListedOnly: true }), never)).toBeNull()
    await expect(catalogueOf().findFile('77', never)).rejects.toMatchObject({ code: 'FIRMWARE_NOT_FOUND' })
  })

  it('corrects a clock that is 16 minutes off by the answer, once', async () => {
    await add('1.0.0')
    for (const apartMs of [16 * MINUTE_MS, -16 * MINUTE_MS]) {
      const catalogue = catalogueOf(connect({}, { now: () => new Date(nowMs + apartMs) }))
      const before = open.cloud.admin.requests().length
      expect((await catalogue.listFirmware({}, never)).entries).toHaveLength(1)
      expect((await catalogue.listFirmware({}, never)).entries).toHaveLength(1)
      const statuses = open.cloud.admin
        .requests()
        .slice(before)
        .map(({ status }) => status)
      expect(statuses).toEqual([400, 200, 200])
    }
  })

  it.each<[string, () => void, string]>([
    ['an unknown key', () => (key = { ...key, accessKeyId: 'me' }), 'CLOUD_CREDENTIALS'],
    ['a wrong secret', () => (key = { ...key, accessKeySecret: 'no' }), 'CLOUD_SIGNATURE'],
    ['no secret', () => (key = { ...key, accessKeySecret: '' }), 'SECRET_MISSING'],
  ])('says %s', async (_name, spoil, code) => {
    spoil()
    await expect(catalogueOf().listFirmware({}, never)).rejects.toMatchObject({ code })
  })

  it('finds its connection working', async () => {
    await add('1.0.0')
    const checks: ConnectionCheck[] = []
    const about = { productId: null, productKey: null }
    for await (const check of connect().test(about, never)) checks.push(check)
    expect(checks.map(({ call, outcome }) => [call, outcome])).toEqual([
      ['ListOTAFirmware', 'works'],
      ['QueryOTAFirmware', 'works'],
    ])
  })
})
