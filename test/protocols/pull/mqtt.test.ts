// Devices that are told through a broker: one in memory here, and the simulated devices that have been updated by real tools.
import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LivingDialect } from '../../../main/practice/lan/mqtt/living-dialect.ts'
import type { MqttDialect } from '../../../main/practice/lan/mqtt/mqtt-dialect.ts'
import type { MqttFaults } from '../../../main/practice/lan/mqtt/mqtt-faults.ts'
import { MqttUnit } from '../../../main/practice/lan/mqtt/mqtt-unit.ts'
import { TasmotaDialect } from '../../../main/practice/lan/mqtt/tasmota-dialect.ts'
import { parseProfile } from '../../../main/profiles/load.ts'
import type { Target } from '../../../main/protocols/protocol.ts'
import { pull } from '../../../main/protocols/pull/index.ts'
import { protocols } from '../../../main/protocols/registry.ts'
import { openBrokerLink } from '../../../main/transports/broker-link.ts'
import type { Link } from '../../../main/transports/link.ts'
import { MemoryBroker } from './memory-broker.ts'
import {
  codeOf,
  device,
  failureOf,
  kinds,
  largeImage,
  largeSlotBytes,
  never,
  newImage,
  oldFirmware,
  openHandOut,
  optionsOf,
  updateAll,
  verifyAll,
  writeAll,
} from './pull-bench.ts'

let broker: MemoryBroker
let server: ReturnType<typeof openHandOut>
let unit: MqttUnit
let link: Link
beforeEach(() => {
  broker = new MemoryBroker()
  server = openHandOut()
})
afterEach(async () => {
  await unit.close()
  await link.close()
  await server.close()
})

async function startUnit(dialect: MqttDialect, faults: Partial<MqttFaults> = {}): Promise<void> {
  const own = async () => broker.connected()
  unit = new MqttUnit({
    device,
    name: 'lamp-3',
    dialect,
    firmware: oldFirmware,
    connect: own,
    faults,
    slotBytes: largeSlotBytes,
  })
  await unit.start()
  link = await openBrokerLink(() => broker)('mqtt:lamp-3', { baudRate: 1, signal: never })
}

async function profileOptions(profileId: string, more: object = {}): Promise<object> {
  const text = await readFile(
    new URL(`../../../resources/profiles/${profileId}.json`, import.meta.url),
    'utf8',
  )
  const { options } = parseProfile(profileId, text, (id) => protocols.get(id)?.options)
  const short = { startTimeoutMs: 500, stallTimeoutMs: 500, doneTimeoutMs: 500, restartTimeoutMs: 800 }
  return { ...options, ...short, ...more }
}

async function connect(profileId: string, more: object = {}): Promise<Target> {
  const options = optionsOf(await profileOptions(profileId, more))
  return pull.connect(link, options, { signal: never, log: () => {}, handOut: server.handOut })
}

const living = () => new LivingDialect('a1productKey')

test('Tasmota, from beginning to end', async () => {
  await startUnit(new TasmotaDialect())
  const target = await connect('tasmota-mqtt')
  expect(target.version).toBe('1.0.0')
  const plan = target.plan(newImage)
  expect(kinds(await writeAll(target, plan))).toEqual(['accepted', 'pointOfNoReturn', 'progress'])
  expect(await target.confirm?.(plan, never)).toEqual({ version: '1.2.0' })
  expect(unit.stored.equals(newImage.bytes)).toBe(true)
  expect(server.offers).toMatchObject([{ deviceIp: null, host: null }])
})

test('a Living device: told in JSON, with size and digest', async () => {
  await startUnit(living())
  const target = await connect('aliyun-mqtt')
  expect(target).toMatchObject({ version: null, proof: 'none' })
  expect(await updateAll(target)).toBe('1.2.0')
  expect(unit.stored.equals(newImage.bytes)).toBe(true)
  const told = broker.published.find(({ topic }) => topic === '/ota/device/upgrade/a1productKey/lamp-3')
  expect(JSON.parse(told?.payload ?? '')).toMatchObject({
    id: expect.stringMatching(/^\d{1,10}$/),
    data: { size: 300_001, version: '1.2.0', md5: newImage.md5, url: server.urls[0] },
  })
})

test('its word after the check of the digest is the proof', async () => {
  await startUnit(living())
  const target = await connect('aliyun-mqtt', { deviceChecksDigest: 'md5' })
  const plan = target.plan(newImage)
  await writeAll(target, plan)
  expect((await verifyAll(target, plan)).at(-1)).toMatchObject({ kind: 'proved', digest: newImage.md5 })
})

describe('what goes wrong', () => {
  test.each([-1, -2, -3, -4] as const)('step %i', async (step) => {
    await startUnit(living(), { failsWith: step })
    const error = await failureOf(updateAll(await connect('aliyun-mqtt')))
    expect(error).toMatchObject({
      code: 'OTA_REFUSED',
      context: { step, said: expect.stringContaining('fail') },
    })
    expect(unit.version).toBe('1.0.0')
  })

  test('a step that fails only after the last byte was served', async () => {
    await startUnit(living(), { failsWith: -3 })
    // Nothing but the fetch itself ends the write: the word comes during the confirmation.
    const target = await connect('aliyun-mqtt', {
      follow: { by: 'mqtt', topic: '/ota/device/progress/a1productKey/{name}', failed: '"step":"-' },
    })
    expect(await codeOf(updateAll(target))).toBe('OTA_REFUSED')
  })

  test('Tasmota says why', async () => {
    await startUnit(new TasmotaDialect(), { failsWith: -4 })
    const error = await failureOf(updateAll(await connect('tasmota-mqtt')))
    expect(error).toMatchObject({ code: 'OTA_REFUSED', context: { said: 'Failed Not enough space' } })
  })

  test('never fetches', async () => {
    await startUnit(living(), { neverFetches: true })
    expect(await codeOf(updateAll(await connect('aliyun-mqtt')))).toBe('PULL_NOT_STARTED')
  })

  test('is gone in the middle', async () => {
    await startUnit(living(), { vanishesAfterBytes: 100_000 })
    const image = { ...largeImage, version: '1.2.0' }
    expect(await codeOf(updateAll(await connect('aliyun-mqtt'), image))).toBe('PULL_STOPPED')
  })

  test('starts its old firmware: known at once, since it says so itself', async () => {
    await startUnit(living(), { bootsOldFirmware: true })
    expect(await updateAll(await connect('aliyun-mqtt', { restartTimeoutMs: 60_000 }))).toBe('1.0.0')
  })

  test('is offline, says the broker', async () => {
    await startUnit(new TasmotaDialect())
    await unit.close()
    expect(await failureOf(connect('tasmota-mqtt'))).toMatchObject({
      code: 'DEVICE_OFFLINE',
      context: { device: 'lamp-3' },
    })
    const options = optionsOf(await profileOptions('tasmota-mqtt'))
    expect(await codeOf(pull.preflight?.(link, options, { signal: never }) ?? Promise.resolve())).toBe(
      'DEVICE_OFFLINE',
    )
    expect(server.offers).toEqual([])
  })

  test('does not answer', async () => {
    await startUnit(new TasmotaDialect())
    const version = {
      by: 'mqtt',
      askTimeoutMs: 100,
      ask: { topic: 'nobody/hears', answer: { topic: 'stat/x', version: {} } },
    }
    expect(await codeOf(connect('tasmota-mqtt', { version }))).toBe('OTA_SILENT')
  })

  test('the broker is away', async () => {
    await startUnit(living())
    const target = await connect('aliyun-mqtt', { follow: null })
    broker.isLost = true
    expect(await codeOf(writeAll(target, target.plan(newImage)))).toBe('BROKER_LOST')
    broker.isLost = false
  })
})

test('what the broker has kept of a version proves nothing', async () => {
  await startUnit(living(), { storesNothing: true, neverFetches: false })
  await broker.publish('/ota/device/inform/a1productKey/lamp-3', '{"params":{"version":"1.2.0"}}', {
    retain: true,
  })
  const target = await connect('aliyun-mqtt')
  expect(target.version).toBeNull()
  expect(await updateAll(target)).toBe('1.0.0')
})

test('nobody listens any more when the link is closed', async () => {
  await startUnit(living())
  await updateAll(await connect('aliyun-mqtt'))
  await unit.close()
  await link.close()
  await Promise.resolve()
  expect(broker.listenerCount).toBe(0)
})

test('the wrong carrier', async () => {
  await startUnit(living())
  const options = optionsOf({})
  const context = { signal: never, log: () => {}, handOut: server.handOut }
  expect(await failureOf(pull.connect(link, options, context))).toMatchObject({
    code: 'LINK_ADDRESS',
    context: { address: 'mqtt:lamp-3', expected: 'lan://' },
  })
})
