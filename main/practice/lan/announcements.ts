// What real devices announce about themselves, for simulated ones. Pure.
// Sources: as in transports/mdns-sighting.ts, which reads them.
import type { Announcement } from './announce.ts'

export interface AnnouncedUnit {
  /** Twelve hex digits. */
  readonly mac: string
  readonly address: string
  readonly port: number
  readonly version: string
}

export type Vendor = (unit: AnnouncedUnit) => Announcement

const lower = ({ mac }: AnnouncedUnit): string => mac.toLowerCase()
const half = (unit: AnnouncedUnit): string => lower(unit).slice(6)

/** ArduinoOTA on an ESP32 whose sketch chose no name. */
export const announceArduinoEsp32: Vendor = (unit) => {
  const name = `esp32-${lower(unit)}`
  const txt = { board: 'esp32', tcp_check: 'no', ssh_upload: 'no', auth_upload: 'no' }
  return { service: '_arduino._tcp', name, host: name, ...place(unit), txt }
}

/** The same on an ESP8266, whose name has the half of the MAC. */
export const announceArduinoEsp8266: Vendor = (unit) => {
  const name = `esp8266-${half(unit)}`
  const txt = { tcp_check: 'no', ssh_upload: 'no', board: 'ESP8266_NODEMCU_ESP12E', auth_upload: 'yes' }
  return { service: '_arduino._tcp', name, host: name, ...place(unit), txt }
}

export const announceEsphome: Vendor = (unit) => {
  const name = `node-${half(unit)}`
  const txt = {
    version: unit.version,
    mac: lower(unit),
    platform: 'ESP32',
    board: 'esp32dev',
    network: 'wifi',
  }
  return { service: '_esphomelib._tcp', name, host: name, ...place(unit), txt }
}

/** First generation: its name has the half of the MAC. */
export const announceShellyGen1: Vendor = (unit) => {
  const name = `shelly1-${half(unit).toUpperCase()}`
  const txt = { id: name, fw_id: `20230913-114010/v${unit.version}-gcb84623`, arch: 'esp8266' }
  return { service: '_http._tcp', name, host: name, ...place(unit), txt }
}

/** Later generations: its name has all of the MAC, and its first answer is the pointer alone. */
export const announceShellyGen2: Vendor = (unit) => {
  const name = `shellyplus1pm-${lower(unit)}`
  const txt = { gen: '2', app: 'Plus1PM', ver: unit.version }
  return { service: '_shelly._tcp', name, host: name, ...place(unit), txt, isTerse: true }
}

export const announceTasmota: Vendor = (unit) => {
  const name = `tasmota-${half(unit).toUpperCase()}-0421`
  return { service: '_http._tcp', name, host: name, ...place(unit), txt: { devicetype: 'tasmota' } }
}

export interface FlashlineFacts {
  readonly id: string
  readonly model: string
  readonly profile: string
}

/** Our own service. `name`: of the device; its id where it is left out. */
export const announceFlashline =
  (facts: FlashlineFacts, name = facts.id): Vendor =>
  (unit) => ({
    service: '_flashline._tcp',
    name,
    host: name,
    ...place(unit),
    txt: { ...facts, mac: lower(unit), version: unit.version },
  })

const place = ({ address, port }: AnnouncedUnit) => ({ address, port })
