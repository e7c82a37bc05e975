import { expect, onTestFinished, test } from 'vitest'
import { openStore, type Store } from '../../main/store/open-store.ts'
import { tempFolder } from './job-fixture.ts'

const none = { number: null, text: null }

async function freshStore(now: () => Date = () => new Date()): Promise<Store> {
  const store = await openStore(await tempFolder(), { now })
  onTestFinished(() => store.close())
  return store
}

test('a device is known again by its MAC, however it is written, and by its SN', async () => {
  const { devices } = await freshStore()
  await devices.remember({
    deviceId: 'd1',
    mac: '00:1A:22:33:44:55',
    sn: 'S1',
    productId: 'p',
    version: none,
  })
  expect(await devices.findDeviceId({ mac: '001a22334455', sn: null })).toBe('d1')
  expect(await devices.findDeviceId({ mac: '00-1a-22-33-44-55', sn: 'S1' })).toBe('d1')
  expect(await devices.findDeviceId({ mac: null, sn: 'S1' })).toBe('d1')
  expect(await devices.findDeviceId({ mac: 'ffffffffffff', sn: 'S1' })).toBe('d1')
  expect(await devices.findDeviceId({ mac: 'ffffffffffff', sn: null })).toBe(null)
  expect(await devices.findDeviceId({ mac: null, sn: null })).toBe(null)
})

test('a device that was first seen without its id keeps its row when the id is learned', async () => {
  const { devices } = await freshStore()
  await devices.remember({ deviceId: null, mac: 'aa', sn: null, productId: 'p', version: none })
  expect(await devices.findDeviceId({ mac: 'aa', sn: null })).toBe(null)
  await devices.remember({ deviceId: 'd1', mac: 'aa', sn: 'S1', productId: 'p', version: none })
  await devices.remember({ deviceId: null, mac: 'aa', sn: null, productId: null, version: none })
  expect(await devices.findDeviceId({ mac: 'aa', sn: 'S1' })).toBe('d1')
})

test('a MAC or SN belongs to who said it last; what contradicts itself is nobody', async () => {
  const { devices } = await freshStore()
  await devices.remember({ deviceId: 'd1', mac: 'aa', sn: 'S1', productId: 'p', version: none })
  await devices.remember({ deviceId: 'd2', mac: 'aa', sn: 'S2', productId: 'p', version: none })
  expect(await devices.findDeviceId({ mac: 'aa', sn: null })).toBe('d2')
  expect(await devices.findDeviceId({ mac: null, sn: 'S1' })).toBe('d1')
  expect(await devices.findDeviceId({ mac: 'aa', sn: 'S1' })).toBe(null)
  await devices.remember({ deviceId: 'd3', mac: null, sn: 'S2', productId: 'other', version: none })
  expect(await devices.findDeviceId({ mac: null, sn: 'S2' })).toBe(null)
})

test('slots keep their names', async () => {
  const { slots } = await freshStore(() => new Date('2026-01-01T00:00:00.000Z'))
  await slots.remember([{ slotId: 'usb:1-1', name: 'A1', address: '/dev/ttyUSB0', position: null }])
  const moved = { slotId: 'usb:1-1', name: 'A1', address: '/dev/ttyUSB3', position: 2 }
  await slots.remember([moved])
  expect(await slots.list()).toEqual([moved])
  await slots.forget('usb:1-1')
  expect(await slots.list()).toEqual([])
})

test('firmware that was found broken is not found again, and a pin outlives its file', async () => {
  const { firmware } = await freshStore(() => new Date())
  const file = { sha256: 'a'.repeat(64), md5: 'b'.repeat(32), sizeBytes: 7, sourceUrl: null, name: 'a.bin' }
  await firmware.add(file)
  await firmware.pin(file.sha256, true)
  await firmware.checked(file.sha256, false)
  expect(await firmware.find({ md5: file.md5, sizeBytes: 7 })).toBe(null)
  await firmware.lost(file.sha256)
  expect(await firmware.get(file.sha256)).toMatchObject({ pinned: true, isGood: false, name: 'a.bin' })

  // Stored anew it is as good as any, and still pinned.
  const { name: _, ...unnamed } = file
  await firmware.add(unnamed)
  expect(await firmware.find({ md5: file.md5, sizeBytes: 7 })).toMatchObject({
    pinned: true,
    isGood: null,
    checkedAt: null,
    name: 'a.bin',
  })
  await firmware.pin(file.sha256, false)
  await firmware.lost(file.sha256)
  expect(await firmware.get(file.sha256)).toBe(null)
})

test('firmware is found by MD5 and size together', async () => {
  let second = 0
  const { firmware } = await freshStore(() => new Date(Date.UTC(2026, 0, 1, 0, 0, second)))
  const file = { sha256: 'a'.repeat(64), md5: 'b'.repeat(32), sizeBytes: 7, sourceUrl: null }
  await firmware.add(file)
  second = 5
  await firmware.touch(file.sha256)
  expect(await firmware.find({ md5: file.md5, sizeBytes: 7 })).toEqual({
    ...file,
    storedAt: '2026-01-01T00:00:00.000Z',
    lastUsedAt: '2026-01-01T00:00:05.000Z',
    name: null,
    pinned: false,
    checkedAt: null,
    isGood: null,
  })
  expect(await firmware.find({ md5: file.md5, sizeBytes: 8 })).toBe(null)
  await firmware.remove(file.sha256)
  expect(await firmware.list()).toEqual([])
})
