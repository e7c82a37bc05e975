// ELF: what linkers wrote, compared with what objcopy takes out of the same files; both byte orders; broken ones.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseImage } from '../../../main/firmware/formats/index.ts'
import { refusal, shown } from './refusal.ts'

const golden = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url))

/** One header and one PT_LOAD of 4 bytes at 0x100, of which 2 are in the file. */
function bigEndianElf(): Buffer {
  const file = Buffer.alloc(52 + 32 + 2)
  file.write('7f454c46010201', 'hex')
  for (const [at, value] of [
    [16, 2],
    [18, 8],
    [40, 52],
    [42, 32],
    [44, 1],
    [46, 40],
  ] as const)
    file.writeUInt16BE(value, at)
  for (const [at, value] of [
    [20, 1],
    [24, 0x9d00_0000],
    [28, 52],
    [52, 1],
    [56, 84],
    [60, 0x8000_0000],
    [64, 0x1d00_0100],
    [68, 2],
    [72, 4],
  ] as const)
    file.writeUInt32BE(value, at)
  file.writeUInt16BE(0xcafe, 84)
  return file
}

test('an AVR program: flash as objcopy sees it, the EEPROM where avr-gcc puts it, nothing of .bss', () => {
  const { regions, ...parsed } = parseImage(golden('avr.elf'))
  expect(parsed).toMatchObject({ format: 'elf', isPlaced: true, entry: 0, facts: { machine: 'AVR' } })
  expect(shown(regions)).toEqual(
    shown([
      { address: 0, bytes: golden('avr.bin') },
      { address: 0x81_0000, bytes: Uint8Array.of(0x42) },
    ]),
  )
})

test('headers that a linker put into a segment are not flashed over what lies before the program', () => {
  const { regions, entry } = parseImage(golden('headers-in-segment.elf'))
  const sections = parseImage(golden('headers-in-segment.hex')).regions
  const byte = (from: typeof regions, address: number) => {
    const region = from.find((one) => address >= one.address && address < one.address + one.bytes.length)
    return region?.bytes[address - region.address]
  }
  expect(regions.map(({ address }) => address)).toEqual([0x0800_0800, 0x0800_0a1c])
  expect(entry).toBe(0x0800_0800)
  for (const { address, bytes } of sections)
    for (const [index, expected] of bytes.entries()) expect(byte(regions, address + index)).toBe(expected)
})

test('big endian; the physical address counts', () => {
  const { regions, entry, facts } = parseImage(bigEndianElf())
  expect(shown(regions)).toEqual(['1d000100: cafe'])
  expect(entry).toBe(0x9d00_0000)
  expect(facts).toMatchObject({ machine: 'MIPS', byteOrder: 'big endian' })
})

test.each<[string, (file: Buffer) => Buffer, string]>([
  ['64 bits', (file) => Buffer.from(file.fill(2, 4, 5)), 'not 32-bit'],
  ['no byte order', (file) => Buffer.from(file.fill(3, 5, 6)), 'byte order'],
  ['an object file', (file) => Buffer.from(file.fill(1, 17, 18)), 'not linked'],
  ['cut in the header', (file) => file.subarray(0, 40), 'truncated'],
  ['cut in the program headers', (file) => file.subarray(0, 60), 'truncated'],
  ['cut in a segment', (file) => file.subarray(0, 85), 'truncated'],
  ['no segments', (file) => Buffer.from(file.fill(0, 44, 46)), 'no bytes'],
  ['a program header that is too small', (file) => Buffer.from(file.fill(8, 43, 44)), 'program header size'],
])('refused: %s', (_, broken, reason) => {
  expect(refusal(() => parseImage(broken(bigEndianElf())))).toMatchObject({
    code: 'IMAGE_FORMAT',
    format: 'elf',
    reason,
  })
})

test('refused: the same bytes loaded to thousands of places', () => {
  const count = 2000
  const file = Buffer.alloc(52 + 32 * count)
  bigEndianElf().copy(file, 0, 0, 52)
  file.writeUInt16BE(count, 44)
  for (let index = 0; index < count; index += 1) {
    const at = 52 + 32 * index
    for (const [offset, value] of [
      [0, 1],
      [4, 52],
      [12, index * 0x10_0000],
      [16, 60_000],
    ] as const)
      file.writeUInt32BE(value, at + offset)
  }
  expect(refusal(() => parseImage(file))).toMatchObject({ reason: 'segments overlap' })
})
