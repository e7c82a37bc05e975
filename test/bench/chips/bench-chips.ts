// The chips of the benchmarks on lines of a given rate and round trip: blank in their boot loaders, or with a firmware in
// them that says who it is.
import { createAvrChip } from '../../../main/practice/avr/index.ts'
import type { SimulatedChip } from '../../../main/practice/chip.ts'
import { createEspChip } from '../../../main/practice/esp/esp-chip.ts'
import { buildMergedFlash } from '../../../main/practice/esp/partition-table.ts'
import { createMcubootChip } from '../../../main/practice/smp/mcuboot-chip.ts'
import { buildMcubootImage } from '../../../main/practice/smp/mcuboot-image.ts'
import { createStm32Chip } from '../../../main/practice/stm32/stm32-chip.ts'
import type { UnitIdentity } from '../../../main/practice/unit.ts'
import { createXmodemChip } from '../../../main/practice/xmodem/index.ts'
import { buildFirmware, type ChipFirmware, type ChipKind } from './bench-images.ts'
import { createYmodemChip } from './ymodem-chip.ts'

export interface ChipOrder {
  readonly kind: ChipKind
  /** Null: as fast as it goes. */
  readonly baudRate: number | null
  readonly roundTripMs: number
  /** One chip alone: its line is exact to the microsecond, at the price of a processor. */
  readonly isExact: boolean
  /** Tells units of one bench apart. */
  readonly number?: number
  /** In it at first; left out: nothing, and the boot loader waits as long as it takes. */
  readonly firmware?: Pick<ChipFirmware, 'version' | 'sizeBytes'>
  /** What its report digests; left out: the whole storage. */
  readonly digestOf?: { readonly offset: number; readonly sizeBytes: number }
}

export const smpBufferBytes = 2048
/** Boot loaders that ask for a file do so for five seconds, then the firmware starts; who asks seldom is seldom answered. */
const asking = { pollMs: 200, asks: 25 }

export function deviceOf(number: number): UnitIdentity {
  return {
    deviceId: String(1_300_000 + number),
    mac: `02F1A542${number.toString(16).toUpperCase().padStart(4, '0')}`,
    sn: `BENCH-${number}`,
  }
}

export function createChip(order: ChipOrder): SimulatedChip {
  const { kind, baudRate, roundTripMs, isExact, number = 1, firmware } = order
  const isEsp = kind.startsWith('esp')
  // A blank ESP sets the rate of its line itself; one with a firmware is behind a server that has set it.
  const line = baudRate === null || (isEsp && !firmware) ? {} : { lineBaudRate: baudRate }
  const wire = { isPaced: baudRate !== null, roundTripMs, isExact, ...line }
  const device = deviceOf(number)
  const stored = firmware && buildFirmware({ kind, ...firmware })
  const common = { device, wire, hasLines: false, ...(stored && !isEsp && { stored }) }
  switch (kind) {
    case 'stm32':
      return createStm32Chip({ ...common, id: 0x414, bootsInLoader: true })
    case 'avr':
      return createAvrChip({ ...common, part: 'atmega328p', pageMs: 0, windowMs: 600_000 })
    case 'avr2560':
      return createAvrChip({ ...common, part: 'atmega2560', pageMs: 0 })
    case 'smp':
      return createMcubootChip({
        stored: buildMcubootImage({ version: '1.0.0', sizeBytes: 20_000 }),
        ...common,
        slotBytes: stored ? 1024 * 1024 : 512 * 1024,
        bufSize: smpBufferBytes,
      })
    case 'esp32':
    case 'esp32c3':
    case 'esp32s3':
      return createEspChip({
        ...common,
        ...(stored && { stored: flashAround(kind, stored) }),
        model: kind,
        bootsInLoader: true,
        flashSizeBytes: 4 * 1024 * 1024,
      })
    case 'xmodem':
      return createXmodemChip({ ...common, mode: 'crc', ...(stored ? asking : { asks: 1_000_000 }) })
    case 'ymodem':
      return createYmodemChip({
        ...common,
        stored: stored ?? new Uint8Array(0),
        storageBytes: 1024 * 1024,
        ...asking,
      })
  }
}

/** With boot loader and partition table, from the start of the flash. */
function flashAround(model: 'esp32' | 'esp32c3' | 'esp32s3', app: Uint8Array): Uint8Array {
  const { address, bytes } = buildMergedFlash(model, app)
  const flash = Buffer.alloc(address + bytes.length, 0xff)
  flash.set(bytes, address)
  return flash
}
