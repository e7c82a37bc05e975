// The third practice bench, as data: 24 devices on the LAN of five makes, each make its own product with an upgrade from
// 1.0.0 to 2.0.1. Two of them fail at their first upload and never again, so that "retry failed" can be practised.
import type { Part } from '../../preload/contract/index.ts'
import { buildDemoImage } from './demo-image.ts'
import type { DemoLanUnit, DemoSet } from './demo-set.ts'
import { buildEspApp } from './esp/app-image.ts'
import { announceFlashline, announceShellyGen2, announceTasmota, type Vendor } from './lan/announcements.ts'
import { EspotaUnit } from './lan/espota/espota-unit.ts'
import type { HttpDialect } from './lan/http/http-dialects.ts'
import type { HttpFaults } from './lan/http/http-faults.ts'
import { HttpUnit } from './lan/http/http-unit.ts'
import type { SimulatedLanUnit } from './lan/lan-unit.ts'
import { PullUnit } from './lan/pull/pull-unit.ts'
import type { UnitIdentity } from './unit.ts'

const part: Part = { type: 'wifi', identify: 0 }
/** A fair Wi-Fi. */
const bytesPerSecond = 250_000
const restartMs = 1500

interface Kind {
  readonly name: string
  /** Ends the product id. */
  readonly number: string
  readonly model: string
  readonly profileId: string
  readonly count: number
  readonly sizeBytes: number
  readonly image?: (version: string, sizeBytes: number) => Uint8Array
  /** Where the device's own name is its id. */
  readonly idOf?: (mac: string) => string
  readonly announce: (kind: Kind, device: UnitIdentity) => Vendor
  /** `place` counts from 1 within its kind. */
  readonly create: (device: UnitIdentity, firmware: Uint8Array, place: number) => SimulatedLanUnit
}

const byOurService: Kind['announce'] = ({ name, model, profileId }, { deviceId, mac }) =>
  announceFlashline(
    { id: deviceId, model, profile: profileId },
    `${name.toLowerCase()}-${mac.slice(-4).toLowerCase()}`,
  )

const http =
  (dialect: HttpDialect, faultsOf: (place: number) => Partial<HttpFaults> = () => ({})): Kind['create'] =>
  (device, firmware, place) =>
    new HttpUnit({ device, dialect, firmware, restartMs, faults: { bytesPerSecond, ...faultsOf(place) } })

const kinds: readonly Kind[] = [
  {
    name: 'Tasmota',
    number: '01',
    model: 'TASMOTA',
    profileId: 'tasmota-web',
    count: 5,
    sizeBytes: 600_001,
    announce: () => announceTasmota,
    // Its Wi-Fi breaks off in the middle of the first upload.
    create: http('tasmota', (place) => (place === 3 ? { resetsAfterBytes: 250_000 } : {})),
  },
  {
    name: 'ESPHome',
    number: '02',
    model: 'ESPHOME',
    profileId: 'esphome-web',
    count: 5,
    sizeBytes: 700_001,
    announce: byOurService,
    create: http('esphome'),
  },
  {
    name: 'Gate',
    number: '03',
    model: 'GATE',
    profileId: 'http-ota-put',
    count: 5,
    sizeBytes: 400_001,
    announce: byOurService,
    create: http('put', (place) => (place === 2 ? { refuses: 'The battery is low', refusesTimes: 1 } : {})),
  },
  {
    name: 'Arduino',
    number: '04',
    model: 'ARDUINO',
    profileId: 'practice-lan-espota',
    count: 4,
    sizeBytes: 500_000,
    image: (version, sizeBytes) => buildEspApp({ model: 'esp32', version, sizeBytes }),
    announce: byOurService,
    create: (device, firmware) => new EspotaUnit({ device, firmware, restartMs }),
  },
  {
    name: 'Shelly',
    number: '05',
    model: 'SHELLY2',
    profileId: 'shelly-gen2',
    count: 5,
    sizeBytes: 500_001,
    idOf: (mac) => `shellyplus1pm-${mac.toLowerCase()}`,
    announce: () => announceShellyGen2,
    create: (device, firmware) =>
      new PullUnit({ device, firmware, dialect: 'gen2', restartMs, faults: { bytesPerSecond } }),
  },
]

function unitsOf(kind: Kind): DemoLanUnit[] {
  const { name, model, number, profileId, sizeBytes, idOf, announce, create } = kind
  const productId = `f1a5411ede30000000000000000002${number}`
  const { image = (version: string, size: number) => buildDemoImage({ productId, version }, size) } = kind
  const version = (text: string, counted: number) => ({
    text,
    number: counted,
    fileName: `${name.toLowerCase()}-${text}.bin`,
    sizeBytes,
  })
  const product: DemoLanUnit['product'] = {
    productId,
    name: `Practice ${name}`,
    part,
    model,
    profileId,
    taskName: `${name} 1.0.0 to 2.0.1`,
    versions: { from: version('1.0.0', 10_000), to: version('2.0.1', 20_001) },
    image: ({ text }) => image(text, sizeBytes),
  }
  return Array.from({ length: kind.count }, (_, index) => {
    const place = index + 1
    const mac = `02F1A5420${number.slice(-1)}0${place}`
    const device: UnitIdentity = {
      deviceId: idOf?.(mac) ?? `13${number}00${place}`,
      mac,
      sn: `LAN-${number}0${place}`,
    }
    return {
      device,
      product,
      announce: announce(kind, device),
      create: () => create(device, image('1.0.0', sizeBytes), place),
    }
  })
}

export const demoLan: DemoSet = { folder: 'practice-lan', units: [], lanUnits: kinds.flatMap(unitsOf) }
