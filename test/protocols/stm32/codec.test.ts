// Golden bytes (AN3155 and what stm32flash sends) and properties of the STM32 codec.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  crcOf,
  decodeChecksum,
  decodeVectors,
  encodeBlock,
  encodeCommand,
  encodeErase,
  encodeReadCount,
  encodeWord,
} from '../../../main/protocols/stm32/codec.ts'
import { runs } from '../../runs.ts'

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

describe('golden bytes', () => {
  test('commands and addresses', () => {
    expect(hexOf(encodeCommand('get'))).toBe('00ff')
    expect(hexOf(encodeCommand('write'))).toBe('31ce')
    expect(hexOf(encodeCommand('extendedErase'))).toBe('44bb')
    expect(hexOf(encodeCommand('checksum'))).toBe('a15e')
    expect(hexOf(encodeWord(0x0800_0000))).toBe('0800000008')
    expect(hexOf(encodeWord(0xffff_ff01))).toBe('ffffff01fe')
    expect(hexOf(encodeReadCount(256))).toBe('ff00')
  })

  test('blocks', () => {
    expect(hexOf(encodeBlock(Uint8Array.of(1, 2, 4, 8)))).toBe('0301020408' + '0c')
    expect(encodeBlock(new Uint8Array(256))).toHaveLength(258)
    expect(() => encodeBlock(new Uint8Array(255))).toThrow(RangeError)
    expect(() => encodeBlock(new Uint8Array(260))).toThrow(RangeError)
    expect(() => encodeBlock(new Uint8Array(0))).toThrow(RangeError)
  })

  test('pages to erase', () => {
    expect(hexOf(encodeErase('erase', [0]))).toBe('000000')
    expect(hexOf(encodeErase('erase', [4, 5]))).toBe('010405' + '00')
    expect(hexOf(encodeErase('erase', null))).toBe('ff00')
    expect(hexOf(encodeErase('extendedErase', [0x102, 3]))).toBe('000101020003' + '01')
    expect(hexOf(encodeErase('extendedErase', null))).toBe('ffff00')
    expect(() => encodeErase('erase', [256])).toThrow(RangeError)
    expect(() => encodeErase('erase', [])).toThrow(RangeError)
  })

  test('the CRC of the chips: CRC-32/MPEG-2 over each word from its highest byte', () => {
    // Of four bytes of nothing: the same in any order of bytes.
    expect(crcOf(Uint8Array.of(0, 0, 0, 0))).toBe(0xc704_dd7b)
    expect(crcOf(Uint8Array.of(0xff, 0xff, 0xff, 0xff))).toBe(0)
    expect(() => crcOf(new Uint8Array(3))).toThrow(RangeError)
  })

  test('vectors', () => {
    expect(decodeVectors(Uint8Array.of(0, 8, 0, 0x20, 1, 1, 0, 8))).toEqual({
      stack: 0x2000_0800,
      handler: 0x0800_0101,
    })
    expect(decodeVectors(new Uint8Array(7))).toBeNull()
  })
})

test('a damaged checksum is no checksum', () => {
  expect(decodeChecksum(Uint8Array.of(0xde, 0xad, 0xbe, 0xef, 0xde ^ 0xad ^ 0xbe ^ 0xef))).toBe(0xdead_beef)
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.integer({ min: 1, max: 255 }),
      (word, flip) => {
        const check = word.reduce((sum, byte) => sum ^ byte, 0)
        expect(decodeChecksum(Uint8Array.of(...word, check ^ flip))).toBeNull()
      },
    ),
    runs(100),
  )
})
