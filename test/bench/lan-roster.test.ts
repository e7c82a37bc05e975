// Which sightings are of one device, where it is, whether it is there.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LanRoster, type LanRosterOptions } from '../../main/bench/lan-roster.ts'
import type { PlacedLanDevice } from '../../main/store/lan-devices.ts'
import { parseRange } from '../../main/transports/ranges.ts'
import type { Sighting } from '../../main/transports/sighting.ts'
import { type LanDevice, type LanOrigin, lanOrigins } from '../../preload/contract/index.ts'
import { runs } from '../runs.ts'

const macA = 'A0B1C2D3E4F0'
const macB = 'A0B1C2D3E4F2'

const sighting = (origin: LanOrigin, address: string, facts: Partial<Sighting> = {}): Sighting => ({
  origin,
  name: `${origin}-${address}`,
  address,
  mac: null,
  deviceId: null,
  model: null,
  version: null,
  suggested: null,
  accessPoint: 'eth0',
  ...facts,
})
const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000)

function rosterOf(options: Partial<LanRosterOptions> = {}) {
  const changes: LanDevice[] = []
  const removals: [identity: string, into: string | null][] = []
  const roster = new LanRoster({
    changed: (device) => changes.push(device),
    removed: (identity, into) => removals.push([identity, into]),
    ranges: () => [parseRange('10.0.0.0/24')],
    silentMs: 100_000,
    ...options,
  })
  const places = () => Object.fromEntries(roster.list().map((one) => [one.identity, one.address]))
  const present = () =>
    roster
      .list()
      .filter((one) => one.present)
      .map((one) => one.identity)
  return { roster, changes, removals, places, present }
}

test('what is told of a device', () => {
  const { roster, changes } = rosterOf()
  const facts = { mac: macA, model: 'EX-1', version: '1.0.0', suggested: 'esphome-web', name: 'pump' }
  roster.sighted(sighting('esphome', 'lan://10.0.0.7', facts), at(5))
  const { suggested, ...shown } = facts
  expect(changes).toEqual([
    {
      ...shown,
      identity: `mac:${macA}`,
      origin: 'esphome',
      deviceId: null,
      address: 'lan://10.0.0.7',
      accessPoint: 'eth0',
      lastSeenAt: '2026-01-01T00:00:05.000Z',
      present: true,
      inRange: true,
      profileId: suggested,
      slotId: null,
    },
  ])
  expect(roster.find(`mac:${macA}`)).toEqual(changes[0])
  expect(roster.find('mac:000000000000')).toBe(null)
})

describe('one device', () => {
  test('keeps its identity when its address changes, and with the address its port', () => {
    const { roster, places, removals } = rosterOf()
    roster.sighted(sighting('arduino', 'lan://10.0.0.7:3232', { mac: macA }), at(0))
    roster.sighted(sighting('arduino', 'lan://10.0.0.9:3232', { mac: macA }), at(1))
    expect(places()).toEqual({ [`mac:${macA}`]: 'lan://10.0.0.9:3232' })
    // Who knows less about it knows where it is all the same.
    roster.sighted(sighting('http', 'lan://10.0.0.11', { mac: macA }), at(2))
    expect(places()).toEqual({ [`mac:${macA}`]: 'lan://10.0.0.11:3232' })
    expect(removals).toEqual([])
  })

  test('first known by its address, then by its id, then by its MAC, keeps its place on the bench', () => {
    const { roster, places, removals } = rosterOf()
    roster.sighted(sighting('hand', 'lan://10.0.0.7:8080', { accessPoint: '' }), at(0))
    roster.place('at:lan://10.0.0.7:8080', { slotId: 'slot-1', accessPoint: 'hall 2' })
    roster.sighted(sighting('shelly', 'lan://10.0.0.7', { deviceId: 'shelly1-d3e4f0' }), at(1))
    expect(places()).toEqual({ 'id:shelly1-d3e4f0': 'lan://10.0.0.7:8080' })
    roster.sighted(sighting('scan', 'lan://10.0.0.7', { mac: macA, version: '1.14.0' }), at(2))
    expect(removals).toEqual([
      ['at:lan://10.0.0.7:8080', 'id:shelly1-d3e4f0'],
      ['id:shelly1-d3e4f0', `mac:${macA}`],
    ])
    expect(roster.list()).toMatchObject([
      { slotId: 'slot-1', accessPoint: 'hall 2', deviceId: 'shelly1-d3e4f0', mac: macA, version: '1.14.0' },
    ])
  })

  test('two records that turn out to have one MAC are joined', () => {
    const { roster, removals } = rosterOf()
    roster.sighted(sighting('esphome', 'lan://10.0.0.7', { mac: macA, model: 'EX-1' }), at(0))
    roster.sighted(sighting('broker', 'mqtt:pump', { deviceId: 'pump' }), at(1))
    roster.place('id:pump', { slotId: 'slot-1' })
    roster.sighted(sighting('broker', 'mqtt:pump', { deviceId: 'pump', mac: macA }), at(2))
    expect(removals).toEqual([['id:pump', `mac:${macA}`]])
    expect(roster.list()).toMatchObject([{ mac: macA, deviceId: 'pump', model: 'EX-1', slotId: 'slot-1' }])
    expect(roster.list()[0]?.address).toBe('lan://10.0.0.7')
  })

  test('that announces several services is one, and the best of them says how it is flashed', () => {
    const { roster, removals } = rosterOf()
    roster.sighted(sighting('http', 'lan://10.0.0.7', { version: '9.9' }), at(0))
    const best = { mac: macA, version: '1.0.0', suggested: 'esphome-web', name: 'pump' }
    roster.sighted(sighting('esphome', 'lan://10.0.0.7', best), at(1))
    roster.sighted(sighting('http', 'lan://10.0.0.7', { version: '9.9' }), at(2))
    expect(removals).toEqual([['at:lan://10.0.0.7', `mac:${macA}`]])
    expect(roster.list()).toMatchObject([
      { name: 'pump', origin: 'esphome', version: '1.0.0', profileId: 'esphome-web' },
    ])
  })
})

describe('several devices', () => {
  test('that swap their addresses: nobody is where he was, and in between only one is there', () => {
    const { roster, places, present } = rosterOf()
    roster.sighted(sighting('esphome', 'lan://10.0.0.7', { mac: macA }), at(0))
    roster.sighted(sighting('esphome', 'lan://10.0.0.8', { mac: macB }), at(0))
    roster.sighted(sighting('esphome', 'lan://10.0.0.8', { mac: macA }), at(1))
    expect(present()).toEqual([`mac:${macA}`])
    roster.sighted(sighting('esphome', 'lan://10.0.0.7', { mac: macB }), at(2))
    expect(places()).toEqual({ [`mac:${macA}`]: 'lan://10.0.0.8', [`mac:${macB}`]: 'lan://10.0.0.7' })
    expect(present().sort()).toEqual([`mac:${macA}`, `mac:${macB}`])
  })

  test('an address that a device has left is another one', () => {
    const { roster, present } = rosterOf()
    const one = sighting('esphome', 'lan://10.0.0.7', { mac: macA })
    roster.sighted(one, at(0))
    roster.gone(one)
    roster.sighted(sighting('http', 'lan://10.0.0.7'), at(1))
    expect(present()).toEqual(['at:lan://10.0.0.7'])
  })

  test('on this machine differ by their ports alone', () => {
    const { roster } = rosterOf()
    for (const port of ['', ':8001', ':8002']) {
      roster.sighted(sighting('http', `lan://127.0.0.1${port}`), at(0))
      roster.sighted(sighting('http', `lan://127.0.0.1${port}`), at(1))
    }
    expect(roster.list()).toHaveLength(3)
  })

  test('with one device id and different MACs are two', () => {
    const { roster } = rosterOf()
    roster.sighted(sighting('flashline', 'lan://10.0.0.7', { mac: macA, deviceId: 'x' }), at(0))
    roster.sighted(sighting('flashline', 'lan://10.0.0.8', { mac: macB, deviceId: 'x' }), at(0))
    expect(roster.list().map(({ mac }) => mac)).toEqual([macA, macB])
  })
})

describe('presence', () => {
  test('ends with silence or a goodbye, and only when nobody else hears it', () => {
    const { roster, present } = rosterOf()
    const http = sighting('http', 'lan://10.0.0.7')
    const esphome = sighting('esphome', 'lan://10.0.0.7', { mac: macA })
    roster.sighted(http, at(0))
    roster.sighted(esphome, at(50))
    roster.gone(http)
    expect(present()).toEqual([`mac:${macA}`])
    roster.tick(at(150))
    expect(present()).toEqual([`mac:${macA}`])
    roster.tick(at(151))
    expect(present()).toEqual([])
    roster.sighted(esphome, at(200))
    roster.gone(esphome)
    expect(present()).toEqual([])
    expect(roster.find(`mac:${macA}`)?.lastSeenAt).toBe('2026-01-01T00:03:20.000Z')
  })

  test('of what does not announce itself, silence says nothing; of what does, typing it says nothing', () => {
    const { roster, present } = rosterOf()
    roster.sighted(sighting('hand', 'lan://10.0.0.7'), at(0))
    roster.sighted(sighting('scan', 'lan://10.0.0.8'), at(0))
    roster.tick(at(100_000))
    expect(present()).toHaveLength(2)
    const announced = sighting('tasmota', 'lan://10.0.0.7')
    roster.sighted(announced, at(100_001))
    roster.gone(announced)
    expect(present()).toEqual(['at:lan://10.0.0.8'])
  })

  test('the time of sight alone is told now and then', () => {
    const { roster, changes } = rosterOf()
    const one = sighting('esphome', 'lan://10.0.0.7', { mac: macA })
    for (let second = 0; second <= 40; second += 1) roster.sighted(one, at(second))
    roster.tick(at(41))
    expect(changes.map(({ lastSeenAt }) => lastSeenAt?.slice(17, 19))).toEqual(['00', '15', '30'])
  })
})

test('ranges: outside is said, and said anew when they change', () => {
  let range = '10.0.0.0/24'
  const { roster, changes } = rosterOf({ ranges: () => [parseRange(range)] })
  roster.sighted(sighting('http', 'lan://192.168.1.1'), at(0))
  roster.sighted(sighting('broker', 'mqtt:pump'), at(0))
  expect(changes.map(({ inRange }) => inRange)).toEqual([false, true])
  range = '192.168.0.0/16'
  roster.rangesChanged()
  expect(changes.slice(2)).toMatchObject([{ address: 'lan://192.168.1.1', inRange: true }])
})

test('a full roster lets the one go that is away for longest, never one that is there or on the bench', () => {
  const { roster, removals } = rosterOf({ limit: 3 })
  const seen = (host: number, second: number) =>
    roster.sighted(sighting('http', `lan://10.0.0.${host}`), at(second))
  for (const host of [1, 2, 3]) seen(host, host)
  roster.place('at:lan://10.0.0.1', { slotId: 'slot-1' })
  expect(seen(4, 4)).toBe(null)
  roster.tick(at(1000))
  expect(seen(4, 1001)?.address).toBe('lan://10.0.0.4')
  expect(removals).toEqual([['at:lan://10.0.0.2', null]])
})

test('what was on the bench is there again after a start, away until it is heard', () => {
  const { roster, present } = rosterOf()
  const kept = (identity: string, facts: Partial<PlacedLanDevice>): PlacedLanDevice => ({
    ...{ identity, address: 'lan://10.0.0.7', name: 'pump', productId: 'p1', profileId: 'esphome-web' },
    ...{ accessPoint: 'hall 2', mac: null, deviceId: null, model: 'EX-1', version: '1.0.0' },
    ...{ origin: 'esphome' as const, lastSeenAt: '2026-01-01T00:00:00.000Z' },
    ...facts,
  })
  roster.restore(kept(`mac:${macA}`, { mac: macA }), 'slot-1')
  roster.restore(
    kept('at:lan://10.0.0.9', { origin: 'hand', address: 'lan://10.0.0.9', lastSeenAt: null }),
    'slot-2',
  )
  expect(present()).toEqual(['at:lan://10.0.0.9'])
  roster.sighted(sighting('esphome', 'lan://10.0.0.8', { mac: macA }), at(5))
  expect(roster.find(`mac:${macA}`)).toMatchObject({
    present: true,
    address: 'lan://10.0.0.8',
    accessPoint: 'hall 2',
    slotId: 'slot-1',
    model: 'EX-1',
  })
})

test('one that nobody but a person told of is gone with its place on the bench', () => {
  const { roster, removals } = rosterOf()
  roster.sighted(sighting('hand', 'lan://10.0.0.7'), at(0))
  roster.sighted(sighting('scan', 'lan://10.0.0.8'), at(0))
  expect(roster.place('at:lan://10.0.0.7', { slotId: null })).toBe(true)
  expect(roster.place('at:lan://10.0.0.8', { slotId: null })).toBe(true)
  expect(roster.place('at:lan://10.0.0.9', { slotId: null })).toBe(false)
  expect(removals).toEqual([['at:lan://10.0.0.7', null]])
  expect(roster.list()).toHaveLength(1)
})

const anySighting = fc
  .record({
    origin: fc.constantFrom(...lanOrigins),
    host: fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3', '127.0.0.1'),
    port: fc.constantFrom('', ':80', ':3232'),
    mac: fc.constantFrom(null, null, macA, macB),
    deviceId: fc.constantFrom(null, null, 'x', 'y'),
  })
  .map(({ origin, host, port, ...facts }) => sighting(origin, `lan://${host}${port}`, facts))

test('whatever is heard: identities and MACs are unique, and two devices are never at one place', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('sighted', 'gone', 'tick'), anySighting), { maxLength: 40 }),
      (steps) => {
        const { roster, changes, removals } = rosterOf()
        for (const [index, [what, one]] of steps.entries()) {
          if (what === 'sighted') roster.sighted(one, at(index * 30))
          else if (what === 'gone') roster.gone(one)
          else roster.tick(at(index * 30))
        }
        const list = roster.list()
        const macs = list.flatMap(({ mac }) => mac ?? [])
        expect(new Set(macs).size).toBe(macs.length)
        expect(new Set(list.map(({ identity }) => identity)).size).toBe(list.length)
        for (const { identity } of list) expect(roster.find(identity)?.identity).toBe(identity)
        const there = list.filter(({ present }) => present).map(({ address }) => address)
        expect(new Set(there).size).toBe(there.length)
        // Who only follows the events sees the same devices.
        const followed = new Set(changes.map(({ identity }) => identity))
        for (const { identity } of list) expect(followed.has(identity)).toBe(true)
        for (const [, into] of removals) expect(into).not.toBe(null)
      },
    ),
    runs(300),
  )
})

test('takes an announced version for news only when it has changed', () => {
  const { roster } = rosterOf()
  const announced = (version: string, second: number) =>
    roster.sighted(sighting('tasmota', 'lan://10.0.0.7', { mac: macA, version }), at(second))
  announced('1.0.0', 0)
  // A job has heard from the device itself; what was announced before still comes from somebody's cache.
  roster.sighted(sighting('scan', 'lan://10.0.0.7', { mac: macA, version: '2.0.1' }), at(1))
  announced('1.0.0', 2)
  expect(roster.list()).toMatchObject([{ version: '2.0.1' }])
  announced('2.1.0', 3)
  expect(roster.list()).toMatchObject([{ version: '2.1.0' }])
})
