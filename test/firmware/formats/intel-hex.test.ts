// Intel HEX: what objcopy wrote, each record type and rule of the specification, each way of being broken.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseImage } from '../../../main/firmware/formats/index.ts'
import { encodeIntelHex } from '../../../main/firmware/formats/intel-hex.ts'
import { refusal, shown, text } from './refusal.ts'

const golden = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url))
const end = ':00000001FF'

test('a file of avr-objcopy is the bytes that avr-objcopy makes of the same program', () => {
  const parsed = parseImage(golden('avr.hex'))
  expect(parsed).toMatchObject({ format: 'intelHex', isPlaced: true, entry: null, version: null, chip: null })
  expect(shown(parsed.regions)).toEqual(shown([{ address: 0, bytes: golden('avr.bin') }]))
})

test('bases: 04 is the upper half, 02 is a segment; gaps stay gaps; the order does not matter', () => {
  const { regions, entry } = parseImage(
    text([
      ':020000040800F2',
      ':02000400AABB95',
      ':040000001122334452',
      ':020000021000EC',
      ':01FFFF005AA7',
      ':0400000500000101F5',
      end,
    ]),
  )
  expect(shown(regions)).toEqual(['1ffff: 5a', '8000000: 11223344aabb'])
  expect(entry).toBe(0x101)
})

test.each([
  ['within 64 KiB before any base', [':04FFFE0001020304F5'], ['0: 0304', 'fffe: 0102']],
  ['within the segment', [':020000021000EC', ':04FFFE0001020304F5'], ['10000: 0304', '1fffe: 0102']],
  ['at 4 GiB', [':02000004FFFFFC', ':04FFFE0001020304F5'], ['0: 0304', 'fffffffe: 0102']],
  ['not at 64 KiB of a linear base', [':020000040001F9', ':04FFFE0001020304F5'], ['1fffe: 01020304']],
])('addresses wrap %s', (_, records, regions) => {
  expect(shown(parseImage(text([...records, end])).regions)).toEqual(regions)
})

test('a start address as CS:IP; small letters, CR LF, blank lines, blanks at the end of lines', () => {
  const file = Buffer.from(
    `\r\n:0400000312340010a3\r\n:01000000ab54 \t\r\n\r\n${end.toLowerCase()}`,
    'latin1',
  )
  expect(parseImage(file)).toMatchObject({ entry: 0x12350 })
  expect(shown(parseImage(file).regions)).toEqual(['0: ab'])
})

test.each([
  ['a wrong checksum', [':01000000AB55', end], 'line 1', 'checksum'],
  ['a digit that is none', [':01000000AB54', ':0100010G0000', end], 'line 2', 'length or digit'],
  ['a record that says more than its line has', [':02000000AB54', end], 'line 1', 'length or digit'],
  ['a record that says less than its line has', [':01000000AB5400', end], 'line 1', 'length'],
  ['a type that is none', [':01000006AB4E', end], 'line 1', 'record type'],
  ['a base of another length', [':0100000408F3', end], 'line 1', 'length'],
  ['something that is no record', [':01000000AB54', 'hello', end], 'line 2', 'record'],
  ['no end', [':01000000AB54'], 'line 2', 'truncated'],
  ['something behind the end', [':01000000AB54', end, ':01000100AB53'], 'line 3', 'after the end'],
])('refused: %s', (_, lines, at, reason) => {
  expect(refusal(() => parseImage(text(lines)))).toEqual({
    code: 'IMAGE_FORMAT',
    format: 'intelHex',
    at,
    reason,
  })
})

test('refused: cut in mid record, overlapping, without a byte', () => {
  expect(refusal(() => parseImage(golden('avr.hex').subarray(0, 300)))).toMatchObject({ reason: 'truncated' })
  const overlap = text([':020000000102FB', ':0100010003FB', end])
  expect(refusal(() => parseImage(overlap))).toEqual({
    code: 'IMAGE_ADDRESS',
    address: '0x00000001',
    reason: 'overlap',
  })
  expect(refusal(() => parseImage(text([end])))).toMatchObject({ code: 'IMAGE_FORMAT', reason: 'no bytes' })
})

test('refused: so many pieces that the list of them would be larger than the file', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const [upper, low] = [index >> 14, (index & 0x3fff) << 2]
      const base = `:02000004${upper.toString(16).padStart(4, '0')}`
      return [record(base), record(`:01${low.toString(16).padStart(4, '0')}00AA`)]
    }).flat()
  const record = (line: string) => {
    const sum = Buffer.from(line.slice(1), 'hex').reduce((total, byte) => total + byte, 0)
    return `${line}${(-sum & 0xff).toString(16).padStart(2, '0')}`
  }
  expect(parseImage(text([...lines(65_536), end])).regions).toHaveLength(65_536)
  expect(refusal(() => parseImage(text([...lines(65_537), end])))).toMatchObject({
    reason: 'too many regions',
  })
})

test('written: 32 bytes a line, a new base where the upper half changes', () => {
  const file = encodeIntelHex([
    { address: 0x0800_fffe, bytes: Uint8Array.of(1, 2, 3, 4) },
    { address: 0xffff_ffff, bytes: Uint8Array.of(5) },
  ])
  expect(Buffer.from(file).toString().split('\n')).toEqual([
    ':020000040800F2',
    ':02FFFE000102FE',
    ':020000040801F1',
    ':020000000304F7',
    ':02000004FFFFFC',
    ':01FFFF0005FC',
    end,
    '',
  ])
})
