// The command line with its real parts against a local cloud of its own: what the three clouds' documents can do, done
// from commands. The cloud's first line is all that is known of it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { CloudDemo } from '../../../main/hosts/cli/local-cloud-parts.ts'
import { stationParts } from '../../../main/hosts/cli/parts.ts'
import { type Ran, type RunOptions, run } from './cli-fixture.ts'

let dir: string
let demo: CloudDemo & { url: string }
const controller = new AbortController()
let cloud: Promise<Ran>

const real = (args: readonly string[], options: RunOptions = {}) =>
  run(args, { ...options, parts: stationParts })

/** Against the cloud's address, with one of its tokens. */
const ask = (args: readonly string[], token: keyof CloudDemo['tokens'] = 'station') =>
  real([...args, '--cloud', demo.url, '--corp', demo.corpId], {
    env: { FLASHLINE_TOKEN: demo.tokens[token] },
  })

/** With the connections of a data folder. */
const station = (args: readonly string[], options: RunOptions = {}) =>
  real([...args, '--data', join(dir, 'station')], options)

const parse = ({ status, out, err }: Ran) => {
  expect([status, err]).toEqual([0, ''])
  return JSON.parse(out)
}

beforeAll(async () => {
  vi.stubEnv('FLASHLINE_KEYCHAIN', 'off')
  dir = mkdtempSync(join(tmpdir(), 'flashline-whole-'))
  const args = ['cloud', '--demo', '--json', '--port', '0', '--data', join(dir, 'cloud')]
  demo = await new Promise((resolve) => {
    cloud = real(args, { signal: controller.signal, onOut: (out) => resolve(JSON.parse(out)) })
  })
})
afterAll(async () => {
  controller.abort()
  expect(await cloud).toMatchObject({ status: 0, err: '' })
  vi.unstubAllEnvs()
  rmSync(dir, { recursive: true })
})

test('the first line is everything that a script needs', async () => {
  expect(demo.deviceIds.length).toBeGreaterThanOrEqual(4)
  expect(demo.reviewerId).not.toBe(demo.memberId)
  // The device's token speaks for the first device alone.
  const check = (deviceId = '') => [
    'check',
    '--product',
    demo.productId,
    '--device',
    deviceId,
    '--version',
    '10000',
  ]
  expect(parse(await ask([...check(demo.deviceIds[0]), '--json'], 'device')).toVersion).toBe(20_001)
  expect((await ask(check(demo.deviceIds[1]), 'device')).status).toBe(4)
})

test('a task from its making to its end', async () => {
  writeFileSync(join(dir, 'old.bin'), 'old')
  writeFileSync(join(dir, 'new.bin'), 'the new one')
  const [first = '', second = '', third = ''] = demo.deviceIds
  const images = ['--from-image', join(dir, 'old.bin'), '--image', join(dir, 'new.bin')]
  const facts = [
    '--product',
    demo.productId,
    '--name',
    'Whole',
    '--description',
    'd',
    '--from',
    '5',
    '--to',
    '6',
  ]
  const made = parse(
    await ask(['task', 'create', ...facts, ...images, '--test', '--devices', `${first},${second}`, '--json']),
  )
  expect(made).toMatchObject({ status: 'pending', tag: 'test', image: { sizeBytes: 11 } })
  expect(await (await fetch(made.image.url)).text()).toBe('the new one')
  const { taskId } = made

  const member = async (...args: string[]) => expect((await ask(['task', ...args], 'member')).status).toBe(0)
  await member('start', taskId)
  await member('devices', taskId, '--add', third)
  const check = ['check', '--product', demo.productId, '--version', '5', '--json', '--device', third]
  expect(parse(await ask(check, 'user')).taskId).toBe(taskId)
  await ask(['otalog', 'add', '--device', third, '--task', taskId], 'platform')
  await ask(['report', '--device', third, '--from', '5', '--to', '6', '--task', taskId], 'platform')
  const logs = parse(await ask(['otalog', 'list', '--task', taskId, '--json']))
  expect(logs).toMatchObject({ total: 1, logs: [{ deviceId: third, status: 'completed' }] })
  expect(parse(await ask(['task', 'share', taskId, '--json']))).toMatchObject({ totalDevices: 3 })
  expect(parse(await ask(['task', 'show', taskId, '--json']))).toMatchObject({ upgradedCount: 1 })

  await member('promote', taskId, '--name', 'Whole, formal', '--devices', first)
  await member('submit', taskId, '--reviewer', demo.reviewerId)
  expect((await ask(['task', 'audit', taskId, '--approve'], 'member')).err).toContain('CLOUD_FORBIDDEN')
  expect((await ask(['task', 'audit', taskId, '--reject'], 'reviewer')).status).toBe(0)
  await member('submit', taskId, '--reviewer', demo.reviewerId)
  expect((await ask(['task', 'audit', taskId, '--approve'], 'reviewer')).status).toBe(0)
  await member('stop', taskId)
  const listed = parse(
    await ask(['task', 'list', '--product', demo.productId, '--name-like', 'formal', '--json']),
  )
  expect(listed).toMatchObject({ total: 1, tasks: [{ taskId, status: 'stopped', tag: 'formal' }] })
  const plain = parse(await ask(['task', 'list', '--product', demo.productId, '--get', '--json']))
  expect(plain.tasks.map((one: { taskId: string }) => one.taskId)).toContain(taskId)
  expect(parse(await ask(['task', 'oplog', taskId, '--json'])).total).toBeGreaterThanOrEqual(9)
  await member('delete', taskId)
  expect(await ask(['task', 'show', taskId])).toMatchObject({
    status: 3,
    err: expect.stringContaining('TASK_NOT_FOUND'),
  })
})

test('what the service refuses has its status and changes nothing', async () => {
  const image = ['--from-url', 'http://x/1', '--from-md5', 'a'.repeat(32), '--from-size', '1']
  const target = ['--to-url', 'http://x/2', '--to-md5', 'b'.repeat(32), '--to-size', '1']
  const name = 'x'.repeat(33)
  const facts = [
    '--product',
    demo.productId,
    '--name',
    name,
    '--description',
    'd',
    '--from',
    '7',
    '--to',
    '8',
  ]
  expect((await ask(['task', 'create', ...facts, ...image, ...target])).status).toBe(4)
  const find = ['task', 'list', '--product', demo.productId, '--name', name, '--json']
  expect(parse(await ask(find)).total).toBe(0)
})

describe('connections of a data folder', () => {
  beforeAll(async () => {
    const add = (id: string, kind: string, secret: string, ...more: string[]) =>
      station(['connection', 'add', '--id', id, '--kind', kind, '--url', demo.url, ...more], {
        env: { FLASHLINE_SECRET: secret },
      })
    const { living, iotRpc } = demo
    for (const ran of [
      await add('plant', 'xlink', demo.tokens.station, '--corp', demo.corpId),
      await add('living', 'living', living.appSecret, '--app-key', living.appKey),
      await station(['connection', 'secret', 'living', 'iotToken'], { input: living.iotToken }),
      await add('rpc', 'iot-rpc', iotRpc.accessKeySecret, '--access-key-id', iotRpc.accessKeyId),
      await station([
        ...['connection', 'use', demo.productId, '--tasks', 'plant', '--results', 'plant'],
        ...['--progress', 'living', '--catalogue', 'rpc'],
      ]),
    ]) {
      expect(ran).toMatchObject({ status: 0, err: '' })
    }
  })

  test('are listed without their secrets, and work', async () => {
    const { out } = await station(['connection', 'list'])
    expect(out).toContain('+appSecret +iotToken')
    for (const secret of [demo.tokens.station, demo.living.appSecret, demo.iotRpc.accessKeySecret]) {
      expect(out + (await station(['connection', 'list', '--json'])).out).not.toContain(secret)
    }
    for (const id of ['plant', 'living', 'rpc']) {
      expect(await station(['connection', 'test', id])).toMatchObject({ status: 0, err: '' })
    }
  })

  test("the product's route finds tasks and progress", async () => {
    const listed = await station(['task', 'list', '--product', demo.productId, '--json'])
    expect(parse(listed).total).toBeGreaterThanOrEqual(2)
    const device = demo.deviceIds[3] ?? ''
    expect((await station(['progress', device])).out).toBe('No upgrade of this device is known.\n')
    const upgrade = ['--device', device, '--task', 'practice-upgrade']
    expect((await station(['otalog', 'add', ...upgrade])).status).toBe(0)
    const asked = parse(await station(['progress', device, '--product-key', demo.productId, '--json']))
    expect(asked).toMatchObject({ state: 'upgrading', firmwareVersion: '20001' })
    const report = ['report', '--device', device, '--from', '10000', '--to', '20001']
    expect((await station(report)).status).toBe(0)
    const followed = await station(['progress', device, '--follow', '--json'])
    expect(parse(followed)).toMatchObject({ state: 'succeeded', percent: 100 })
  })

  test('a connection that cannot do it, and one that is not there', async () => {
    const list = ['task', 'list', '--product', demo.productId, '--connection']
    expect((await station([...list, 'living'])).err).toContain('CONNECTION_LACKS')
    expect((await station([...list, 'none'])).err).toContain('CONNECTION_UNKNOWN')
    expect((await station(['sync', '--connection', 'none'])).err).toContain('CONNECTION_UNKNOWN')
  })

  test('sync copies over one connection, or over all', async () => {
    const lines = (ran: Ran) =>
      ran.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
    const one = lines(await station(['sync', '--connection', 'plant', '--json']))
    expect(one).toMatchObject([{ productId: demo.productId, what: 'tasks', error: null }])
    const all = lines(await station(['sync', '--json']))
    expect(all.map(({ what }) => what).sort()).toEqual(['catalogue', 'tasks'])
  })
})

test('firmware: listed by the cloud, synced, fetched, and known by its digest', async () => {
  const image = join(dir, 'app-3.bin')
  writeFileSync(image, 'version three')
  const add = ['cloud', 'add-firmware', '--product', demo.productId, '--image', image, '--version', '3.0.0']
  const data = ['--data', join(dir, 'cloud'), '--json']
  const { firmwareId } = parse(await real([...add, '--name', 'App', ...data]))
  const raw = parse(await real([...add, '--unverified', ...data]))
  const list = await station(['firmware', 'list', '--connection', 'rpc', '--version', '3.0.0', '--json'])
  expect(list.out.trimEnd().split('\n')).toHaveLength(2)

  expect(parse(await station(['firmware', 'fetch', firmwareId, '--json'])).sizeBytes).toBe(13)
  const refused = await station(['firmware', 'fetch', raw.firmwareId])
  expect(refused).toMatchObject({ status: 3, err: expect.stringContaining('FIRMWARE_UNVERIFIED') })
  expect((await station(['firmware', 'fetch', raw.firmwareId, '--allow-unverified'])).status).toBe(0)

  expect((await station(['sync', '--connection', 'rpc'])).status).toBe(0)
  const synced = await station(['firmware', 'list'])
  for (const version of ['1.0.0', '2.0.1', '3.0.0']) expect(synced.out).toContain(version)
  const imported = parse(await station(['firmware', 'import', image, '--json']))
  expect(imported.entry).toMatchObject({ version: '3.0.0', status: 'verified' })
  writeFileSync(image, 'version four')
  expect((await station(['firmware', 'import', image])).err).toContain('FIRMWARE_UNMATCHED')
  expect((await station(['firmware', 'import', image, '--allow-unmatched'])).status).toBe(0)
})

test('a roster', async () => {
  const file = join(dir, 'roster.csv')
  writeFileSync(file, 'device_id;mac;sn;product\n901;02:F1:A5:41:09:01;R1;p9\n902;no mac;R2;p9\n900;;R0;p9\n')
  const read = await station(['device', 'import', file, '--json'])
  expect(read.status).toBe(2)
  expect(JSON.parse(read.out)).toEqual({ added: 2, problems: [{ line: 3, reason: 'notMac', field: 'mac' }] })
  const listed = await station(['device', 'list', '--product', 'p9'])
  expect(listed.out).toBe('900  -             R0  p9\n901  02f1a5410901  R1  p9\n')
  expect((await station(['device', 'list', '--product', 'p9', '--limit', '1'])).out).toContain('900')
})

test('a member that was added by hand logs in while the cloud runs, and a token made by hand works', async () => {
  const data = ['--data', join(dir, 'cloud'), '--json']
  const user = ['cloud', 'user', 'add', '--account', 'ann@plant.example', '--name', 'Ann', '--role', 'admin']
  const { memberId } = parse(await real([...user, ...data], { env: { FLASHLINE_PASSWORD: 'pass-word' } }))
  const folder = ['--data', join(dir, 'second')]
  const credential = ['--credential', 'corp-account', '--account', 'ann@plant.example', '--corp', demo.corpId]
  const add = ['connection', 'add', '--id', 'ann', '--kind', 'xlink', '--url', demo.url, ...credential]
  expect((await real([...add, ...folder], { env: { FLASHLINE_SECRET: 'pass-word' } })).status).toBe(0)
  const list = ['task', 'list', '--product', demo.productId, '--json']
  expect(parse(await real([...list, ...folder])).total).toBeGreaterThanOrEqual(2)

  const token = ['cloud', 'token', '--kind', 'corp', '--member', memberId]
  const issued = parse(await real([...token, ...data]))
  const env = { FLASHLINE_TOKEN: issued.token }
  expect(parse(await real([...list, '--cloud', demo.url], { env })).total).toBeGreaterThanOrEqual(2)
})
