// S-records: what objcopy and srec_cat wrote, each type, each way of being broken.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseImage } from '../../../main/firmware/formats/index.ts'
import { refusal, shown, text } from './refusal.ts'

const golden = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url))

test('a file of avr-objcopy is the bytes that avr-objcopy makes of the same program', () => {
  const parsed = parseImage(golden('avr.srec'))
  expect(parsed).toMatchObject({ format: 'sRecord', isPlaced: true, entry: 0, facts: { header: 'a.srec' } })
  expect(shown(parsed.regions)).toEqual(shown([{ address: 0, bytes: golden('avr.bin') }]))
})

test('16, 24 and 32 address bits, counted, with an entry', () => {
  const { regions, entry } = parseImage(
    text(['S1041000AB40', 'S20510000101E8', 'S30608000100AA46', 'S5030003F9', 'S70508000101F0']),
  )
  expect(shown(regions)).toEqual(['1000: ab', '100001: 01', '8000100: aa'])
  expect(entry).toBe(0x0800_0101)
})

test('without an entry, as srec_cat writes it, the number of records is the end', () => {
  const lines = ['S0220000687474703A2F2F737265636F72642E736F75726365666F7267652E6E65742F1D', 'S1041000AB40']
  expect(parseImage(text([...lines, 'S5030001FB'])).entry).toBeNull()
  expect(refusal(() => parseImage(text(lines)))).toMatchObject({ at: 'line 3', reason: 'truncated' })
})

test.each([
  ['a wrong checksum', ['S1041000AB41', 'S9030000FC'], 'line 1', 'checksum'],
  ['a wrong number of records', ['S1041000AB40', 'S5030002FA'], 'line 2', 'record count'],
  ['the type that is not defined', ['S1041000AB40', 'S4041000AB40'], 'line 2', 'record type'],
  ['a length without room for the address', ['S102100000', 'S9030000FC'], 'line 1', 'length'],
  ['an end with data', ['S1041000AB40', 'S904000000FB'], 'line 2', 'length'],
  ['something behind the end', ['S1041000AB40', 'S9030000FC', 'S1041001AB3F'], 'line 3', 'after the end'],
  ['something that is no record', ['S1041000AB40', ':00000001FF'], 'line 2', 'record'],
])('refused: %s', (_, lines, at, reason) => {
  expect(refusal(() => parseImage(text(lines)))).toEqual({
    code: 'IMAGE_FORMAT',
    format: 'sRecord',
    at,
    reason,
  })
})

test('refused: overlaps, and bytes behind the last address', () => {
  const overlap = text(['S1041000AB40', 'S1041000AB40', 'S9030000FC'])
  expect(refusal(() => parseImage(overlap))).toMatchObject({ code: 'IMAGE_ADDRESS', reason: 'overlap' })
  const behind = text(['S307FFFFFFFF0102F9', 'S9030000FC'])
  expect(refusal(() => parseImage(behind))).toMatchObject({ code: 'IMAGE_ADDRESS', reason: 'out of range' })
})
