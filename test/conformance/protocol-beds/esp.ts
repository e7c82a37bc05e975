// ESP chips on a development board: through the flasher stub, and through the ROM alone.
import { buildEspApp } from '../../../main/practice/esp/app-image.ts'
import { createEspChip } from '../../../main/practice/esp/esp-chip.ts'
import type { EspModel } from '../../../main/practice/esp/models.ts'
import type { EspOptions } from '../../../main/practice/esp/options.ts'
import { buildMergedFlash } from '../../../main/practice/esp/partition-table.ts'
import { imageOf } from '../../image-of.ts'
import type { ProtocolBed } from '../protocol-bed.ts'
import { bedDevice, bedUnit } from './chip-bed.ts'

const appAddress = 0x1_0000

export function espBed(model: EspModel, name: string, options: Record<string, unknown> = {}): ProtocolBed {
  // For 1 MiB of flash, as the chip has: a header for more is refused.
  const app = buildEspApp({ model, version: '2.0.1', sizeBytes: 70_000, content: 'random', flashSetting: 0 })
  const old = buildMergedFlash(model, buildEspApp({ model, version: '1.0.0', sizeBytes: 60_000 }))
  const stored = Buffer.alloc(old.address + old.bytes.length, 0xff)
  stored.set(old.bytes, old.address)
  const unit = (change: Partial<EspOptions> = {}) =>
    bedUnit(createEspChip({ model, device: bedDevice, stored, flashSizeBytes: 4 * 1024 * 1024, ...change }))
  const other: EspModel = model === 'esp32c3' ? 'esp32' : 'esp32c3'
  const address = model === 'esp8266' ? { address: appAddress } : {}
  return {
    protocolId: 'esp',
    baudRate: 115_200,
    options: { ...address, ...options },
    create: () => unit(),
    image: imageOf(app),
    version: '2.0.1',
    expected: [{ offset: appAddress, bytes: app }],
    family: name,
    refused: [
      {
        name: 'an image larger than the flash',
        image: imageOf(app),
        options: { ...options, address: 0x3f_f000 },
        code: 'IMAGE_TOO_LARGE',
      },
      {
        name: 'an image at a wrong address',
        image: imageOf(app),
        options: { ...options, address: 0x40_0000 },
        code: 'IMAGE_ADDRESS',
      },
      {
        name: 'an image of another chip',
        image: imageOf(buildEspApp({ model: other, version: '2.0.1', sizeBytes: 70_000 })),
        code: 'IMAGE_CHIP',
      },
      {
        name: 'a chip that takes only signed firmware',
        create: () => unit({ secureBoot: true }),
        image: imageOf(app),
        code: 'CHIP_SECURED',
      },
    ].filter(({ code }) => model !== 'esp8266' || !['IMAGE_CHIP', 'CHIP_SECURED'].includes(code)) as never,
    lie: { offset: appAddress + 40_000, address: null },
    silentCodes: ['LOADER_SILENT'],
    refusedWriteCodes: ['STORAGE_WRITE', 'LOADER_REFUSED', 'VERIFY_MISMATCH'],
    firstTalk: 'connect',
    keepsOldFirmware: false,
    lacks: {},
  }
}
