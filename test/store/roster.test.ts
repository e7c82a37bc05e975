import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { RosterEntry } from '../../main/store/devices.ts'
import { openSqlite } from '../../main/store/open.ts'
import { openStore } from '../../main/store/open-store.ts'
import { tempFolder } from './job-fixture.ts'

const none = { number: null, text: null }
const mac = (n: number) => n.toString(16).padStart(12, '0')
const entry = (deviceId: string, facts: Partial<RosterEntry> = {}): RosterEntry => ({
  deviceId,
  mac: null,
  sn: null,
  productId: 'p1',
  ...facts,
})

async function setUp() {
  const folder = await tempFolder()
  const store = await openStore(folder)
  onTestFinished(() => store.close())
  const reader = openSqlite(join(folder, 'station.sqlite'), { readOnly: true })
  onTestFinished(() => void reader.close())
  const rows = () =>
    reader.prepare('SELECT device_id, mac, sn, product_id FROM devices ORDER BY device_id').raw().all()
  return { devices: store.devices, rows, all: <T>(sql: string): T[] => reader.prepare<[], T>(sql).all() }
}

test('a listed device is known by its MAC and SN before it was ever seen', async () => {
  const { devices, rows } = await setUp()
  await devices.addRoster([entry('d1', { mac: 'AA-BB-CC-00-00-01', sn: 'S1' }), entry('d2', { sn: 'S2' })])
  expect(rows()).toEqual([
    ['d1', 'aabbcc000001', 'S1', 'p1'],
    ['d2', null, 'S2', 'p1'],
  ])
  expect(await devices.findDeviceId({ mac: 'aa:bb:cc:00:00:01', sn: null })).toBe('d1')
  expect(await devices.findDeviceId({ mac: null, sn: 'S2' })).toBe('d2')
})

test('what a list does not tell stays, what it tells replaces, and a version that was seen stays', async () => {
  const { devices, rows, all } = await setUp()
  await devices.remember({
    deviceId: 'd1',
    mac: mac(1),
    sn: 'S1',
    productId: 'p1',
    version: { number: 7, text: '0.7' },
  })
  await devices.addRoster([entry('d1', { sn: 'S9', productId: null })])
  expect(rows()).toEqual([['d1', mac(1), 'S9', 'p1']])
  expect(all('SELECT version_number, version_text FROM devices')).toEqual([
    { version_number: 7, version_text: '0.7' },
  ])
})

test('a MAC, and an SN within its product, moves to the device that was listed last', async () => {
  const { devices, rows } = await setUp()
  await devices.remember({ deviceId: null, mac: mac(1), sn: null, productId: 'p1', version: none })
  await devices.addRoster([
    entry('d1', { mac: mac(1), sn: 'S1' }),
    entry('d2', { mac: mac(1), sn: 'S1', productId: 'p2' }),
    entry('d3', { mac: mac(3), sn: 'S1' }),
  ])
  // The row that had only this MAC has nothing left and is gone.
  expect(rows()).toEqual([
    ['d1', null, null, 'p1'],
    ['d2', mac(1), 'S1', 'p2'],
    ['d3', mac(3), 'S1', 'p1'],
  ])
  await devices.addRoster([entry('d1', { mac: mac(3) }), entry('d4', { sn: 'S1', productId: 'p2' })])
  expect(rows()).toEqual([
    ['d1', mac(3), null, 'p1'],
    ['d2', mac(1), null, 'p2'],
    ['d3', null, 'S1', 'p1'],
    ['d4', null, 'S1', 'p2'],
  ])
})

test('a long list is written in parts, between which others come through', async () => {
  const { devices, all } = await setUp()
  let turns = 0
  let done = false
  const others = (async () => {
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve))
      turns += 1
    }
  })()
  await devices.addRoster(
    Array.from({ length: 5500 }, (_, n) => entry(`d${n}`, { mac: mac(n), sn: `S${n}` })),
  )
  done = true
  await others
  expect(turns).toBeGreaterThanOrEqual(5)
  expect(all('SELECT count(*) AS n FROM devices')).toEqual([{ n: 5500 }])
  expect(await devices.findDeviceId({ mac: mac(5499), sn: 'S5499' })).toBe('d5499')
})
