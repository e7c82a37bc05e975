// The second practice bench, as data: one unit of each kind of chip, each its own product with an upgrade from 1.0.0 to
// 2.0.1. Their lines are as slow as real ones.
import type { Part } from '../../preload/contract/index.ts'
import { buildAvrDemo, createAvrChip } from './avr/index.ts'
import { buildDemoImage } from './demo-image.ts'
import type { DemoSet, DemoUnit } from './demo-set.ts'
import { buildEspApp } from './esp/app-image.ts'
import { createEspChip } from './esp/esp-chip.ts'
import type { EspModel } from './esp/models.ts'
import { buildMergedFlash } from './esp/partition-table.ts'
import { createMcubootChip } from './smp/mcuboot-chip.ts'
import { buildMcubootImage } from './smp/mcuboot-image.ts'
import { buildStm32Demo } from './stm32/demo.ts'
import { createStm32Chip } from './stm32/stm32-chip.ts'
import type { SimulatedUnit, UnitIdentity } from './unit.ts'
import { createXmodemChip } from './xmodem/index.ts'

const part: Part = { type: 'mcu', identify: 0 }
const wire = { isPaced: true }

interface Kind {
  readonly name: string
  readonly model: string
  readonly profileId: string
  readonly sizeBytes: number
  readonly image: (version: string, sizeBytes: number) => Uint8Array
  readonly create: (device: UnitIdentity, image: Uint8Array) => SimulatedUnit
}

const esp = (model: EspModel, name: string): Kind => ({
  name,
  model: name.toUpperCase(),
  profileId: 'practice-esp',
  sizeBytes: 300_000,
  image: (version, sizeBytes) => buildEspApp({ model, version, sizeBytes }),
  create: (device, app) => {
    const { address, bytes } = buildMergedFlash(model, app)
    const stored = Buffer.alloc(address + bytes.length, 0xff)
    stored.set(bytes, address)
    return createEspChip({ model, device, stored, wire })
  },
})

const kinds: readonly Kind[] = [
  esp('esp32', 'ESP32'),
  esp('esp32c3', 'ESP32-C3'),
  esp('esp32s3', 'ESP32-S3'),
  esp('esp8266', 'ESP8266'),
  {
    name: 'STM32F4',
    model: 'STM32F4',
    profileId: 'practice-stm32',
    sizeBytes: 50_001,
    image: (version, sizeBytes) => buildStm32Demo(version, sizeBytes),
    create: (device, stored) => createStm32Chip({ id: 0x413, device, stored, wire, eraseMsPerPage: 200 }),
  },
  {
    name: 'ATmega328P',
    model: 'ATMEGA328P',
    profileId: 'practice-avr',
    sizeBytes: 25_001,
    image: buildAvrDemo,
    create: (device, stored) => createAvrChip({ device, stored, wire }),
  },
  {
    name: 'MCUboot',
    model: 'MCUBOOT',
    profileId: 'practice-mcuboot',
    sizeBytes: 60_001,
    image: (version, sizeBytes) => buildMcubootImage({ version, sizeBytes }),
    create: (device, stored) =>
      createMcubootChip({ device, stored, wire, slotBytes: 128 * 1024, swapMs: 1500, eraseMs: 800 }),
  },
  {
    name: 'XMODEM',
    model: 'XMODEM',
    profileId: 'practice-xmodem',
    sizeBytes: 40_001,
    image: (version, sizeBytes) => buildDemoImage({ productId: 'xmodem', version }, sizeBytes),
    create: (device, stored) => createXmodemChip({ mode: 'crc', device, stored, wire, asks: 3 }),
  },
]

const unitOf = (kind: Kind, index: number): DemoUnit => {
  const device = {
    deviceId: String(1_200_001 + index),
    mac: `02F1A541010${index + 1}`,
    sn: `CHIP-000${index + 1}`,
  }
  return {
    device,
    product: {
      productId: `f1a5411ede300000000000000000010${index + 1}`,
      name: `Practice ${kind.name}`,
      part,
      model: kind.model,
      profileId: kind.profileId,
      taskName: `${kind.name} 1.0.0 to 2.0.1`,
      versions: {
        from: demoVersion(kind, '1.0.0', 10_000),
        to: demoVersion(kind, '2.0.1', 20_001),
      },
      image: ({ text, sizeBytes }) => kind.image(text, sizeBytes),
    },
    create: () => kind.create(device, kind.image('1.0.0', kind.sizeBytes)),
  }
}

const demoVersion = ({ model, sizeBytes }: Kind, text: string, number: number) => ({
  text,
  number,
  fileName: `${model.toLowerCase()}-${text}.bin`,
  sizeBytes,
})

export const demoChips: DemoSet = { folder: 'practice-chips', units: kinds.map(unitOf) }
