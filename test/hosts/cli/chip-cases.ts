// Simulated chips as a TCP port has them: no modem lines, in their boot loader or not, with version 1.0.0 in them; and
// new firmware of version 2.0.1 for each. Not here: what is asked of them.
import { runAppConsole } from '../../../main/practice/app-console.ts'
import { createAvrChip } from '../../../main/practice/avr/index.ts'
import { SimulatedBoard } from '../../../main/practice/board.ts'
import { SimulatedChip } from '../../../main/practice/chip.ts'
import { buildDemoImage, decodeDemoImage } from '../../../main/practice/demo-image.ts'
import { buildEspApp } from '../../../main/practice/esp/app-image.ts'
import { createEspChip } from '../../../main/practice/esp/esp-chip.ts'
import type { EspModel } from '../../../main/practice/esp/models.ts'
import { buildMergedFlash } from '../../../main/practice/esp/partition-table.ts'
import { createMcubootChip, type McubootChipOptions } from '../../../main/practice/smp/mcuboot-chip.ts'
import { buildMcubootImage } from '../../../main/practice/smp/mcuboot-image.ts'
import { buildStm32Demo } from '../../../main/practice/stm32/demo.ts'
import { createStm32Chip } from '../../../main/practice/stm32/stm32-chip.ts'
import type { SimulatedUnit } from '../../../main/practice/unit.ts'
import { createXmodemChip } from '../../../main/practice/xmodem/index.ts'
import { receiveYmodem } from '../../../main/practice/ymodem-receiver.ts'
import type { PartId } from '../../../main/protocols/avr/parts.ts'

export const device = { deviceId: '1100001', mac: '02F1A5410001', sn: 'CHIP-0001' }
const hasLines = false
const never = 1e9

export const demo = (version: string, sizeBytes = 20_001): Uint8Array =>
  buildDemoImage({ productId: 'demo', version }, sizeBytes)

export const espApp = (model: EspModel, version = '2.0.1'): Uint8Array =>
  buildEspApp({ model, version, sizeBytes: 60_000, content: 'random' })

/** Everything that no file of a test writes is 0x5a, as settings are that must stay. */
export function espChip(model: EspModel, bootsInLoader = true): SimulatedChip {
  const { address, bytes } = buildMergedFlash(model, espApp(model, '1.0.0'))
  const stored = Buffer.alloc(4 * 1024 * 1024, 0x5a)
  stored.set(bytes, address)
  stored.fill(0x5a, 0x9000, 0x1_0000)
  return createEspChip({ model, device, stored, bootsInLoader, hasLines })
}

export const stm32Chip = (id: number, bootsInLoader = true): SimulatedChip =>
  createStm32Chip({ id, device, stored: buildStm32Demo('1.0.0', 15_001), bootsInLoader, hasLines })

/** `windowMs`: how long it listens after a reset. */
export const avrChip = (part: PartId, bootloader: 'optiboot' | 'arduino', windowMs = never): SimulatedChip =>
  createAvrChip({ device, part, bootloader, windowMs, pageMs: 0, stored: demo('1.0.0', 9001), hasLines })

export const mcubootImage = (version: string): Uint8Array => buildMcubootImage({ version, sizeBytes: 20_001 })

export const mcubootChip = (mode: McubootChipOptions['mode']): SimulatedChip =>
  createMcubootChip({
    device,
    stored: mcubootImage('1.0.0'),
    slotBytes: 64 * 1024,
    hasLines,
    ...(mode && { mode }),
  })

export const xmodemChip = (): SimulatedChip =>
  createXmodemChip({ device, mode: 'crc', stored: demo('1.0.0'), pollMs: 100, asks: never })

/** Behind a console like that of U-Boot. */
export const board = (): SimulatedBoard =>
  new SimulatedBoard({ device, image: demo('1.0.0'), bytesPerSecond: null, storageBytesPerSecond: null })

/** Waits for a file by itself, stores it and starts it. */
export function ymodemChip(): SimulatedChip {
  return new SimulatedChip({
    device,
    storageBytes: 64 * 1024,
    stored: demo('1.0.0'),
    hasLines,
    program: {
      async run(machine, signal) {
        const { wire } = machine
        const port = {
          read: (count: number, timeoutMs: number) => wire.read(count, timeoutMs, signal),
          send: (bytes: Uint8Array) => wire.send(bytes),
          discard: () => wire.discard(),
        }
        const sink = {
          begin: () => true,
          data: (offset: number, bytes: Uint8Array) => machine.store(offset, bytes),
        }
        const options = { style: 'lrzsz', pollMs: 100, attempts: never } as const
        await receiveYmodem(port, sink, options)
        await runAppConsole(machine, decodeDemoImage(machine.storage)?.version ?? null, signal)
      },
    },
  })
}

/** New firmware on a chip that waits in its boot loader. */
export interface FlashCase {
  readonly profileId: string
  readonly unit: () => SimulatedUnit
  readonly image: Uint8Array
  /** Where its bytes must be afterwards. */
  readonly address: number
  /** Given by hand: the image does not say it. */
  readonly isRaw: boolean
  readonly chip: string
  readonly ends: 'written' | 'verified' | 'confirmed'
}

const said = { address: 0, isRaw: false, ends: 'verified' } as const
const raw = { ...said, isRaw: true } as const
const appAddress = 0x1_0000
const stm32Image = buildStm32Demo('2.0.1', 12_001)
const avrImage = demo('2.0.1', 6001)
const { uno, nano, mega }: Record<'uno' | 'nano' | 'mega', () => SimulatedChip> = {
  uno: () => avrChip('atmega328p', 'optiboot'),
  nano: () => avrChip('atmega168', 'arduino'),
  mega: () => avrChip('atmega2560', 'optiboot'),
}

const espCase = (profileId: string, model: EspModel, address = appAddress): FlashCase => ({
  ...said,
  profileId,
  unit: () => espChip(model),
  image: espApp(model),
  address,
  chip: model,
})
const stm32Case = (profileId: string, id: number, chip: string): FlashCase => ({
  ...raw,
  profileId,
  unit: () => stm32Chip(id),
  image: stm32Image,
  chip,
})
const smpCase = (profileId: string, mode: 'normal' | 'recovery', ends: FlashCase['ends']): FlashCase => ({
  ...said,
  profileId,
  unit: () => mcubootChip(mode),
  image: mcubootImage('2.0.1'),
  chip: 'mcuboot',
  ends,
})

/** One of each ready profile for real boards. */
export const flashCases: readonly FlashCase[] = [
  espCase('esp32', 'esp32'),
  espCase('esp32-c3', 'esp32c3'),
  espCase('esp32-s3', 'esp32s3'),
  espCase('esp8266', 'esp8266', 0),
  stm32Case('stm32', 0x413, 'stm32f4'),
  stm32Case('stm32-dtr-rts', 0x431, 'stm32f4'),
  stm32Case('stm32-blue-pill', 0x410, 'stm32f1'),
  { ...raw, profileId: 'arduino-uno', unit: uno, image: avrImage, chip: 'atmega328p' },
  { ...raw, profileId: 'arduino-nano-old', unit: nano, image: avrImage, chip: 'atmega168' },
  smpCase('mcuboot', 'normal', 'confirmed'),
  smpCase('mcuboot-recovery', 'recovery', 'verified'),
  { ...raw, profileId: 'xmodem', unit: xmodemChip, image: demo('2.0.1'), chip: 'xmodem', ends: 'written' },
  { ...raw, profileId: 'ymodem', unit: ymodemChip, image: demo('2.0.1'), chip: 'ymodem', ends: 'written' },
  { ...raw, profileId: 'u-boot', unit: board, image: demo('2.0.1'), chip: 'console', ends: 'confirmed' },
]

/** A chip or an image that does not belong to the profile. */
export interface WrongCase extends Pick<FlashCase, 'profileId' | 'unit' | 'image'> {
  readonly code: string
  /** How the sentence begins. */
  readonly says: string
}

const another = (found: string) => `Another chip is on this slot: ${found} instead of `
export const wrongCases: readonly WrongCase[] = [
  {
    ...espCase('esp32-c3', 'esp32c3'),
    unit: () => espChip('esp32'),
    code: 'CHIP_DIFFERS',
    says: another('esp32'),
  },
  { ...stm32Case('stm32-blue-pill', 0x413, ''), code: 'CHIP_DIFFERS', says: another('stm32f4') },
  {
    profileId: 'arduino-uno',
    unit: mega,
    image: avrImage,
    code: 'CHIP_DIFFERS',
    says: another('atmega2560'),
  },
  {
    ...espCase('esp32', 'esp32'),
    image: espApp('esp32s3'),
    code: 'IMAGE_CHIP',
    says: 'The firmware is made for another chip: esp32s3 instead of esp32',
  },
  {
    ...smpCase('mcuboot', 'normal', 'written'),
    image: demo('2.0.1'),
    code: 'IMAGE_FORMAT',
    says: 'The firmware file is ',
  },
]

/** Firmware runs; somebody has to start the boot loader. */
export interface ByHandCase extends Pick<FlashCase, 'profileId' | 'image' | 'address'> {
  readonly unit: () => SimulatedChip
  readonly says: Readonly<Record<'en' | 'zh', string>>
}

export const byHandCases: readonly ByHandCase[] = [
  {
    ...espCase('esp32', 'esp32'),
    unit: () => espChip('esp32', false),
    says: { en: 'Hold BOOT, tap RESET', zh: '按住 BOOT' },
  },
  {
    ...stm32Case('stm32', 0x413, ''),
    unit: () => stm32Chip(0x413, false),
    says: { en: 'Set BOOT0 to 1', zh: '将 BOOT0 置 1' },
  },
  {
    ...raw,
    profileId: 'arduino-uno',
    image: avrImage,
    unit: () => avrChip('atmega328p', 'optiboot', 1000),
    says: { en: 'Tap RESET now', zh: '请现在按一下 RESET' },
  },
  {
    ...said,
    profileId: 'mcuboot-recovery',
    image: mcubootImage('2.0.1'),
    unit: () => mcubootChip('normal'),
    says: { en: 'Hold the recovery button', zh: '按住板上的恢复按键' },
  },
]
