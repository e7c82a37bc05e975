// ESP images: one that esptool-js wrote, fields of the header, proofs, and the change of flash parameters.
import { createHash } from 'node:crypto'
import { ESP32C3FirmwareImage } from 'esptool-js/lib/image/others.js'
import { ESP32C3ROM } from 'esptool-js/lib/targets/esp32c3.js'
import { describe, expect, test } from 'vitest'
import { readEspHeader, withFlashParameters } from '../../../main/firmware/formats/esp-image.ts'
import { parseImage } from '../../../main/firmware/formats/index.ts'
import { appDescription, espImage } from './esp-fixture.ts'
import { refusal, shown } from './refusal.ts'

const segments = [
  { address: 0x3fc8_0000, data: appDescription('1.2.3-rc1') },
  { address: 0x4038_0000, data: Buffer.from('some code here!!') },
]
const bytes = espImage({ segments, entry: 0x4038_0123, minRevision: 3, maxRevision: 199 })

test('an application image: what it says, whole', () => {
  const parsed = parseImage(bytes)
  expect(parsed).toMatchObject({
    format: 'espApp',
    isPlaced: false,
    chip: 'esp32c3',
    version: '1.2.3-rc1',
    entry: 0x4038_0123,
  })
  expect(shown(parsed.regions)).toEqual(shown([{ address: 0, bytes }]))
  expect(parsed.facts).toEqual({
    project: 'lamp',
    built: 'Jan  2 2026 03:04:05',
    idf: 'v5.4.1',
    elfSha256: '5e'.repeat(32),
    flash: 'dio 80m 4MB',
    minRevision: '0.3',
    maxRevision: '1.99',
    hash: 'SHA-256',
    'segment 0': '0x3fc80000 +256',
    'segment 1': '0x40380000 +16',
  })
  expect(readEspHeader(bytes)).toMatchObject({
    chipId: 5,
    minRevision: 3,
    maxRevision: 199,
    sizeBytes: bytes.length,
  })
})

test('esptool-js finds the same chip, segments and checksum in it', async () => {
  const image = new ESP32C3FirmwareImage(new ESP32C3ROM(), null)
  image.warnIfUnusualSegment = () => {}
  // It reads from the start of the buffer below, whatever view of it it is given.
  await image.loadFromFile(Uint8Array.from(bytes))
  expect([image.chipId, image.entrypoint, image.flashMode, image.flashSizeFreq]).toEqual([
    5, 0x4038_0123, 2, 0x2f,
  ])
  expect(image.segments.map(({ addr, data }) => ({ address: addr, data: Buffer.from(data) }))).toEqual(
    segments,
  )
  expect(image.checksum).toBe(image.calculateChecksum())
})

test('an ESP8266 image has the short header; what follows it belongs to the file', () => {
  const segments = [{ address: 0x4010_0000, data: Buffer.from('eboot...') }]
  const bytes = Buffer.concat([
    espImage({ chipId: null, entry: 0x4010_0004, sizeAndFrequency: 0x40, segments }),
    Buffer.from('the application'),
  ])
  const parsed = parseImage(bytes)
  expect(parsed).toMatchObject({
    chip: 'esp8266',
    version: null,
    facts: { flash: 'dio 40m 4MB', trailingBytes: 15 },
  })
  expect(parsed.regions[0]?.bytes.length).toBe(bytes.length)
})

test('the older field of the least revision counts majors on the ESP32 and minors elsewhere', () => {
  const older = (chipId: number) => {
    const bytes = espImage({ chipId, hasHash: false })
    bytes[14] = 3
    return readEspHeader(bytes).minRevision
  }
  expect([older(0), older(5)]).toEqual([300, 3])
})

describe('damaged', () => {
  const at = (offset: number, value: number) => {
    const bytes = espImage()
    bytes[offset] = value
    return bytes
  }
  test.each<[string, Buffer, string]>([
    ['a byte of the data', at(100, 1), 'checksum'],
    ['a byte of the header', at(3, 0x10), 'SHA-256'],
    ['a byte of the hash', at(espImage().length - 1, 0), 'SHA-256'],
    ['a segment that is longer than the file', at(30, 1), 'truncated'],
    ['cut in the hash', espImage().subarray(0, -1), 'truncated'],
    ['cut in the data', espImage().subarray(0, 200), 'truncated'],
    ['cut behind the header', espImage().subarray(0, 24), 'truncated'],
  ])('%s', (_, bytes, reason) => {
    expect(refusal(() => parseImage(bytes))).toMatchObject({ code: 'IMAGE_FORMAT', format: 'espApp', reason })
  })

  test('what only begins with 0xe9 is raw', () => {
    for (const bytes of [at(1, 0), at(1, 17), at(2, 9), at(12, 99), at(20, 1), at(23, 2)])
      expect(parseImage(bytes).format).toBe('raw')
  })
})

describe('flash parameters', () => {
  test('are changed together with the hash; the rest stays', () => {
    const bytes = espImage()
    const changed = withFlashParameters(bytes, { mode: 'qio', freq: '40m', size: '16MB' })
    expect(parseImage(changed).facts.flash).toBe('qio 40m 16MB')
    expect(Buffer.from(changed.subarray(4, -32)).equals(bytes.subarray(4, -32))).toBe(true)
    expect(Buffer.from(changed.subarray(-32)).toString('hex')).toBe(
      createHash('sha256').update(changed.subarray(0, -32)).digest('hex'),
    )
    expect(bytes[2]).toBe(2)
  })

  test('keep what is kept, and the very bytes when nothing changes; what follows the image stays', () => {
    const bytes = Buffer.concat([espImage(), Buffer.from('signature')])
    expect(withFlashParameters(bytes, { mode: 'keep', freq: 'keep', size: '4MB' })).toBe(bytes)
    const changed = withFlashParameters(bytes, { mode: 'keep', freq: 'keep', size: '2MB' })
    expect(parseImage(changed).facts.flash).toBe('dio 80m 2MB')
    expect(Buffer.from(changed.subarray(-9)).toString()).toBe('signature')
  })

  test('without a hash nothing is appended; the chip decides what a name means', () => {
    const bytes = espImage({ chipId: 12, hasHash: false })
    const changed = withFlashParameters(bytes, { mode: 'dout', freq: '30m', size: 'keep' })
    expect([changed.length, changed[2], changed[3]]).toEqual([bytes.length, 3, 0x20])
    expect(refusal(() => withFlashParameters(bytes, { mode: 'keep', freq: '80m', size: 'keep' }))).toEqual({
      code: 'INPUT_INVALID',
      field: 'flash frequency',
      value: '80m',
    })
    expect(
      refusal(() => withFlashParameters(bytes, { mode: 'toString', freq: 'keep', size: 'keep' })),
    ).toMatchObject({
      field: 'flash mode',
    })
  })
})
