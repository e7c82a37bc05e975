// The simulated devices that fetch by HTTP, updated by nobody of ours: curl tells them to, the server of Python hands the
// file out, and curl asks what they run afterwards.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildDemoImage } from '../../main/practice/demo-image.ts'
import type { PullDialect } from '../../main/practice/lan/pull/dialects.ts'
import { PullUnit } from '../../main/practice/lan/pull/pull-unit.ts'
import { imageOf } from '../image-of.ts'
import { runTool } from './host-tool.ts'
import { type StaticServer, startStaticServer } from './static-server.ts'

const device = { deviceId: 'unit-7', mac: '02F1A5410007', sn: 'SN-7' }
const firmware = (version: string, sizeBytes: number) =>
  buildDemoImage({ productId: '160fa6b2bcc403e8160fa6b2bcc40c01', version }, sizeBytes)
const image = imageOf(firmware('1.2.0', 700_001))

let dir: string
let server: StaticServer
let url: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-pull-'))
  await writeFile(join(dir, 'app.bin'), image.bytes)
  server = await startStaticServer(dir)
  url = `${server.url}/app.bin`
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await rm(dir, { recursive: true, force: true })
})

async function startUnit(dialect: PullDialect, password = ''): Promise<PullUnit & AsyncDisposable> {
  const unit = new PullUnit({ device, dialect, password, firmware: firmware('1.0.0', 50_000) })
  await unit.start()
  return Object.assign(unit, { [Symbol.asyncDispose]: () => unit.close() })
}

/** What curl prints; rejects where curl does. */
async function curl(unit: PullUnit, path: string, ...options: readonly string[]): Promise<string> {
  const file = join(dir, 'answer')
  const address = unit.address.replace('lan:', 'http:')
  await runTool('curl', ['-sS', '--fail', '-o', file, ...options, `${address}${path}`])
  return readFile(file, 'utf8')
}

/** Asks until the answer is about the new version: meanwhile the device fetches, or is not there. */
async function untilNew(unit: PullUnit, path: string): Promise<void> {
  for (;;) {
    const said = await curl(unit, path).catch(() => '')
    if (said.includes('1.2.0')) return
  }
}

const json = ['-H', 'Content-Type: application/json', '-d']
const encoded = () => encodeURIComponent(url)

test.each<[string, PullDialect, string, (unit: PullUnit) => Promise<unknown>]>([
  ['Shelly Gen1', 'gen1', '/shelly', (unit) => curl(unit, `/ota?url=${encoded()}`)],
  [
    'Shelly Gen2 by GET',
    'gen2',
    '/rpc/Shelly.GetDeviceInfo',
    (unit) => curl(unit, `/rpc/Shelly.Update?url=${encoded()}`),
  ],
  [
    'Shelly Gen2 by JSON-RPC',
    'gen2',
    '/rpc/Shelly.GetDeviceInfo',
    (unit) =>
      curl(unit, '/rpc', ...json, JSON.stringify({ id: 1, method: 'Shelly.Update', params: { url } })),
  ],
  [
    'Tasmota',
    'tasmota',
    '/cm?cmnd=Status%202',
    async (unit) => {
      await curl(unit, `/cm?cmnd=OtaUrl%20${encoded()}`)
      await curl(unit, '/cm?cmnd=Upgrade%201')
    },
  ],
  [
    'a plain one',
    'plain',
    '/version',
    (unit) => curl(unit, '/update', ...json, JSON.stringify({ url, md5: image.md5 })),
  ],
])('%s', async (_, dialect, page, tell) => {
  await using unit = await startUnit(dialect)
  expect(await curl(unit, page)).toContain('1.0.0')
  await tell(unit)
  await untilNew(unit, page)
  expect(unit.stored.equals(image.bytes)).toBe(true)
  expect(unit.restarts).toBe(1)
})

test('a wrong digest is not stored', async () => {
  await using unit = await startUnit('plain')
  unit.faults.answersAtTheEnd = true
  const wrong = JSON.stringify({ url, md5: 'd41d8cd98f00b204e9800998ecf8427e' })
  await expect(curl(unit, '/update', ...json, wrong)).rejects.toThrow('500')
  expect(unit.version).toBe('1.0.0')
})

test('a password', async () => {
  await using unit = await startUnit('plain', 'secret')
  await expect(curl(unit, '/version')).rejects.toThrow('401')
  expect(await curl(unit, '/version', '-u', 'admin:secret')).toContain('1.0.0')
})
