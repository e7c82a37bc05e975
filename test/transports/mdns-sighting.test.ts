// What the announcements of each vendor are read as, by the keys that the vendors document.
import { expect, test } from 'vitest'
import type { MdnsService } from '../../main/transports/mdns-sighting.ts'
import { readSighting } from '../../main/transports/mdns-sighting.ts'

const read = (service: MdnsService, name: string, port: number, txt: Record<string, string> = {}) =>
  readSighting(service, {
    name,
    port,
    txt: new Map(Object.entries(txt)),
    ip: '10.0.0.7',
    interfaceName: 'eth0',
  })

const none = { mac: null, deviceId: null, model: null, version: null, suggested: null }

test('Arduino: the chip from the board, from the usual name, from the usual port', () => {
  const common = { tcp_check: 'no', ssh_upload: 'no', auth_upload: 'no' }
  expect(read('_arduino._tcp', 'esp32-a0b1c2d3e4f5', 3232, { board: 'esp32', ...common })).toEqual({
    ...none,
    origin: 'arduino',
    name: 'esp32-a0b1c2d3e4f5',
    address: 'lan://10.0.0.7:3232',
    mac: 'A0B1C2D3E4F5',
    model: 'esp32',
    suggested: 'arduino-ota-esp32',
    accessPoint: 'eth0',
  })
  const suggested = (name: string, port: number, board: string) =>
    read('_arduino._tcp', name, port, { board, ...common }).suggested
  expect(suggested('pump', 8266, 'ESP8266_NODEMCU_ESP12E')).toBe('arduino-ota-esp8266')
  expect(suggested('pump', 3333, 'adafruit_feather_esp32_v2')).toBe('arduino-ota-esp32')
  expect(suggested('esp32-a0b1c2d3e4f5', 3333, 'lolin_s3_mini')).toBe('arduino-ota-esp32')
  expect(suggested('pump', 3232, 'lolin_s3_mini')).toBe('arduino-ota-esp32')
  expect(suggested('mkr', 65_280, 'mkr1000')).toBe(null)
  // The name of an ESP8266 has the half of its MAC.
  expect(read('_arduino._tcp', 'esp8266-d3e4f5', 8266).mac).toBe(null)
})

test('ESPHome: its MAC is a key of its own, the maker is told before the board', () => {
  const txt = { mac: 'a0b1c2d3e4f5', version: '2024.6.1', platform: 'ESP32', board: 'esp32dev' }
  const bare = read('_esphomelib._tcp', 'pump', 6053, txt)
  expect(bare).toMatchObject({ name: 'pump', address: 'lan://10.0.0.7', mac: 'A0B1C2D3E4F5' })
  expect(bare).toMatchObject({ model: 'esp32dev', version: '2024.6.1', suggested: 'esphome-web' })
  const made = { ...txt, friendly_name: 'Pump', project_name: 'acme.pump', project_version: '1.4.0' }
  expect(read('_esphomelib._tcp', 'pump', 6053, made)).toMatchObject({
    name: 'Pump',
    model: 'acme.pump',
    version: '1.4.0',
  })
})

test('Shelly: generations, and a MAC only where the name has all of it', () => {
  const gen2 = { gen: '2', app: 'Plus1PM', ver: '1.0.8' }
  for (const service of ['_shelly._tcp', '_http._tcp'] as const) {
    expect(read(service, 'shellyplus1pm-a8032ab12344', 80, gen2)).toEqual({
      origin: 'shelly',
      name: 'shellyplus1pm-a8032ab12344',
      address: 'lan://10.0.0.7',
      mac: 'A8032AB12344',
      deviceId: 'shellyplus1pm-a8032ab12344',
      model: 'Plus1PM',
      version: '1.0.8',
      suggested: 'shelly-gen2',
      accessPoint: 'eth0',
    })
  }
  const gen1 = { id: 'shelly1-B929CC', fw_id: '20230913-114010/v1.14.0-gcb84623', arch: 'esp8266' }
  expect(read('_http._tcp', 'shelly1-B929CC', 80, gen1)).toMatchObject({
    mac: null,
    deviceId: 'shelly1-b929cc',
    model: 'shelly1',
    version: '1.14.0',
    suggested: 'shelly-gen1',
  })
})

test('Tasmota by its key or its name; whatever else speaks HTTP has no profile', () => {
  const tasmota = { origin: 'tasmota', mac: null, suggested: 'tasmota-web', address: 'lan://10.0.0.7' }
  expect(read('_http._tcp', 'kitchen', 80, { devicetype: 'tasmota' })).toMatchObject(tasmota)
  expect(read('_http._tcp', 'tasmota-C1F2A5-0421', 80)).toMatchObject(tasmota)
  expect(read('_http._tcp', 'NAS', 8080, { model: 'DS220' })).toEqual({
    ...none,
    origin: 'http',
    name: 'NAS',
    address: 'lan://10.0.0.7:8080',
    model: 'DS220',
    accessPoint: 'eth0',
  })
})

test('our own service says everything; a profile that cannot be one is left out', () => {
  const txt = {
    id: 'unit-7',
    mac: 'A0:B1:C2:D3:E4:F4',
    model: 'EX-1',
    version: '1.0.0',
    profile: 'mcuboot-udp',
  }
  expect(read('_flashline._tcp', 'unit-7', 1337, txt)).toEqual({
    origin: 'flashline',
    name: 'unit-7',
    address: 'lan://10.0.0.7:1337',
    mac: 'A0B1C2D3E4F4',
    deviceId: 'unit-7',
    model: 'EX-1',
    version: '1.0.0',
    suggested: 'mcuboot-udp',
    accessPoint: 'eth0',
  })
  expect(read('_flashline._tcp', 'unit-7', 1337, { profile: '../../x' }).suggested).toBe(null)
})

test('what cannot be shown is left out, what is too long is cut', () => {
  const hostile = `\u0000\u202Eevil\n${'x'.repeat(300)}`
  const seen = read('_flashline._tcp', hostile, 80, {
    id: hostile,
    mac: 'ff:ff:ff:ff:ff:ff',
    version: '\u0007',
  })
  expect(seen.name).toBe(`evil${'x'.repeat(59)}`)
  expect(seen).toMatchObject({ deviceId: seen.name, mac: null, version: null })
})
