// Several files made one, and what the one says.
import { expect, test } from 'vitest'
import { parseImage } from '../../../main/firmware/formats/index.ts'
import { encodeIntelHex } from '../../../main/firmware/formats/intel-hex.ts'
import { joinImages } from '../../../main/firmware/formats/join-images.ts'
import { espImage, partitionTable } from './esp-fixture.ts'
import { refusal, shown, text } from './refusal.ts'

const boot = espImage({ segments: [{ address: 0x3fcd_5820, data: Buffer.from('boot loader data') }] })
const parts = [
  { bytes: espImage(), address: 0x1_0000 },
  { bytes: boot, address: 0 },
  { bytes: partitionTable(), address: 0x8000 },
]
const hex = text([':01100000AB44', ':00000001FF'])

test('boot loader, table and application become one file that says chip and version', () => {
  const joined = joinImages(parts)
  expect(joined.chip).toBe('esp32c3')
  expect(joined.regions.map(({ address }) => address)).toEqual([0, 0x8000, 0x1_0000])
  const parsed = parseImage(encodeIntelHex(joined.regions))
  expect(shown(parsed.regions)).toEqual(shown(joined.regions))
  expect(parsed).toMatchObject({
    format: 'intelHex',
    chip: 'esp32c3',
    version: '2.0.1',
    facts: { project: 'lamp' },
  })
})

test('a damaged image inside such a file is found', () => {
  const { regions } = joinImages(parts)
  const broken = regions.map(({ address, bytes }) => ({ address, bytes: Uint8Array.from(bytes) }))
  broken[2]?.bytes.fill(1, 100, 101)
  expect(refusal(() => parseImage(encodeIntelHex(broken)))).toMatchObject({
    format: 'espApp',
    reason: 'checksum',
  })
})

test('a part with addresses of its own needs none, and takes no other', () => {
  expect(shown(joinImages([{ bytes: hex, address: null }]).regions)).toEqual(['1000: ab'])
  expect(joinImages([{ bytes: hex, address: 0x1000 }]).regions).toHaveLength(1)
  expect(refusal(() => joinImages([{ bytes: hex, address: 0x2000 }]))).toMatchObject({
    code: 'IMAGE_ADDRESS',
    address: '0x00002000',
    expected: '0x00001000',
  })
  expect(refusal(() => joinImages([{ bytes: boot, address: null }]))).toMatchObject({
    code: 'IMAGE_ADDRESS',
    reason: 'no address',
  })
})

test('refused: parts that overlap, parts of different chips, nothing', () => {
  expect(refusal(() => joinImages([...parts, { bytes: Uint8Array.of(1), address: 0x8010 }]))).toEqual({
    code: 'IMAGE_ADDRESS',
    address: '0x00008010',
    reason: 'overlap',
  })
  expect(
    refusal(() => joinImages([...parts, { bytes: espImage({ chipId: 9 }), address: 0x10_0000 }])),
  ).toEqual({
    code: 'IMAGE_CHIP',
    expected: 'esp32c3',
    found: 'esp32s3',
  })
  expect(refusal(() => joinImages([]))).toMatchObject({ code: 'IMAGE_FORMAT' })
})
