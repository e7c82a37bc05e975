// Golden bytes of STK500v1 (the examples of application note AVR061, with the sizes of an ATmega328P) and of answers.
import { describe, expect, test } from 'vitest'
import {
  decodeAnswer,
  encodeRead,
  encodeWrite,
  enterProgmode,
  extendedAddress,
  getParameter,
  getSync,
  leaveProgmode,
  loadExtended,
  parameter,
  readSign,
  writeFrameBytes,
} from '../../../main/protocols/avr/codec.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bytes = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('commands', () => {
  test.each([
    ['GET_SYNC', getSync, '3020'],
    ['GET_PARAMETER, major', getParameter(parameter.softwareMajor), '418120'],
    ['GET_PARAMETER, minor', getParameter(parameter.softwareMinor), '418220'],
    ['ENTER_PROGMODE', enterProgmode, '5020'],
    ['LEAVE_PROGMODE', leaveProgmode, '5120'],
    ['READ_SIGN', readSign, '7520'],
    ['LOAD_ADDRESS in words and READ_PAGE', encodeRead(0x7d80, 128), '55c03e20 7400804620'],
    ['READ_PAGE of 256 bytes', encodeRead(0, 256), '55000020 7401004620'],
    ['LOAD_ADDRESS of the last 64 KiB word', encodeRead(0x1ff00, 256), '5580ff20 7401004620'],
    ['LOAD_ADDRESS wraps behind 128 KiB', encodeRead(0x20100, 256), '55800020 7401004620'],
    ['UNIVERSAL with the extended address', loadExtended(0x20100), '564d00010020'],
  ])('%s', (_name, frame, expected) => {
    expect(hex(frame)).toBe(expected.replaceAll(' ', ''))
  })

  test('LOAD_ADDRESS and PROG_PAGE', () => {
    const frame = new Uint8Array(writeFrameBytes(128))
    const length = encodeWrite(frame, 0x80, new Uint8Array(128).fill(0xa5))
    expect(length).toBe(137)
    expect(hex(frame)).toBe(`55400020${'64008046'}${'a5'.repeat(128)}20`)
  })

  test('the extended address changes at 128 KiB', () => {
    expect([0, 0x1ffff, 0x20000, 0x3ff00].map(extendedAddress)).toEqual([0, 0, 1, 1])
  })
})

describe('answers', () => {
  test.each([
    ['without data', '14 10', 0, '', 2],
    ['with a signature', '14 1e950f 10', 3, '1e950f', 5],
    ['whose data looks like an answer', '14 1410 10', 2, '1410', 4],
    ['behind noise', 'ff00 14 05 10', 1, '05', 5],
    ['with noise in it, when it has no data', '14 ff 10', 0, '', 3],
    ['with the next one behind it', '14 10 14 10', 0, '', 2],
  ])('%s', (_name, text, dataBytes, data, takenBytes) => {
    expect(decodeAnswer(bytes(text), dataBytes)).toEqual({ kind: 'data', data: bytes(data), takenBytes })
  })

  test.each([
    ['nothing', '', 3, 5],
    ['noise only', 'ff 00', 3, 5],
    ['the beginning', '14 1e', 3, 3],
    ['half behind noise', 'aa 14', 0, 1],
  ])('%s: more is needed', (_name, text, dataBytes, missingBytes) => {
    expect(decodeAnswer(bytes(text), dataBytes)).toEqual({ kind: 'more', missingBytes })
  })

  test('FAILED is a refusal, NOSYNC and a wrong end are nonsense', () => {
    expect(decodeAnswer(bytes('14 11'), 0)).toEqual({ kind: 'refused', status: 0x11 })
    expect(decodeAnswer(bytes('15'), 0)).toEqual({ kind: 'nonsense' })
    expect(decodeAnswer(bytes('14 1e950f 14'), 3)).toEqual({ kind: 'nonsense' })
  })
})
