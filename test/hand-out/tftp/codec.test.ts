// Bytes as the RFCs draw them, and wishes as the RFCs bound them.
import { describe, expect, it } from 'vitest'
import {
  decodePacket,
  encodeDataHeader,
  encodeError,
  encodeOptionAck,
} from '../../../main/hand-out/tftp/codec.ts'
import { negotiate } from '../../../main/hand-out/tftp/negotiate.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const fromHex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('datagrams', () => {
  it('reads a request with options, whatever their case', () => {
    // 'a.bin' 'OCTET' 'BlkSize' '1468' 'timeout' '5'
    const packet = fromHex('0001 612e62696e00 4f4354455400 426c6b53697a6500 3134363800 74696d656f757400 3500')
    expect(decodePacket(packet)).toEqual({
      kind: 'read',
      fileName: 'a.bin',
      mode: 'octet',
      options: new Map([
        ['blksize', '1468'],
        ['timeout', '5'],
      ]),
    })
  })

  it('reads acknowledgements, errors and the wish to write', () => {
    expect(decodePacket(fromHex('0004 ffff'))).toEqual({ kind: 'ack', block: 65_535 })
    expect(decodePacket(fromHex('0005 0008 6e6f00'))).toEqual({ kind: 'error', code: 8, message: 'no' })
    expect(decodePacket(fromHex('0002 6100 6f6374657400'))).toEqual({ kind: 'write' })
  })

  it.each([
    ['nothing', ''],
    ['data', '0003 0001 00'],
    ['no end of the mode', '0001 6100 6f63746574'],
    ['no name', '0001 00 6f6374657400'],
    ['a long acknowledgement', '0004 0001 00'],
    ['a request of 513 bytes', `0001 ${'61'.repeat(500)}00 6f63746574656565656500`],
  ])('understands no %s', (_, text) => {
    expect(decodePacket(fromHex(text))).toBeNull()
  })

  it('writes what a server says', () => {
    expect(hex(encodeDataHeader(0x1234))).toBe('00031234')
    expect(hex(encodeError(1, 'no'))).toBe('000500016e6f00')
    expect(hex(encodeOptionAck([['blksize', '8']]))).toBe('0006626c6b73697a65003800')
  })
})

describe('wishes', () => {
  const limits = { maxBlockSize: 1468, maxWindowSize: 16 }
  const granted = (wishes: Record<string, string>) => negotiate(new Map(Object.entries(wishes)), 4242, limits)

  it('grants what it can, in its own bounds, and names nothing else', () => {
    expect(granted({ blksize: '65464', windowsize: '64', timeout: '5', tsize: '0', multicast: '' })).toEqual({
      blockSize: 1468,
      windowSize: 16,
      timeoutMs: 5000,
      granted: [
        ['blksize', '1468'],
        ['windowsize', '16'],
        ['timeout', '5'],
        ['tsize', '4242'],
      ],
    })
  })

  it('takes no value that the RFCs do not know', () => {
    for (const wishes of [
      { blksize: '7' },
      { blksize: '65465' },
      { blksize: '1e3' },
      { windowsize: '0' },
      { timeout: '256' },
      {},
    ]) {
      expect(granted(wishes)).toEqual({ blockSize: 512, windowSize: 1, timeoutMs: null, granted: [] })
    }
  })
})
