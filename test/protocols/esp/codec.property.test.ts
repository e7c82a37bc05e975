// Golden bytes of requests and replies, from the serial protocol page of esptool; and that no reply can break the reader.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  answerOf,
  checksum,
  decodeReply,
  encodeBlock,
  encodeRequest,
  isBadChecksum,
  ops,
  refusalOf,
  words,
} from '../../../main/protocols/esp/codec.ts'
import { SlipDecoder } from '../../../main/protocols/esp/slip.ts'
import { fuzzTimeoutMs, runs } from '../../runs.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const reply = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))

describe('requests', () => {
  it('have the golden bytes of READ_REG of the magic register', () => {
    expect(hex(encodeRequest(ops.readRegister, words(0x40001000)))).toBe('c0000a0400000000000010' + '0040c0')
  })

  it('have the golden bytes of a compressed block', () => {
    const out = new Uint8Array(200)
    const length = encodeBlock(out, ops.deflateData, 2, Uint8Array.of(0xc0, 0x01, 0xdb))
    // Checksum ef ^ c0 ^ 01 ^ db = f5.
    expect(hex(out.subarray(0, length))).toBe(
      'c0' + '00111300f5000000' + '03000000' + '02000000' + '00000000' + '00000000' + 'dbdc01dbdd' + 'c0',
    )
  })

  it('fill a block up with FF', () => {
    const out = new Uint8Array(200)
    const length = encodeBlock(out, ops.flashData, 0, Uint8Array.of(1), 4)
    const [payload = new Uint8Array(0)] = new SlipDecoder(100).push(out.subarray(0, length))
    expect(hex(payload.subarray(8))).toBe('04000000' + '00000000' + '0000000000000000' + '01ffffff')
    expect(payload[4]).toBe(checksum(Uint8Array.of(1, 0xff, 0xff, 0xff)))
  })
})

describe('answers', () => {
  const answer = (text: string, dataBytes: readonly number[] = []) => {
    const decoded = decodeReply(reply(text))
    if (!decoded) throw new Error('no reply')
    return answerOf(decoded, dataBytes)
  }

  it('of the ROM to SYNC, with four bytes of status', () => {
    expect(answer('0108040007071220' + '00000000')).toMatchObject({ value: 0x20120707, status: 0 })
  })

  it('of the ROM after an earlier failure are still good', () => {
    expect(answer('010a040083 1df000 00050000'.replaceAll(' ', ''))).toMatchObject({
      value: 0x00f01d83,
      status: 0,
    })
  })

  it('carry the digest of a stub in bytes and of a ROM in text', () => {
    const digest = '00112233445566778899aabbccddeeff'
    expect(hex(answer(`0113120000000000${digest}0000`, [32, 16]).data)).toBe(digest)
    const text = Buffer.from(digest, 'latin1').toString('hex')
    expect(Buffer.from(answer(`0113240000000000${text}00000000`, [32, 16]).data).toString()).toBe(digest)
  })

  it('that lost a byte are none', () => {
    expect(decodeReply(reply('010a0400831df000000000'))).toBeNull()
  })

  it('tell why a request failed', () => {
    expect(answer('0114040000000000' + '01050000', [20, 12])).toMatchObject({ status: 0x0105 })
    expect(answer('0111020000000000' + 'c100')).toMatchObject({ status: 0xc100 })
    expect([0x0105, 0x0107, 0xc100, 0xc700].map(refusalOf)).toEqual(Array(4).fill('unreadable'))
    expect([0x0108, 0xc400].map(refusalOf)).toEqual(['storage', 'storage'])
    expect(refusalOf(0xff00)).toBe('refused')
    expect([0xc100, 0xc1ee, 0x0107, 0xc400].map(isBadChecksum)).toEqual([true, true, true, false])
  })

  it('may be anything', { timeout: fuzzTimeoutMs }, () => {
    const sizes = fc.constantFrom([], [20, 12], [32, 16], [64])
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), sizes, (bytes, dataBytes) => {
        const decoded = decodeReply(bytes)
        if (decoded === null) return
        const { data, status } = answerOf(decoded, dataBytes)
        expect(data.length).toBeLessThanOrEqual(64)
        expect(status).toBeLessThanOrEqual(0xffff)
      }),
      runs(300),
    )
  })
})
