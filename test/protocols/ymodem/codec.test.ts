// Golden bytes and properties of the YMODEM codec.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  crc16,
  encodeBlock,
  encodeFileHeader,
  maxFrameBytes,
  plainFileName,
} from '../../../main/protocols/ymodem/codec.ts'
import { runs } from '../../runs.ts'
import { bitwiseCrc } from './fake-receiver.ts'

const text = (value: string): Uint8Array => new TextEncoder().encode(value)

describe('crc16', () => {
  it('is CRC-16/XMODEM', () => {
    expect(crc16(text('123456789'))).toBe(0x31c3)
    expect(crc16(text(''))).toBe(0)
    expect(crc16(text('A'))).toBe(0x58e5)
  })

  it('equals the bitwise definition, over any range', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1500 }), fc.nat(1500), (bytes, start) => {
        const from = Math.min(start, bytes.length)
        expect(crc16(bytes, from)).toBe(bitwiseCrc(bytes.subarray(from)))
      }),
      runs(100),
    )
  })
})

describe('encodeBlock', () => {
  it('has the golden bytes of a padded small block', () => {
    const frame = new Uint8Array(maxFrameBytes)
    const length = encodeBlock(frame, 1, text('hello'), 128)
    expect(length).toBe(133)
    expect(Buffer.from(frame.subarray(0, 9)).toString('hex')).toBe('0101fe68656c6c6f1a')
    expect([...frame.subarray(8, 131)].every((byte) => byte === 0x1a)).toBe(true)
    expect(Buffer.from(frame.subarray(131, 133)).toString('hex')).toBe(
      bitwiseCrc(frame.subarray(3, 131)).toString(16).padStart(4, '0'),
    )
  })

  it('has the golden bytes of the block that ends a batch', () => {
    const frame = new Uint8Array(maxFrameBytes).fill(0xaa)
    const length = encodeBlock(frame, 0, new Uint8Array(0), 128, 'crc', 0)
    expect(Buffer.from(frame.subarray(0, length)).toString('hex')).toBe(`0100ff${'00'.repeat(128)}0000`)
  })

  it('wraps the number and sums for checksum receivers', () => {
    const frame = new Uint8Array(maxFrameBytes)
    expect(encodeBlock(frame, 256, Uint8Array.of(1, 2), 128, 'sum', 0)).toBe(132)
    expect([...frame.subarray(0, 5)]).toEqual([0x01, 0x00, 0xff, 1, 2])
    expect(frame[131]).toBe(3)
  })

  it('carries any payload in a reused frame', () => {
    const frame = new Uint8Array(maxFrameBytes)
    fc.assert(
      fc.property(
        fc.constantFrom(128 as const, 1024 as const),
        fc.uint8Array({ maxLength: 1024 }),
        fc.nat(100_000),
        (size, bytes, number) => {
          const payload = bytes.subarray(0, size)
          const length = encodeBlock(frame, number, payload, size)
          expect(length).toBe(size + 5)
          expect(frame[0]).toBe(size === 128 ? 1 : 2)
          expect(frame[1]).toBe(number % 256)
          expect((frame[1] ?? 0) + (frame[2] ?? 0)).toBe(255)
          const carried = frame.subarray(3, 3 + size)
          expect(Buffer.compare(carried.subarray(0, payload.length), payload)).toBe(0)
          expect(carried.subarray(payload.length).every((byte) => byte === 0x1a)).toBe(true)
          // The CRC of a message with its own CRC behind it is 0.
          expect(crc16(frame, 3, length)).toBe(0)
        },
      ),
      runs(100),
    )
  })

  it('refuses a payload longer than its block', () => {
    expect(() => encodeBlock(new Uint8Array(maxFrameBytes), 1, new Uint8Array(129), 128)).toThrow(RangeError)
  })
})

describe('encodeFileHeader', () => {
  const header = (facts: Parameters<typeof encodeFileHeader>[0]) =>
    Buffer.from(encodeFileHeader(facts)).toString('latin1')

  it('says name, size, time and mode as the reference does', () => {
    expect(header({ name: 'foo.bin', sizeBytes: 6347 })).toBe('foo.bin\x006347')
    expect(
      header({ name: 'foo.bin', sizeBytes: 6347, modifiedAtSeconds: 0o3314742605, mode: 0o100644 }),
    ).toBe('foo.bin\x006347 3314742605 100644')
  })

  it('refuses names and sizes that a receiver could misread', () => {
    for (const name of ['', 'a b', 'a\0b', 'ä', 'x'.repeat(101)]) {
      expect(() => header({ name, sizeBytes: 1 })).toThrow(RangeError)
    }
    expect(() => header({ name: 'a', sizeBytes: -1 })).toThrow(RangeError)
    expect(() => header({ name: 'a', sizeBytes: 1.5 })).toThrow(RangeError)
  })

  it('fits a small block with every plain name', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.maxSafeNat(), (name, sizeBytes) => {
        const plain = plainFileName(name)
        expect(plain).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/)
        expect(
          encodeFileHeader({ name: plain, sizeBytes, modifiedAtSeconds: 2 ** 32, mode: 0o100644 }).length,
        ).toBeLessThanOrEqual(128)
      }),
      runs(100),
    )
  })

  it('keeps the base of a path only', () => {
    expect(plainFileName('C:\\images\\app v2.bin')).toBe('app_v2.bin')
    expect(plainFileName('../../etc/passwd')).toBe('passwd')
    expect(plainFileName('a; reset')).toBe('a__reset')
    expect(plainFileName('dir/')).toBe('firmware.bin')
  })
})
