// An STM32 on the practice bench for tests: the usual F1 with its modem lines wired, and what differs from it.
import type { SimulatedChip } from '../../../main/practice/chip.ts'
import { buildStm32Demo } from '../../../main/practice/stm32/demo.ts'
import { createStm32Chip, type Stm32ChipOptions } from '../../../main/practice/stm32/stm32-chip.ts'
import type { BedUnit, ProtocolBed } from '../../conformance/protocol-bed.ts'
import { imageOf } from '../../image-of.ts'

export const device = { deviceId: '1100001', mac: '02F1A5410001', sn: 'PRACTICE-0001' }
export const flashBase = 0x0800_0000

/** By wire, with deadlines for tests. */
export const options = { entry: 'dtrRts', connectTimeoutMs: 2500, ackTimeoutMs: 400, resetMs: 5, bootMs: 10 }

export const newFirmware = buildStm32Demo('2.0.1', 12_345)

export function stm32Unit(change: Partial<Stm32ChipOptions> = {}): BedUnit & { unit: SimulatedChip } {
  const stored = buildStm32Demo('1.0.0', 20_000)
  const unit = createStm32Chip({ id: 0x414, device, stored, ...change })
  unit.powerOn()
  return { unit, set: (faults) => Object.assign(unit.faults, faults) }
}

export const stm32Bed: ProtocolBed = {
  protocolId: 'stm32',
  baudRate: 115_200,
  options,
  create: () => stm32Unit(),
  image: imageOf(newFirmware),
  version: '2.0.1',
  expected: [{ offset: 0, bytes: newFirmware }],
  family: 'stm32f1',
  refused: [
    {
      name: 'an image larger than the flash',
      create: () => stm32Unit({ id: 0x412 }),
      image: imageOf(buildStm32Demo('2.0.1', 32 * 1024 + 1)),
      code: 'IMAGE_TOO_LARGE',
    },
    {
      name: 'an image at a wrong address',
      image: imageOf(newFirmware),
      options: { ...options, address: 0x0900_0000 },
      code: 'IMAGE_ADDRESS',
    },
    {
      name: 'an image that begins in the middle of a page',
      image: imageOf(newFirmware),
      options: { ...options, address: flashBase + 0x100 },
      code: 'IMAGE_ADDRESS',
    },
    {
      name: 'a chip that protects its flash',
      create: () => stm32Unit({ readProtected: true }),
      image: imageOf(newFirmware),
      code: 'CHIP_READ_PROTECTED',
    },
  ],
  lie: { offset: 0x1234, address: null },
  silentCodes: ['LOADER_SILENT'],
  refusedWriteCodes: ['STORAGE_WRITE'],
  firstTalk: 'connect',
  keepsOldFirmware: false,
  lacks: {},
}
