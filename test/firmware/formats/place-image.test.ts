// Where regions go and whether they belong there; raw files; what is refused before any parser looks.
import { expect, test } from 'vitest'
import { maxImageBytes, parseImage, placeImage, requireInside } from '../../../main/firmware/formats/index.ts'
import { espImage } from './esp-fixture.ts'
import { refusal, shown, text } from './refusal.ts'

const raw = Uint8Array.of(1, 2, 3)
const hex = text([':01100000AB44', ':00000001FF'])
const flash = { name: 'flash', address: 0x0800_0000, sizeBytes: 0x1000 }
const inside = (address: number, sizeBytes: number, memories = [flash]) =>
  refusal(() => requireInside([{ address, bytes: new Uint8Array(sizeBytes) }], memories))

test('what no format claims is raw: one region, no address', () => {
  expect(parseImage(raw)).toMatchObject({ format: 'raw', isPlaced: false, entry: null, facts: {} })
  expect(shown(parseImage(raw).regions)).toEqual(['0: 010203'])
  for (const start of [': a sentence', 'Sometimes text', '\u007fELK', 'UF1'])
    expect(parseImage(Buffer.from(start)).format).toBe('raw')
  expect(refusal(() => parseImage(new Uint8Array(0)))).toEqual({
    code: 'IMAGE_FORMAT',
    format: 'raw',
    reason: 'no bytes',
  })
})

test('a file is parsed once as long as its bytes live', () => {
  expect(parseImage(raw)).toBe(parseImage(raw))
  expect(parseImage(Uint8Array.from(raw))).not.toBe(parseImage(raw))
})

test('more than 256 MiB are refused unread', () => {
  expect(refusal(() => parseImage(new Uint8Array(maxImageBytes + 1)))).toEqual({
    code: 'IMAGE_OVER_CAP',
    sizeBytes: maxImageBytes + 1,
    capBytes: maxImageBytes,
  })
})

test('a file without addresses is moved, one with addresses stays', () => {
  expect(shown(placeImage(parseImage(raw), 0x1_0000))).toEqual(['10000: 010203'])
  expect(shown(placeImage(parseImage(hex), 0x1_0000))).toEqual(['1000: ab'])
  expect(placeImage(parseImage(espImage()), 0x1_0000)[0]?.address).toBe(0x1_0000)
  expect(placeImage(parseImage(raw), 2 ** 32 - 3)).toHaveLength(1)
  for (const address of [2 ** 32 - 2, -1, 0.5, Number.NaN])
    expect(refusal(() => placeImage(parseImage(raw), address))).toMatchObject({
      code: 'IMAGE_ADDRESS',
      sizeBytes: 3,
    })
})

test('every byte has to lie in a memory', () => {
  expect(inside(0x0800_0000, 0x1000)).toBeNull()
  expect(inside(0x0800_0fff, 1)).toBeNull()
  expect(inside(0x0800_0000, 0x1001)).toMatchObject({
    code: 'IMAGE_TOO_LARGE',
    sizeBytes: 0x1001,
    capacityBytes: 0x1000,
    address: '0x08000000',
    memories: 'flash@0x08000000+4096',
  })
  for (const address of [0, 0x07ff_ffff, 0x0800_1000])
    expect(inside(address, 16)).toMatchObject({ code: 'IMAGE_ADDRESS', reason: 'outside', sizeBytes: 16 })
  expect(inside(0x0800_0000, 16, [])).toMatchObject({ code: 'IMAGE_ADDRESS' })
})

test('memories that touch are one; the order of the list does not matter', () => {
  const second = { name: 'bank 2', address: 0x0800_1000, sizeBytes: 0x1000 }
  expect(inside(0x0800_0800, 0x1000, [second, flash])).toBeNull()
  expect(inside(0x0800_0800, 0x1801, [second, flash])).toMatchObject({
    code: 'IMAGE_TOO_LARGE',
    capacityBytes: 0x1800,
  })
})
