// The kinds of device on the bench of the campaign, as data: each a product with two versions, and a simulated device that
// is as fast as it goes. They stand behind TCP ports, so none has modem lines: some are asked by name and restarted by a
// word to their firmware, others wait in their boot loaders after power-on.
import { createAvrChip } from '../../../main/practice/avr/index.ts'
import { type BoardOptions, SimulatedBoard } from '../../../main/practice/board.ts'
import type { SimulatedChip } from '../../../main/practice/chip.ts'
import { buildDemoImage } from '../../../main/practice/demo-image.ts'
import { buildEspApp } from '../../../main/practice/esp/app-image.ts'
import { createEspChip } from '../../../main/practice/esp/esp-chip.ts'
import { buildMergedFlash } from '../../../main/practice/esp/partition-table.ts'
import { createMcubootChip } from '../../../main/practice/smp/mcuboot-chip.ts'
import { buildMcubootImage } from '../../../main/practice/smp/mcuboot-image.ts'
import { buildStm32Demo } from '../../../main/practice/stm32/demo.ts'
import { createStm32Chip } from '../../../main/practice/stm32/stm32-chip.ts'
import type { UnitIdentity } from '../../../main/practice/unit.ts'
import type { WireOptions } from '../../../main/practice/wire.ts'
import { createXmodemChip } from '../../../main/practice/xmodem/index.ts'

export const versions = {
  old: { text: '1.0.0', number: 10_000 },
  next: { text: '2.0.1', number: 20_001 },
} as const
export type VersionName = keyof typeof versions
export const versionNames = ['old', 'next'] as const satisfies readonly VersionName[]

export const versionOf = (number: number | null): VersionName | undefined =>
  versionNames.find((name) => versions[name].number === number)

export interface PlantKind {
  readonly name: string
  readonly productId: string
  /** What is written to the station's folder; null: one of its own. */
  readonly profile: object | null
  readonly profileId: string
  readonly images: Readonly<Record<VersionName, Uint8Array>>
  /** Where an image stands in the storage once it runs. */
  readonly offset: number
  /** It gets into its boot loader only by power-on. */
  readonly needsPower: boolean
  create(device: UnitIdentity): SimulatedBoard | SimulatedChip
}

interface Description {
  readonly name: string
  readonly profile: { readonly profileId: string } & object
  /** Null: as the pace has it. */
  readonly sizeBytes: number | null
  readonly build: (version: string, sizeBytes: number) => Uint8Array
  readonly offset?: number
  readonly needsPower?: boolean
  readonly create: (device: UnitIdentity, image: Uint8Array, pace: Pace) => SimulatedBoard | SimulatedChip
}

const running = '^APP version (?<version>\\d+(?:\\.\\d+)*) running$|^no version$'
const confirm = [{ expect: running, timeoutMs: 10_000, otherwise: 'VERSION_UNSEEN' }]
const who = {
  send: 'id\r',
  expect: '^device (?<deviceId>\\d+) mac (?<mac>[0-9A-F]{12}) sn (?<sn>\\S+)$',
  repeatEveryMs: 300,
  timeoutMs: 10_000,
  otherwise: 'CONSOLE_NO_ANSWER',
}
const runs = { expect: running, timeoutMs: 5000, otherwise: 'VERSION_UNSEEN' }
const restarts = { send: 'reset\r', expect: '^resetting', timeoutMs: 5000 }
const fromRoster = { versionFromRoster: true, assumedVersion: versions.old.text }

/** How quick a line and what is behind it are. */
interface Pace {
  readonly wire: WireOptions
  readonly board: Pick<BoardOptions, 'bytesPerSecond' | 'storageBytesPerSecond' | 'autobootMs' | 'bootMs'>
  /** Of the boards' images. */
  readonly boardImageBytes: number
}

const quick: Pace = {
  wire: { isPaced: false },
  board: { bytesPerSecond: 200_000, storageBytesPerSecond: 400_000, autobootMs: 60, bootMs: 1 },
  boardImageBytes: 60_001,
}

/** As on the practice bench: what boards have when nothing else is said, and lines of 115200 baud. */
const practice: Pace = {
  wire: { isPaced: true, lineBaudRate: 115_200 },
  board: {},
  boardImageBytes: 200_001,
}

const profileOf = (name: string, particulars: object) => ({
  ...{ profileId: `campaign-${name}`, name: `Campaign ${name}`, baudRate: 115_200, model: 'CAMPAIGN' },
  versionWeights: [10_000, 100, 1],
  ...particulars,
})

const descriptions: readonly Description[] = [
  {
    name: 'ymodem',
    profile: { profileId: 'practice' },
    sizeBytes: null,
    build: (version, sizeBytes) => buildDemoImage({ productId: 'campaign', version }, sizeBytes),
    create: (device, image, { board }) => new SimulatedBoard({ device, image, storageBlocks: 512, ...board }),
  },
  {
    name: 'stm32',
    profile: profileOf('stm32', { protocol: 'stm32', confirm, ...fromRoster }),
    sizeBytes: 30_001,
    build: (version, sizeBytes) => buildStm32Demo(version, sizeBytes),
    needsPower: true,
    create: (device, stored, { wire }) =>
      createStm32Chip({ device, stored, wire, id: 0x413, hasLines: false, bootsInLoader: true }),
  },
  {
    name: 'avr',
    profile: profileOf('avr', {
      ...{ protocol: 'avr', confirm, ...fromRoster, identify: [who, runs, restarts] },
      options: { reset: 'hand', part: 'atmega2560', handWaitMs: 5000 },
    }),
    sizeBytes: 30_001,
    build: (version, sizeBytes) => buildDemoImage({ productId: 'avr', version }, sizeBytes),
    create: (device, stored, { wire }) =>
      createAvrChip({ device, stored, wire, part: 'atmega2560', pageMs: 0, windowMs: 3000, hasLines: false }),
  },
  {
    name: 'esp32c3',
    profile: profileOf('esp', {
      ...{ protocol: 'esp', confirm, ...fromRoster, imageVersionMustMatch: true },
      options: { reset: 'none' },
    }),
    sizeBytes: 80_000,
    build: (version, sizeBytes) => buildEspApp({ model: 'esp32c3', version, sizeBytes }),
    offset: 0x1_0000,
    needsPower: true,
    create(device, app, { wire }) {
      const { address, bytes } = buildMergedFlash('esp32c3', app)
      const stored = Buffer.alloc(address + bytes.length, 0xff)
      stored.set(bytes, address)
      const how = { wire, hasLines: false, bootsInLoader: true, flashSizeBytes: 4 * 1024 * 1024 }
      return createEspChip({ model: 'esp32c3', device, stored, ...how })
    },
  },
  {
    name: 'smp',
    profile: profileOf('smp', {
      ...{ protocol: 'smp', confirmByProtocol: true, ...fromRoster, imageVersionMustMatch: true },
      ...{ identify: [who], identifyMayFail: true },
    }),
    sizeBytes: 40_001,
    build: (version, sizeBytes) => buildMcubootImage({ version, sizeBytes }),
    create: (device, stored, { wire }) =>
      createMcubootChip({ device, stored, wire, hasLines: false, slotBytes: 64 * 1024 }),
  },
  {
    name: 'xmodem',
    profile: { profileId: 'practice-xmodem' },
    sizeBytes: 30_001,
    build: (version, sizeBytes) => buildDemoImage({ productId: 'xmodem', version }, sizeBytes),
    create: (device, stored, { wire }) =>
      createXmodemChip({ device, stored, wire, mode: 'crc', pollMs: 200, asks: 5, storageBytes: 64 * 1024 }),
  },
]

const kindsAt = (pace: Pace): readonly PlantKind[] =>
  descriptions.map(({ name, profile, build, offset = 0, needsPower = false, create, ...described }) => {
    const sizeBytes = described.sizeBytes ?? pace.boardImageBytes
    const images = {
      old: build(versions.old.text, sizeBytes),
      next: build(versions.next.text, sizeBytes - 1000),
    }
    return {
      ...{ name, images, offset, needsPower, productId: `campaign-${name}` },
      profileId: profile.profileId,
      profile: 'name' in profile ? profile : null,
      create: (device) => create(device, images.old, pace),
    }
  })

/** As fast as it goes, or nearly. */
export const kinds = kindsAt(quick)
export const pacedKinds = kindsAt(practice)
