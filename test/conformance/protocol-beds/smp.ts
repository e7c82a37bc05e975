// A device with MCUboot whose firmware speaks SMP: what was uploaded is in the second slot until the swap.
import { createMcubootChip, type McubootChipOptions } from '../../../main/practice/smp/mcuboot-chip.ts'
import { buildMcubootImage } from '../../../main/practice/smp/mcuboot-image.ts'
import { imageOf } from '../../image-of.ts'
import type { ProtocolBed } from '../protocol-bed.ts'
import { bedDevice, bedUnit } from './chip-bed.ts'

const slotBytes = 64 * 1024
const firmware = buildMcubootImage({ version: '2.0.1', sizeBytes: 20_001 })
const unit = (change: Partial<McubootChipOptions> = {}) =>
  bedUnit(
    createMcubootChip({
      device: bedDevice,
      stored: buildMcubootImage({ version: '1.0.0', sizeBytes: 15_001 }),
      slotBytes,
      ...change,
    }),
  )
const options = {
  connectTimeoutMs: 1200,
  replyTimeoutMs: 150,
  chunkTimeoutMs: 300,
  eraseTimeoutMs: 600,
  maxRetries: 3,
}

export const smpBed: ProtocolBed = {
  protocolId: 'smp',
  baudRate: 115_200,
  options,
  create: () => unit(),
  image: imageOf(firmware),
  version: '2.0.1',
  // The reset has swapped the slots: it is the first one now.
  expected: [{ offset: 0, bytes: firmware }],
  family: 'mcuboot',
  refused: [
    {
      name: 'an image larger than a slot',
      image: imageOf(buildMcubootImage({ version: '2.0.1', sizeBytes: slotBytes + 1 })),
      code: 'IMAGE_TOO_LARGE',
    },
    {
      name: 'an image without the header of MCUboot',
      image: imageOf(new Uint8Array(5000).fill(7)),
      code: 'IMAGE_FORMAT',
    },
  ],
  lie: { offset: slotBytes + 5000, address: null },
  silentCodes: ['LOADER_SILENT'],
  refusedWriteCodes: ['STORAGE_WRITE', 'LOADER_REFUSED'],
  firstTalk: 'connect',
  keepsOldFirmware: true,
  lacks: {},
}
