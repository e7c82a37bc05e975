// Whole ESP flashes: where they belong, what is in them, and which damage is refused.
import { expect, test } from 'vitest'
import { parseImage } from '../../../main/firmware/formats/index.ts'
import { espImage, flashOf, partitionTable } from './esp-fixture.ts'
import { refusal } from './refusal.ts'

const boot = (chipId: number) =>
  espImage({ chipId, segments: [{ address: 0x3fcd_5820, data: Buffer.from('boot loader data') }] })
const whole = (chipId: number, bootOffset: number, shift = 0) =>
  flashOf({
    [bootOffset - shift]: boot(chipId),
    [0x8000 - shift]: partitionTable(),
    [0x1_0000 - shift]: espImage({ chipId }),
  })

test.each([
  ['ESP32-C3 from 0', 5, 0, 0, 0],
  ['ESP32 from 0', 0, 0x1000, 0, 0],
  ['ESP32 from its boot loader', 0, 0x1000, 0x1000, 0x1000],
  ['ESP32-P4 from its boot loader', 18, 0x2000, 0x2000, 0x2000],
  ['ESP32-S2 from 0', 2, 0x1000, 0, 0],
])('%s', (_, chipId, bootOffset, shift, address) => {
  const bytes = whole(chipId, bootOffset, shift)
  const parsed = parseImage(bytes)
  expect(parsed).toMatchObject({ format: 'espMerged', isPlaced: true, version: '2.0.1' })
  expect(parsed.regions.map((region) => [region.address, region.bytes.length])).toEqual([
    [address, bytes.length],
  ])
  expect(parsed.facts).toMatchObject({
    project: 'lamp',
    app: 'ota_0',
    flash: 'dio 80m 4MB',
    'partition nvs': '0x00009000 +24576',
    'partition ota_0': '0x00010000 +32768 app',
  })
})

test('a factory application is what boots first; a table behind a larger boot loader is found', () => {
  const factory = { type: 0, subtype: 0, address: 0x2_0000, sizeBytes: 0x8000, label: 'factory' }
  const ota = { type: 0, subtype: 0x10, address: 0x1_0000, sizeBytes: 0x8000, label: 'ota_0' }
  const bytes = flashOf({
    0: boot(9),
    53248: partitionTable([
      { type: 1, subtype: 0x82, address: 0xe000, sizeBytes: 0x2000, label: 'data' },
      ota,
      factory,
    ]),
    131072: espImage({ chipId: 9, segments: [{ address: 0x3c00_0020, data: Buffer.alloc(64) }] }),
  })
  expect(parseImage(bytes)).toMatchObject({ chip: 'esp32s3', version: null, facts: { app: 'factory' } })
})

test('without an application behind it, boot loader and table are a flash still', () => {
  const parsed = parseImage(flashOf({ 0: boot(5), 32768: partitionTable() }))
  expect(parsed).toMatchObject({ format: 'espMerged', chip: 'esp32c3', version: null })
  expect(parsed.facts.app).toBeUndefined()
})

test('refused: damage of the boot loader, of the table, of the application; a table that is cut', () => {
  const damaged = (offset: number) => {
    const bytes = whole(5, 0)
    bytes[offset] = (bytes[offset] ?? 0) ^ 0x10
    return refusal(() => parseImage(bytes))
  }
  expect(damaged(40)).toMatchObject({
    code: 'IMAGE_FORMAT',
    format: 'espMerged',
    at: 'byte 0x0',
    reason: 'image: checksum',
  })
  expect(damaged(0x8030)).toMatchObject({ at: 'byte 0x8060', reason: 'partition table MD5' })
  expect(damaged(0x1_0030)).toMatchObject({ at: 'byte 0x10000', reason: 'image: checksum' })
  const cut = whole(5, 0).subarray(0, 0x8000 + 40)
  expect(refusal(() => parseImage(cut))).toMatchObject({ reason: 'partition table' })
})
