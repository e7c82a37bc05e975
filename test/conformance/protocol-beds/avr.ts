// An Arduino board with Optiboot.
import { type AvrChipOptions, buildAvrDemo, createAvrChip } from '../../../main/practice/avr/index.ts'
import { imageOf } from '../../image-of.ts'
import type { ProtocolBed } from '../protocol-bed.ts'
import { bedDevice, bedUnit } from './chip-bed.ts'

const firmware = buildAvrDemo('2.0.1', 6_001)
const unit = (change: Partial<AvrChipOptions> = {}) =>
  bedUnit(createAvrChip({ device: bedDevice, stored: buildAvrDemo('1.0.0', 9_000), pageMs: 0, ...change }))
const options = { dischargeMs: 5, answerTimeoutMs: 150, resetTries: 2, maxRetries: 3 }

export const avrBed: ProtocolBed = {
  protocolId: 'avr',
  baudRate: 115_200,
  options,
  create: () => unit(),
  image: imageOf(firmware),
  version: '2.0.1',
  expected: [{ offset: 0, bytes: firmware }],
  family: 'atmega328p',
  refused: [
    {
      name: 'an image larger than the flash without its boot loader',
      image: imageOf(buildAvrDemo('2.0.1', 32 * 1024 - 511)),
      code: 'IMAGE_TOO_LARGE',
    },
    {
      name: 'an image at a wrong address',
      image: imageOf(Buffer.from(':020000040008F2\n:0400000001020304F2\n:00000001FF\n')),
      code: 'IMAGE_ADDRESS',
    },
    {
      name: 'another part',
      create: () => unit({ part: 'atmega168' }),
      image: imageOf(firmware),
      options: { ...options, part: 'atmega328p' },
      code: 'CHIP_DIFFERS',
    },
  ],
  lie: { offset: 0x1234, address: null },
  silentCodes: ['LOADER_SILENT'],
  // Its boot loader has no word for it.
  refusedWriteCodes: null,
  firstTalk: 'connect',
  keepsOldFirmware: false,
  lacks: {},
}
