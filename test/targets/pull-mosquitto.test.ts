// The whole way of a pull through a real broker: mosquitto, our client to it, the profiles as they ship, the real hand-out, and
// simulated devices with connections of their own.
import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createHandOut } from '../../main/hand-out/create-hand-out.ts'
import { LivingDialect } from '../../main/practice/lan/mqtt/living-dialect.ts'
import type { MqttDialect } from '../../main/practice/lan/mqtt/mqtt-dialect.ts'
import { MqttUnit } from '../../main/practice/lan/mqtt/mqtt-unit.ts'
import { TasmotaDialect } from '../../main/practice/lan/mqtt/tasmota-dialect.ts'
import { parseProfile } from '../../main/profiles/load.ts'
import { pull } from '../../main/protocols/pull/index.ts'
import { protocols } from '../../main/protocols/registry.ts'
import type { Broker } from '../../main/transports/broker.ts'
import { openBrokerLink } from '../../main/transports/broker-link.ts'
import { openBroker } from '../../main/transports/mqtt.ts'
import {
  codeOf,
  device,
  kinds,
  never,
  newImage,
  oldFirmware,
  optionsOf,
  writeAll,
} from '../protocols/pull/pull-bench.ts'
import { type Mosquitto, startMosquitto } from './mosquitto.ts'

const handOut = createHandOut({ hosts: () => ['127.0.0.1'], port: 0, log: { warn: () => {} } })
const closing: (() => Promise<void>)[] = []
let mosquitto: Mosquitto
let broker: Broker

beforeAll(async () => {
  mosquitto = await startMosquitto()
  broker = await openBroker(mosquitto.options())
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
afterAll(async () => {
  await broker.close()
  await handOut.close()
  await mosquitto[Symbol.asyncDispose]()
})

async function startUnit(name: string, dialect: MqttDialect, more = {}): Promise<MqttUnit> {
  const unit = new MqttUnit({
    ...{ device, name, dialect, firmware: oldFirmware },
    connect: (will, signal) =>
      openBroker(mosquitto.options({ username: 'device', will: { retain: false, ...will } }), signal),
    ...more,
  })
  closing.push(() => unit.close())
  await unit.start()
  return unit
}

async function connect(name: string, profileId: string) {
  const file = new URL(`../../resources/profiles/${profileId}.json`, import.meta.url)
  const { options } = parseProfile(
    profileId,
    await readFile(file, 'utf8'),
    (id) => protocols.get(id)?.options,
  )
  const link = await openBrokerLink(() => broker)(`mqtt:${name}`, { baudRate: 1, signal: never })
  closing.push(() => link.close())
  const short = {
    ...options,
    startTimeoutMs: 5000,
    stallTimeoutMs: 5000,
    doneTimeoutMs: 5000,
    restartTimeoutMs: 10_000,
  }
  return pull.connect(link, optionsOf(short), { signal: never, log: () => {}, handOut })
}

test.each([
  ['lamp-1', 'tasmota-mqtt', '1.0.0', () => new TasmotaDialect(), {}],
  ['lamp-2', 'tasmota-mqtt', '1.0.0', () => new TasmotaDialect(), { isAwayWhileFetching: true }],
  ['lamp-3', 'aliyun-mqtt', null, () => new LivingDialect('a1productKey'), {}],
] as const)('%s by %s', async (name, profileId, before, dialect, more) => {
  const unit = await startUnit(name, dialect(), more)
  const target = await connect(name, profileId)
  expect(target.version).toBe(before)
  const plan = target.plan(newImage)
  expect(kinds(await writeAll(target, plan))).toEqual(['accepted', 'pointOfNoReturn', 'progress'])
  expect(await target.confirm?.(plan, never)).toEqual({ version: '1.2.0' })
  expect(unit.stored.equals(newImage.bytes)).toBe(true)
})

test('what was said of an earlier update is no word about this one', async () => {
  const unit = await startUnit('lamp-4', new LivingDialect('a1productKey'), { faults: { failsWith: -3 } })
  const first = await connect('lamp-4', 'aliyun-mqtt')
  expect(await codeOf(writeAll(first, first.plan(newImage)))).toBe('OTA_REFUSED')
  unit.faults.failsWith = null
  const again = await connect('lamp-4', 'aliyun-mqtt')
  const plan = again.plan(newImage)
  await writeAll(again, plan)
  expect(await again.confirm?.(plan, never)).toEqual({ version: '1.2.0' })
})

test('a device whose last will the broker has told is offline', async () => {
  const unit = await startUnit('lamp-5', new TasmotaDialect())
  await unit.close()
  expect(await codeOf(connect('lamp-5', 'tasmota-mqtt'))).toBe('DEVICE_OFFLINE')
})
