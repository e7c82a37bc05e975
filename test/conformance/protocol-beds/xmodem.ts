// A boot loader that asks for a file over XMODEM at every start and stores what it gets: nothing can be proved.
import { SimulatedChip } from '../../../main/practice/chip.ts'
import { buildDemoImage } from '../../../main/practice/demo-image.ts'
import { createXmodemChip, type XmodemChipOptions } from '../../../main/practice/xmodem/index.ts'
import { imageOf } from '../../image-of.ts'
import type { ProtocolBed } from '../protocol-bed.ts'
import { bedDevice, bedUnit } from './chip-bed.ts'

const firmware = buildDemoImage({ productId: 'xmodem', version: '2.0.1' }, 6_001)
const unit = (change: Partial<XmodemChipOptions> = {}) =>
  bedUnit(
    createXmodemChip({
      device: bedDevice,
      mode: 'crc',
      stored: buildDemoImage({ productId: 'xmodem', version: '1.0.0' }, 9_000),
      storageBytes: 64 * 1024,
      pollMs: 60,
      asks: 1000,
      // Slow enough for progress to be told.
      wire: { isPaced: true, lineBaudRate: 460_800 },
      ...change,
    }),
  )
const options = { receiverWaitMs: 1500, ackTimeoutMs: 150, maxRetries: 3, capacityBytes: 64 * 1024 }

export const xmodemBed: ProtocolBed = {
  protocolId: 'xmodem',
  baudRate: 115_200,
  options,
  create: () => unit(),
  bringToLoader: (unit) => unit instanceof SimulatedChip && unit.reset({ boot: true }),
  image: imageOf(firmware),
  version: '2.0.1',
  expected: [{ offset: 0, bytes: firmware }],
  family: 'xmodem',
  refused: [
    {
      name: 'an image larger than the device',
      image: imageOf(buildDemoImage({ productId: 'xmodem', version: '2.0.1' }, 64 * 1024 + 1)),
      code: 'IMAGE_TOO_LARGE',
    },
  ],
  lie: null,
  silentCodes: ['RECEIVER_SILENT'],
  refusedWriteCodes: ['RECEIVER_CANCELLED', 'TRANSFER_RETRIES'],
  firstTalk: 'write',
  keepsOldFirmware: false,
  lacks: {},
}
