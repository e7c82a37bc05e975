// Simulated devices behind a real broker, updated by hand with the broker's own tools from a web server that nobody here wrote;
// and what the station sees of them.
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type BrokerSighting, watchPresence } from '../../main/bench/broker-presence.ts'
import { buildDemoImage } from '../../main/practice/demo-image.ts'
import { LivingDialect } from '../../main/practice/lan/mqtt/living-dialect.ts'
import type { MqttDialect } from '../../main/practice/lan/mqtt/mqtt-dialect.ts'
import type { MqttFaults } from '../../main/practice/lan/mqtt/mqtt-faults.ts'
import { MqttUnit, type MqttUnitOptions } from '../../main/practice/lan/mqtt/mqtt-unit.ts'
import { TasmotaDialect } from '../../main/practice/lan/mqtt/tasmota-dialect.ts'
import { openBroker } from '../../main/transports/mqtt.ts'
import { presenceOf } from '../bench/presence-of.ts'
import { missingTool, runTool, toolEnv } from './host-tool.ts'
import { type Mosquitto, password, startMosquitto } from './mosquitto.ts'

const demo = (version: string) => Buffer.from(buildDemoImage({ productId: 'DEMO', version }, 200_000))
const oldImage = demo('1.0.0')
const newImage = demo('2.0.0')
const md5 = createHash('md5').update(newImage).digest('hex')

let mosquitto: Mosquitto
let folder: string
let web: { child: ChildProcess; url: string }
const undo: (() => Promise<void>)[] = []

beforeAll(async () => {
  mosquitto = await startMosquitto()
  folder = await mkdtemp(join(tmpdir(), 'flashline-web-'))
  await writeFile(join(folder, 'new.bin'), newImage)
  await writeFile(join(folder, 'torn.bin'), newImage.subarray(0, 100_000))
  web = await startWebServer(folder)
})
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one()
})
afterAll(async () => {
  await stopChild(web.child)
  await mosquitto[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'close')
  child.kill('SIGKILL')
  await gone
}

/** Python's, on a port that it chooses. */
async function startWebServer(root: string): Promise<{ child: ChildProcess; url: string }> {
  const args = ['-u', '-m', 'http.server', '--bind', '127.0.0.1', '--directory', root, '0']
  const child = spawn('python3', args, { env: toolEnv, stdio: ['ignore', 'pipe', 'ignore'] })
  await once(child, 'spawn').catch((error: unknown) => {
    throw missingTool('python3', error)
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /port (\d+)/.exec(line)?.[1]
    if (port !== undefined) return { child, url: `http://127.0.0.1:${port}` }
  }
  throw new Error('python3 serves nothing')
}

const asDevice = () => ['-p', String(mosquitto.ports.plain), '-u', 'device', '-P', password]
const publish = (topic: string, payload: string) =>
  runTool('mosquitto_pub', [...asDevice(), '-t', topic, '-m', payload, '-q', '1'])

/** What mosquitto_sub prints for a filter, line by line; what was kept is not printed. */
async function subscribe(...filters: string[]) {
  const wanted = filters.flatMap((filter) => ['-t', filter])
  const args = [...asDevice(), ...wanted, '-t', 'test/ready', '-q', '1', '-F', '%r %t %p']
  await runTool('mosquitto_pub', [...asDevice(), '-t', 'test/ready', '-m', '', '-r'])
  await runTool('mosquitto_pub', [...asDevice(), '-t', 'test/ready', '-m', 'x', '-r'])
  const child = spawn('mosquitto_sub', args, { env: toolEnv, stdio: ['ignore', 'pipe', 'ignore'] })
  undo.push(() => stopChild(child))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  /** All up to the first that matches. */
  const until = async (pattern: RegExp): Promise<string[]> => {
    const seen: string[] = []
    for (;;) {
      const { value, done } = await lines.next()
      if (done) throw new Error(`mosquitto_sub ended after ${seen.join('\n')}`)
      if (!value.startsWith('0 ')) {
        if (pattern.test(value)) return seen
        continue
      }
      seen.push(value.slice(2))
      if (pattern.test(value.slice(2))) return seen
    }
  }
  await until(/^1 test\/ready/)
  return until
}

async function startUnit(
  name: string,
  dialect: MqttDialect,
  options: Partial<MqttUnitOptions> = {},
): Promise<MqttUnit> {
  const unit = new MqttUnit({
    device: { deviceId: `id-${name}`, mac: 'A0B1C2D3E4F5', sn: `SN-${name}` },
    name,
    dialect,
    firmware: oldImage,
    connect: ({ topic, payload, retain = false }, signal) =>
      openBroker(mosquitto.options({ username: 'device', will: { topic, payload, retain } }), signal),
    ...options,
  })
  await unit.start()
  undo.push(() => unit.close())
  return unit
}

/** What the station sees of one device. */
async function watch(profileId: string, name: string) {
  const broker = await openBroker(mosquitto.options())
  const stop = new AbortController()
  undo.push(async () => {
    stop.abort()
    await broker.close()
  })
  const seen: BrokerSighting[] = []
  let wake = () => {}
  const tell = (sighting: BrokerSighting) => {
    if (sighting.name !== name) return
    seen.push(sighting)
    wake()
  }
  await watchPresence({
    broker,
    descriptions: [{ profileId, presence: await presenceOf(profileId) }],
    onSighting: tell,
    onGone: tell,
    signal: stop.signal,
  })
  return async (wanted: (sighting: BrokerSighting) => boolean): Promise<BrokerSighting> => {
    for (;;) {
      const found = seen.find(wanted)
      if (found) {
        seen.splice(0, seen.indexOf(found) + 1)
        return found
      }
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
}

describe('a device as Tasmota', () => {
  const upgrade = async (name: string, file = 'new.bin') => {
    await publish(`cmnd/${name}/OtaUrl`, `${web.url}/${file}`)
    await publish(`cmnd/${name}/Upgrade`, '1')
  }

  test('updated by hand: fetches, starts anew, says its version; the station sees it go and come', async () => {
    const unit = await startUnit('plug', new TasmotaDialect(), { isAwayWhileFetching: true })
    const sighted = await watch('tasmota-mqtt', 'plug')
    const mac = 'A0B1C2D3E4F5'
    const first = await sighted(({ present, mac: known }) => present && known !== null)
    expect(first).toMatchObject({ version: '1.0.0', mac, model: 'Generic', lastSeenAt: null })

    const until = await subscribe('stat/plug/+', 'tele/plug/+')
    await publish('cmnd/plug/STATUS', '2')
    expect(await until(/STATUS2/)).toEqual([expect.stringContaining('"Version":"1.0.0(tasmota)"')])
    await upgrade('plug')
    expect(await until(/INFO1/)).toEqual([
      `stat/plug/RESULT {"OtaUrl":"${web.url}/new.bin"}`,
      `stat/plug/RESULT {"Upgrade":"Version 1.0.0 from ${web.url}/new.bin"}`,
      'tele/plug/LWT Offline',
      'tele/plug/LWT Online',
      'stat/plug/UPGRADE {"Upgrade":"Successful. Restarting"}',
      'tele/plug/LWT Offline',
      'tele/plug/LWT Online',
      expect.stringContaining('"Version":"2.0.0(tasmota)"'),
    ])
    expect(unit.stored.equals(newImage)).toBe(true)
    expect(unit).toMatchObject({ version: '2.0.0', restarts: 1, address: 'mqtt:plug' })
    await sighted(({ present }) => !present)
    const last = await sighted(({ version }) => version === '2.0.0')
    expect(last).toMatchObject({ present: true, mac, lastSeenAt: expect.any(Date) })
    await unit.close()
    await sighted(({ present }) => !present)
  })

  test.each<[string, Partial<MqttFaults>, string, string]>([
    ['is not there', {}, 'missing.bin', 'Failed connection lost'],
    ['is torn', {}, 'torn.bin', 'Failed Wrong magic byte'],
    ['breaks off', { breaksAfterBytes: 50_000 }, 'new.bin', 'Failed connection lost'],
    ['does not fit', { failsWith: -4 }, 'new.bin', 'Failed Not enough space'],
  ])('what it fetches %s: it says so and runs on', async (_, faults, file, said) => {
    const unit = await startUnit('fails', new TasmotaDialect(), { faults })
    const until = await subscribe('stat/fails/UPGRADE', 'tele/fails/+')
    await upgrade('fails', file)
    expect(await until(/UPGRADE/)).toEqual([`stat/fails/UPGRADE {"Upgrade":"${said}"}`])
    expect(unit).toMatchObject({ version: '1.0.0', restarts: 0, isThere: true })
    expect(unit.stored.equals(oldImage)).toBe(true)
    // It can be told again.
    Object.assign(unit.faults, { breaksAfterBytes: null, failsWith: null })
    await upgrade('fails')
    await until(/INFO1/)
    expect(unit.version).toBe('2.0.0')
  })

  test('switched off in the middle: gone, and back with the old firmware', async () => {
    const unit = await startUnit('vanishes', new TasmotaDialect(), { faults: { vanishesAfterBytes: 60_000 } })
    const sighted = await watch('tasmota-mqtt', 'vanishes')
    await sighted(({ present }) => present)
    await upgrade('vanishes')
    await sighted(({ present }) => !present)
    await unit.close()
    await unit.start()
    expect(await sighted(({ present, lastSeenAt }) => present && lastSeenAt !== null)).toMatchObject({
      version: '1.0.0',
    })
  })
})

describe('a device of the Living platform', () => {
  const upgrade = (name: string, data: object) =>
    publish(
      `/ota/device/upgrade/a1key/${name}`,
      JSON.stringify({ id: '1', data: { url: `${web.url}/new.bin`, size: newImage.length, ...data } }),
    )
  const steps = (lines: readonly string[]) =>
    lines.flatMap((line) => {
      const step = /"step":"(-?\d+)"/.exec(line)?.[1]
      return step === undefined ? [] : [Number(step)]
    })

  test('updated by hand: tells how far it is, then its version', async () => {
    const unit = await startUnit('lamp', new LivingDialect('a1key'))
    const sighted = await watch('aliyun-mqtt', 'lamp')
    await sighted(({ present }) => present)
    const until = await subscribe('/ota/device/progress/a1key/lamp', '/ota/device/inform/a1key/lamp')
    await upgrade('lamp', { sign: md5, signMethod: 'Md5', version: '2.0.0' })
    const lines = await until(/inform/)
    const told = steps(lines)
    expect(told).toEqual([...told].sort((one, other) => one - other))
    expect(told.at(-1)).toBe(100)
    expect(told.length).toBeGreaterThan(3)
    expect(lines.at(-1)).toContain('"version":"2.0.0"')
    expect(unit.stored.equals(newImage)).toBe(true)
    expect(await sighted(({ version }) => version === '2.0.0')).toMatchObject({ present: true })
  })

  test.each<[string, Partial<MqttFaults>, object, number]>([
    ['another digest', {}, { md5: md5.replace(/./g, '0') }, -3],
    ['another SHA-256', {}, { sign: '0'.repeat(64), signMethod: 'SHA256' }, -3],
    ['another size', {}, { size: 5 }, -3],
    ['a fetch that breaks', { breaksAfterBytes: 50_000 }, { md5 }, -2],
    ['a broken storage', { failsWith: -4 }, { md5 }, -4],
    ['a refusal', { failsWith: -1 }, { md5 }, -1],
  ])('%s: a negative step, and it runs on', async (_, faults, data, step) => {
    const unit = await startUnit('bad', new LivingDialect('a1key'), { faults })
    const until = await subscribe('/ota/device/progress/a1key/bad')
    await upgrade('bad', data)
    expect(steps(await until(/"-\d"/)).at(-1)).toBe(step)
    expect(unit).toMatchObject({ version: '1.0.0', restarts: 0 })
    expect(unit.stored.equals(oldImage)).toBe(true)
  })

  test.each<[string, Partial<MqttFaults>, boolean]>([
    ['says 100 and stored nothing', { storesNothing: true }, false],
    ['starts its old firmware', { bootsOldFirmware: true }, true],
  ])('one that %s says its old version', async (_, faults, isStored) => {
    const unit = await startUnit('liar', new LivingDialect('a1key'), { faults })
    const until = await subscribe('/ota/device/progress/a1key/liar', '/ota/device/inform/a1key/liar')
    await upgrade('liar', { md5 })
    const lines = await until(/inform/)
    expect(steps(lines).at(-1)).toBe(100)
    expect(lines.at(-1)).toContain('"version":"1.0.0"')
    expect(unit.stored.equals(newImage)).toBe(isStored)
  })

  test('told nonsense, told for another part of it, or deaf: nothing happens', async () => {
    const unit = await startUnit('calm', new LivingDialect('a1key', 'MCU'), {
      faults: { neverFetches: true },
    })
    const until = await subscribe('/ota/device/progress/a1key/calm')
    await publish('/ota/device/upgrade/a1key/calm', 'no JSON')
    await upgrade('calm', { md5, module: 'WIFI' })
    await upgrade('calm', { md5, module: 'MCU', size: 5 })
    await publish('/ota/device/progress/a1key/calm', 'silent until here')
    expect(await until(/until here/)).toHaveLength(1)
    Object.assign(unit.faults, { neverFetches: false, lateMs: 10 })
    await upgrade('calm', { md5, module: 'MCU' })
    expect((await until(/"100"/)).every((line) => line.includes('"module":"MCU"'))).toBe(true)
  })
})

test('a client that is killed is gone by its last will', async () => {
  const will = ['--will-topic', 'tele/killed/LWT', '--will-payload', 'Offline', '--will-retain']
  const args = [...asDevice(), '-t', 'cmnd/killed/#', ...will]
  const child = spawn('mosquitto_sub', args, { env: toolEnv, stdio: ['ignore', 'pipe', 'ignore'] })
  undo.push(() => stopChild(child))
  await runTool('mosquitto_pub', [...asDevice(), '-t', 'cmnd/killed/ready', '-m', 'x', '-r'])
  await once(child.stdout, 'data')
  await runTool('mosquitto_pub', [...asDevice(), '-t', 'tele/killed/LWT', '-m', 'Online', '-r'])
  const sighted = await watch('tasmota-mqtt', 'killed')
  expect(await sighted(({ present }) => present)).toMatchObject({ lastSeenAt: null, address: 'mqtt:killed' })
  await stopChild(child)
  expect(await sighted(({ present }) => !present)).toMatchObject({ present: false })
})
