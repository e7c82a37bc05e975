// Who is behind a broker, from messages as Tasmota and devices of the Living platform send them.
import { expect, test } from 'vitest'
import { type BrokerSighting, watchPresence } from '../../main/bench/broker-presence.ts'
import { brokerPresenceSchema } from '../../main/profiles/broker-presence.ts'
import type { Broker, BrokerCode, BrokerMessage } from '../../main/transports/broker.ts'
import { TopicTable } from '../../main/transports/topic-table.ts'
import { FlashlineError } from '../../preload/contract/index.ts'
import { presenceOf } from './presence-of.ts'

const seenAt = new Date('2026-01-02T03:04:05Z')
const [tasmota, aliyun] = await Promise.all([presenceOf('tasmota-mqtt'), presenceOf('aliyun-mqtt')])

/** A broker that the test speaks through. */
class FakeBroker implements Broker {
  readonly address = 'mqtt://fake:1883'
  readonly table = new TopicTable<(message: BrokerMessage) => void>()
  code: BrokerCode | null = null
  refuses: string | null = null
  readonly #states = new Set<(code: BrokerCode | null) => void>()

  async publish(): Promise<void> {}
  async subscribe(filters: readonly string[], listener: (message: BrokerMessage) => void) {
    if (this.code !== null) throw new FlashlineError('BROKER_LOST')
    const refused = filters.find((filter) => filter === this.refuses)
    if (refused !== undefined) throw new FlashlineError('BROKER_REFUSED', { topic: refused })
    for (const filter of filters) this.table.add(filter, listener)
    return () => {
      for (const filter of filters) this.table.remove(filter, listener)
    }
  }
  onState(listener: (code: BrokerCode | null) => void) {
    this.#states.add(listener)
    listener(this.code)
    return () => {
      this.#states.delete(listener)
    }
  }
  become(code: BrokerCode | null): void {
    this.code = code
    for (const listener of this.#states) listener(code)
  }
  async close(): Promise<void> {}

  say(topic: string, payload: string | object, retained = false): void {
    const bytes = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
    for (const hear of this.table.matching(topic)) hear({ topic, payload: bytes, retained })
  }
}

async function watch(options: { mostDevices?: number; broker?: FakeBroker } = {}) {
  const { broker = new FakeBroker(), mostDevices = 5000 } = options
  const stop = new AbortController()
  const told: { kind: 'here' | 'gone'; sighting: BrokerSighting }[] = []
  const watching = watchPresence({
    broker,
    descriptions: [
      { profileId: 'tasmota-mqtt', presence: tasmota },
      { profileId: 'aliyun-mqtt', presence: aliyun },
    ],
    onSighting: (sighting) => told.push({ kind: 'here', sighting }),
    onGone: (sighting) => told.push({ kind: 'gone', sighting }),
    signal: stop.signal,
    now: () => seenAt,
    mostDevices,
  })
  return { broker, stop, told, watching, last: () => told.at(-1) }
}

const nothing = { mac: null, deviceId: null, model: null, version: null, accessPoint: '', lastSeenAt: null }

test('Tasmota: what the broker has kept is of earlier, what comes then is of now', async () => {
  const { broker, watching, last, told } = await watch()
  await watching
  broker.say('tele/plug-1/LWT', 'Online', true)
  expect(last()).toEqual({
    kind: 'here',
    sighting: {
      ...nothing,
      origin: 'broker',
      name: 'plug-1',
      address: 'mqtt:plug-1',
      suggested: 'tasmota-mqtt',
      present: true,
    },
  })
  const description = { ip: '10.0.0.7', mac: 'A0B1C2D3E4F5', md: 'Sonoff Basic', sw: '14.1.0', t: 'plug-1' }
  broker.say('tasmota/discovery/A0B1C2D3E4F5/config', description, true)
  const facts = { mac: 'A0B1C2D3E4F5', model: 'Sonoff Basic', version: '14.1.0', present: true }
  expect(last()).toMatchObject({ kind: 'here', sighting: { ...facts, lastSeenAt: null } })

  broker.say('tele/plug-1/LWT', 'Offline')
  expect(last()).toMatchObject({ kind: 'gone', sighting: { ...facts, present: false, lastSeenAt: null } })
  broker.say('tele/plug-1/LWT', 'Online')
  expect(last()).toMatchObject({ kind: 'here', sighting: { ...facts, lastSeenAt: seenAt } })
  broker.say('tele/plug-1/INFO1', { Info1: { Module: 'Generic', Version: '14.2.0(tasmota)' } })
  expect(last()).toMatchObject({
    kind: 'here',
    sighting: { ...facts, version: '14.2.0', lastSeenAt: seenAt },
  })
  expect(told).toHaveLength(5)
})

test('known only from what was kept: not there', async () => {
  const { broker, watching, last } = await watch()
  await watching
  broker.say('tasmota/discovery/A0B1C2D3E4F5/config', { t: 'plug-1', sw: '14.1.0' }, true)
  expect(last()).toMatchObject({
    kind: 'gone',
    sighting: { name: 'plug-1', present: false, lastSeenAt: null },
  })
})

test('Living: its version when it starts, and whatever it says is a sign of it', async () => {
  const { broker, watching, last } = await watch()
  await watching
  broker.say('/ota/device/inform/a1key/lamp:7', { id: '1', params: { version: '1.0.3' } })
  const sighting = { name: 'lamp:7', address: 'mqtt:lamp:7', suggested: 'aliyun-mqtt', version: '1.0.3' }
  expect(last()).toMatchObject({ kind: 'here', sighting: { ...sighting, present: true } })
  broker.say('/as/mqtt/status/a1key/lamp:7', { status: 'offline' })
  expect(last()).toMatchObject({ kind: 'gone', sighting: { ...sighting, lastSeenAt: seenAt } })
  broker.say('/ota/device/progress/a1key/lamp:7', { id: '2', params: { step: '10' } })
  expect(last()).toMatchObject({ kind: 'here', sighting })
})

test.each([
  ['a name that is none', 'tele/plug 1/LWT', 'Online'],
  ['an empty name', 'tele//LWT', 'Online'],
  ['nothing: what was kept is taken back', 'tele/plug-1/LWT', ''],
  ['too much', 'tele/plug-1/LWT', 'x'.repeat(20_000)],
  ['no JSON where a name should be', 'tasmota/discovery/A0B1C2D3E4F5/config', 'Online'],
  ['a name of another kind', 'tasmota/discovery/A0B1C2D3E4F5/config', { t: { a: 1 } }],
])('%s: nobody', async (_, topic, payload) => {
  const { broker, watching, told } = await watch()
  await watching
  broker.say(topic, payload)
  expect(told).toEqual([])
})

test('at the bound those that are gone are forgotten, and of those that are there none', async () => {
  const { broker, watching, told } = await watch({ mostDevices: 2 })
  await watching
  broker.say('tele/a/LWT', 'Online')
  broker.say('tele/b/LWT', 'Offline')
  broker.say('tele/c/LWT', 'Online')
  broker.say('tele/d/LWT', 'Online')
  expect(told.map(({ sighting }) => sighting.name)).toEqual(['a', 'b', 'c'])
  broker.say('tele/a/INFO1', { Info1: { Version: '1.0.0' } })
  expect(told.at(-1)).toMatchObject({ sighting: { name: 'a', version: '1.0.0' } })
})

test('a broker that is away at first is listened to when it is back; after the end nobody listens', async () => {
  const broker = new FakeBroker()
  broker.code = 'BROKER_UNREACHABLE'
  const { watching, stop, told } = await watch({ broker })
  expect(broker.table.filters).toEqual([])
  broker.become(null)
  await watching
  broker.say('tele/a/LWT', 'Online')
  expect(told).toHaveLength(1)
  stop.abort()
  expect(broker.table.filters).toEqual([])
})

test('a topic that is refused is told, and the others are listened to', async () => {
  const broker = new FakeBroker()
  broker.refuses = 'tele/+/INFO1'
  const { watching, told } = await watch({ broker })
  await expect(watching).rejects.toMatchObject({ code: 'BROKER_REFUSED', context: { topic: 'tele/+/INFO1' } })
  broker.say('tele/a/LWT', 'Online')
  expect(told).toHaveLength(1)
})

test.each([
  ['no name', [{ topic: 'tele/+/LWT' }]],
  ['half a level', [{ topic: 'tele/x{name}/LWT' }]],
  ['a rest', [{ topic: 'tele/{name}/#' }]],
  ['another name', [{ topic: 'tele/{name}/{what}' }]],
  ['a pattern that is none', [{ topic: '{name}', online: '(' }]],
  ['nothing', []],
])('a description with %s is refused', (_, description) => {
  expect(brokerPresenceSchema.safeParse(description).success).toBe(false)
})
