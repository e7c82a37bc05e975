// What the services that devices announce say about them: name, MAC, model, version, and how they are usually flashed. Pure.
// Sources: arduino-esp32 ESPmDNS.cpp and ArduinoOTA.cpp, ESP8266 Arduino ArduinoOTA.cpp (_arduino._tcp); ESPHome
// mdns_component.cpp (_esphomelib._tcp); shelly-api-docs.shelly.cloud, mDNS (_shelly._tcp, _http._tcp); Tasmota
// MdnsAddServiceHttp (_http._tcp). `_flashline._tcp` is our own: TXT id, mac, model, version, profile.
import { lanAddress, readMac, readText, readVersion, type Sighting } from './sighting.ts'

export const mdnsServices = [
  '_arduino._tcp',
  '_esphomelib._tcp',
  '_shelly._tcp',
  '_http._tcp',
  '_flashline._tcp',
] as const
export type MdnsService = (typeof mdnsServices)[number]

/** An instance of a service as it was announced. */
export interface AnnouncedService {
  /** Without service and domain. */
  readonly name: string
  readonly port: number
  /** Keys in lower case. */
  readonly txt: ReadonlyMap<string, string>
  readonly ip: string
  readonly interfaceName: string
}

type Facts = Omit<Sighting, 'name' | 'address' | 'accessPoint'> & {
  readonly name?: string | null
  /** False: the announced port is not the one that firmware is sent to. */
  readonly usesPort: boolean
}

export function readSighting(service: MdnsService, raw: AnnouncedService): Sighting {
  const { usesPort, name, ...facts } = readers[service](raw)
  const isUsual = service === '_http._tcp' || service === '_shelly._tcp' ? raw.port === 80 : false
  return {
    ...facts,
    name: name ?? readText(raw.name) ?? raw.ip,
    address: lanAddress(raw.ip, usesPort && !isUsual ? raw.port : null),
    accessPoint: raw.interfaceName,
  }
}

const readers: Record<MdnsService, (raw: AnnouncedService) => Facts> = {
  '_arduino._tcp': readArduino,
  '_esphomelib._tcp': readEsphome,
  '_shelly._tcp': readShelly,
  '_http._tcp': (raw) => {
    if (/^shelly/i.test(raw.name)) return readShelly(raw)
    return isTasmota(raw) ? readTasmota(raw) : readHttp(raw)
  },
  '_flashline._tcp': readFlashline,
}

/** The board is the variant that the sketch was built for; other makers' boards announce the service too. */
function readArduino({ name, port, txt }: AnnouncedService): Facts {
  const board = readText(txt.get('board'))
  // Only some variants say the chip; then the name that a sketch has unless it chooses one, then the usual port.
  const family =
    familyIn(board) ?? familyIn(/^esp(32|8266)-/i.test(name) ? name : null) ?? familyOfPort.get(port) ?? null
  return {
    origin: 'arduino',
    // esp32-<all of the MAC>, but esp8266-<the half of it>.
    mac: readMac(/^esp32-([0-9a-f]{12})$/i.exec(name)?.[1]),
    deviceId: null,
    model: board,
    version: null,
    suggested: family === null ? null : `arduino-ota-${family}`,
    usesPort: true,
  }
}

const familyIn = (text: string | null): string | null =>
  /esp(32|8266)/i.exec(text ?? '')?.[0].toLowerCase() ?? null

const familyOfPort: ReadonlyMap<number, string> = new Map([
  [3232, 'esp32'],
  [8266, 'esp8266'],
])

/** The port is that of its own interface; firmware goes to its web server. */
function readEsphome({ txt }: AnnouncedService): Facts {
  const mac = readMac(txt.get('mac'))
  return {
    origin: 'esphome',
    name: readText(txt.get('friendly_name')),
    mac,
    deviceId: null,
    model: readText(txt.get('project_name')) ?? readText(txt.get('board')) ?? readText(txt.get('platform')),
    // Of what the maker built with it, where he says so; else of ESPHome itself.
    version: readText(txt.get('project_version')) ?? readText(txt.get('version')),
    suggested: 'esphome-web',
    usesPort: false,
  }
}

/** Its name is its id: the model and all of the MAC; the first generation has the second half of it, or all. */
function readShelly({ name, txt }: AnnouncedService): Facts {
  const id = readText(txt.get('id')) ?? readText(name)
  const [, model, digits] = /^(.+)-([0-9a-f]{6}|[0-9a-f]{12})$/i.exec(id ?? '') ?? []
  const generation = Number(txt.get('gen') ?? '1')
  return {
    origin: 'shelly',
    mac: readMac(digits),
    deviceId: id?.toLowerCase() ?? null,
    model: readText(txt.get('app')) ?? readText(model),
    version: readVersion(txt.get('ver') ?? txt.get('fw_id')),
    suggested: generation >= 2 ? 'shelly-gen2' : 'shelly-gen1',
    usesPort: true,
  }
}

const isTasmota = ({ name, txt }: AnnouncedService): boolean =>
  txt.get('devicetype')?.toLowerCase() === 'tasmota' || /^tasmota[-_]/i.test(name)

/** Its usual name ends in the half of the MAC only. */
function readTasmota(_raw: AnnouncedService): Facts {
  return {
    origin: 'tasmota',
    mac: null,
    deviceId: null,
    model: null,
    version: null,
    suggested: 'tasmota-web',
    usesPort: true,
  }
}

function readHttp({ txt }: AnnouncedService): Facts {
  return {
    origin: 'http',
    mac: readMac(txt.get('mac')),
    deviceId: null,
    model: readText(txt.get('model')),
    version: readText(txt.get('version')),
    suggested: null,
    usesPort: true,
  }
}

function readFlashline({ txt }: AnnouncedService): Facts {
  const profile = txt.get('profile') ?? ''
  return {
    origin: 'flashline',
    mac: readMac(txt.get('mac')),
    deviceId: readText(txt.get('id')),
    model: readText(txt.get('model')),
    version: readText(txt.get('version')),
    suggested: /^[a-z0-9][a-z0-9-]{0,63}$/.test(profile) ? profile : null,
    usesPort: true,
  }
}
