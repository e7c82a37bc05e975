// Whatever the bytes are: a parser returns ordered regions that hold no more than the file, or refuses with our own
// error. Round trips of what is written. Files of every format are broken in every place.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseImage } from '../../../main/firmware/formats/index.ts'
import { encodeIntelHex } from '../../../main/firmware/formats/intel-hex.ts'
import { joinRegions } from '../../../main/firmware/formats/join-regions.ts'
import type { ImageFormat } from '../../../main/firmware/formats/parsed-image.ts'
import { encodeUf2 } from '../../../main/firmware/formats/uf2.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { fuzzTimeoutMs, runs } from '../../runs.ts'
import { espImage, flashOf, partitionTable } from './esp-fixture.ts'
import { shown } from './refusal.ts'

const golden = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url))

/** Nothing but our own error; regions as parsed-image.ts says, bounded by the file. */
function parseOrRefuse(bytes: Uint8Array): ImageFormat | 'refused' {
  try {
    const { format, regions, isPlaced } = parseImage(bytes)
    let end = -1
    let total = 0
    const allocated = new Set<ArrayBufferLike>()
    for (const region of regions) {
      expect(region.bytes.length).toBeGreaterThan(0)
      expect(region.address).toBeGreaterThan(end)
      end = region.address + region.bytes.length
      total += region.bytes.length
      if (region.bytes.buffer !== bytes.buffer) allocated.add(region.bytes.buffer)
    }
    const allocatedBytes = [...allocated].reduce((sum, { byteLength }) => sum + byteLength, 0)
    expect(allocatedBytes).toBeLessThanOrEqual(2 * bytes.length)
    expect(end).toBeLessThanOrEqual(2 ** 32)
    expect(total).toBeLessThanOrEqual(bytes.length)
    if (!isPlaced) expect(regions.map(({ address }) => address)).toEqual([0])
    return format
  } catch (error) {
    if (!(error instanceof FlashlineError)) throw error
    expect(['IMAGE_FORMAT', 'IMAGE_ADDRESS']).toContain(error.code)
    return 'refused'
  }
}

const mcuboot = Buffer.concat([
  Buffer.from('3db8f396000000002000000008000000000000000102030004000000000000000011223344556677', 'hex'),
  Buffer.from('0769080001000000', 'hex'),
])
const small = espImage({ segments: [{ address: 0x3fcd_5820, data: Buffer.from('boot loader data') }] })
const files: readonly (readonly [ImageFormat, Buffer])[] = [
  ['intelHex', golden('avr.hex')],
  ['sRecord', golden('avr.srec')],
  ['elf', golden('avr.elf')],
  ['elf', golden('headers-in-segment.elf')],
  ['uf2', Buffer.from(encodeUf2([{ address: 0x1000_0000, bytes: golden('avr.bin') }], 0xe48bff56))],
  ['espApp', espImage()],
  [
    'espMerged',
    flashOf({
      0: small,
      4096: partitionTable([{ type: 0, subtype: 0, address: 8192, sizeBytes: 4096, label: 'app' }]),
      8192: espImage(),
    }),
  ],
  ['mcuboot', mcuboot],
]

test.each(files)('%s: the whole file is one', (format, bytes) => {
  expect(parseOrRefuse(bytes)).toBe(format)
})

test('random bytes, with and without the start of a format', { timeout: fuzzTimeoutMs }, () => {
  const starts = fc.constantFrom(...files.map(([, bytes]) => bytes), Buffer.alloc(0))
  const random = fc
    .tuple(starts, fc.nat(64), fc.uint8Array({ maxLength: 1200 }))
    .map(([start, length, bytes]) => Buffer.concat([start.subarray(0, length), bytes]))
  fc.assert(
    fc.property(random, (bytes) => void parseOrRefuse(bytes)),
    runs(600),
  )
})

test('random records', { timeout: fuzzTimeoutMs }, () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFabcdef'), maxLength: 60 })
  const line = fc.tuple(fc.constantFrom(':', ':00', ':10', ':02000004', 'S1', 'S3', 'S7', 'S9', ''), digits)
  const records = fc
    .array(line, { maxLength: 20 })
    .map((lines) => Buffer.from(lines.map((one) => one.join('')).join('\n')))
  fc.assert(
    fc.property(records, (bytes) => void parseOrRefuse(bytes)),
    runs(300),
  )
})

test('every file cut, and with a few bytes changed', { timeout: fuzzTimeoutMs }, () => {
  const change = fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) })
  const broken = fc
    .tuple(fc.constantFrom(...files), fc.array(change, { maxLength: 4 }), fc.option(fc.nat()))
    .map(([[, file], changes, cut]) => {
      const bytes = Buffer.from(file)
      for (const { at, to } of changes) bytes[at % bytes.length] = to
      return cut === null ? bytes : bytes.subarray(0, cut % bytes.length)
    })
  fc.assert(
    fc.property(broken, (bytes) => void parseOrRefuse(bytes)),
    runs(1000),
  )
})

/** Regions that do not touch, anywhere in 32 bits. */
const regions = fc
  .array(
    fc.tuple(fc.oneof(fc.nat(200_000), fc.nat(0xffff_ffff)), fc.uint8Array({ minLength: 1, maxLength: 700 })),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((pieces) => {
    let free = 0
    return pieces
      .map(([address, bytes]) => ({ address, bytes }))
      .sort((a, b) => a.address - b.address)
      .filter(({ address, bytes }) => {
        const fits = address >= free && address + bytes.length <= 2 ** 32
        if (fits) free = address + bytes.length + 1
        return fits
      })
  })
  .filter((pieces) => pieces.length > 0)

test('HEX and UF2 give back what was written', { timeout: fuzzTimeoutMs }, () => {
  fc.assert(
    fc.property(regions, (pieces) => {
      expect(shown(parseImage(encodeIntelHex(pieces)).regions)).toEqual(shown(pieces))
      const uf2 = parseImage(encodeUf2(pieces, 0xada52840))
      expect([uf2.chip, shown(uf2.regions)]).toEqual(['nrf52840', shown(pieces)])
    }),
    runs(200),
  )
})

test('joining cut pieces in any order gives back the whole', { timeout: fuzzTimeoutMs }, () => {
  const cuts = fc.tuple(
    fc.uint8Array({ minLength: 1, maxLength: 300 }),
    fc.array(fc.nat(300), { maxLength: 8 }),
  )
  fc.assert(
    fc.property(cuts, fc.nat(0xffff_0000), fc.infiniteStream(fc.nat()), ([bytes, places], address, order) => {
      const borders = [0, ...places.filter((at) => at < bytes.length).sort((a, b) => a - b), bytes.length]
      const pieces = borders.slice(1).map((end, index) => ({
        address: address + (borders[index] ?? 0),
        bytes: bytes.subarray(borders[index], end),
        key: order.next().value,
      }))
      const joined = joinRegions(
        pieces.sort((a, b) => a.key - b.key),
        'raw',
      )
      expect(shown(joined)).toEqual(shown([{ address, bytes }]))
    }),
    runs(200),
  )
})
