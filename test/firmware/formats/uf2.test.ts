// UF2: the example of the specification, flags, families, runs of blocks, digests, broken files.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseImage } from '../../../main/firmware/formats/index.ts'
import { encodeUf2 } from '../../../main/firmware/formats/uf2.ts'
import { refusal, shown } from './refusal.ts'

interface BlockFields {
  readonly flags?: number
  readonly address?: number
  readonly payload?: Uint8Array
  readonly number?: number
  readonly count?: number
  readonly family?: number
  /** Behind the payload, at the next border of 4 bytes. */
  readonly tags?: string
  readonly md5?: { readonly address: number; readonly sizeBytes: number; readonly digest: Buffer }
}

const rp2040 = 0xe48bff56

function block(fields: BlockFields): Buffer {
  const {
    flags = 0x2000,
    address = 0x1000_0000,
    payload = Uint8Array.of(1, 2, 3, 4),
    tags = '',
    md5,
  } = fields
  const bytes = Buffer.alloc(512)
  const words = [
    0x0a324655,
    0x9e5d5157,
    flags,
    address,
    payload.length,
    fields.number ?? 0,
    fields.count ?? 1,
  ]
  for (const [index, word] of [...words, fields.family ?? rp2040].entries())
    bytes.writeUInt32LE(word, index * 4)
  bytes.set(payload, 32)
  bytes.write(tags.replaceAll(' ', ''), 32 + Math.ceil(payload.length / 4) * 4, 'hex')
  if (md5) {
    bytes.writeUInt32LE(md5.address, 484)
    bytes.writeUInt32LE(md5.sizeBytes, 488)
    md5.digest.copy(bytes, 492)
  }
  bytes.writeUInt32LE(0x0ab16f30, 508)
  return bytes
}

const file = (...blocks: BlockFields[]) => Buffer.concat(blocks.map(block))
const refused = (...blocks: BlockFields[]) => refusal(() => parseImage(file(...blocks)))

test('blocks in any order become regions; the family is the chip', () => {
  const parsed = parseImage(
    file(
      { number: 1, count: 3, address: 0x1000_0004, payload: Uint8Array.of(5, 6) },
      { number: 0, count: 3 },
      { number: 2, count: 3, address: 0x1010_0000, payload: Uint8Array.of(7) },
    ),
  )
  expect(parsed).toMatchObject({
    format: 'uf2',
    chip: 'rp2040',
    isPlaced: true,
    facts: { family: '0xe48bff56' },
  })
  expect(shown(parsed.regions)).toEqual(['10000000: 010203040506', '10100000: 07'])
})

test('the tags of the specification: version and device', () => {
  const tags =
    '09 bc c7 9f 30 2e 31 2e 32 00 00 00 14 9d 0d 65 41 43 4d 45 20 54 6f 61 73 74 65 72 20 6d 6b 33 ff ff ff ff'
  const parsed = parseImage(file({ flags: 0xa000, payload: Uint8Array.of(1), tags }))
  expect(parsed).toMatchObject({ version: '0.1.2', facts: { description: 'ACME Toaster mk3' } })
})

test('blocks that are not for the flash are counted and not written; several runs make one file', () => {
  const parsed = parseImage(
    file(
      { number: 0, count: 2 },
      { number: 1, count: 2, flags: 0x2001, address: 0 },
      { number: 0, count: 1, address: 0x1000_1000 },
    ),
  )
  expect(shown(parsed.regions)).toEqual(['10000000: 01020304', '10001000: 01020304'])
  expect(parsed.facts.notFlashedBlocks).toBe(1)
})

test("the first block of picotool's files against erratum E10 of the RP2350 is not written", () => {
  const absolute = {
    flags: 0xa000,
    family: 0xe48bff57,
    count: 2,
    address: 0x10ff_ff00,
    payload: new Uint8Array(256).fill(0xef),
    tags: '04 e3 57 99',
  }
  const parsed = parseImage(file(absolute, { family: 0xe48bff59 }))
  expect(parsed.chip).toBe('rp2350')
  expect(shown(parsed.regions)).toEqual(['10000000: 01020304'])
})

test('an MD5 of the flash is that of the bytes in the file', () => {
  const payload = Buffer.from('same bytes')
  const digest = createHash('md5').update(payload).digest()
  const md5 = { address: 0x1000_0000, sizeBytes: payload.length, digest }
  expect(parseImage(file({ flags: 0x6000, payload, md5 })).regions).toHaveLength(1)
  expect(refused({ flags: 0x6000, payload: Buffer.from('other byte'), md5 })).toMatchObject({
    code: 'IMAGE_FORMAT',
    reason: 'MD5 at 0x10000000',
  })
  // An area that the file holds only a part of cannot be checked.
  expect(parseImage(file({ flags: 0x6000, payload, md5: { ...md5, sizeBytes: 4096 } })).regions).toHaveLength(
    1,
  )
})

test.each<[string, BlockFields[], string]>([
  ['a missing block', [{ number: 0, count: 2 }], 'missing blocks'],
  ['a missing block of the last run', [{}, { number: 1, count: 2 }], 'missing blocks'],
  [
    'a block twice',
    [
      { number: 0, count: 2 },
      { number: 0, count: 2 },
    ],
    'block number',
  ],
  ['a number behind the last', [{ number: 2, count: 2 }], 'block number'],
  ['another number of blocks', [{ count: 2 }, { number: 1, count: 3 }], 'number of blocks'],
  ['more blocks than the file has', [{ count: 0xffff_ffff }], 'missing blocks'],
  ['several families', [{ count: 2 }, { number: 1, count: 2, family: 7 }], 'several families'],
  [
    'a family in some blocks only',
    [
      { count: 2, flags: 0 },
      { number: 1, count: 2 },
    ],
    'several families',
  ],
  ['files in a container', [{ flags: 0x3000 }], 'file container'],
  ['nothing for the flash', [{ flags: 0x2001 }], 'no bytes'],
  ['bytes behind the last address', [{ address: 0xffff_fffe }], 'address'],
])('refused: %s', (_, blocks, reason) => {
  expect(refused(...blocks)).toMatchObject({ code: 'IMAGE_FORMAT', format: 'uf2', reason })
})

test('refused: cut, a magic number, a payload longer than its block, overlaps', () => {
  const good = file({})
  expect(refusal(() => parseImage(good.subarray(0, 500)))).toMatchObject({
    at: 'byte 0x0',
    reason: 'truncated',
  })
  expect(refusal(() => parseImage(Buffer.from(good.fill(0, 508))))).toMatchObject({ reason: 'magic number' })
  const long = file({})
  long.writeUInt32LE(477, 16)
  expect(refusal(() => parseImage(long))).toMatchObject({ at: 'byte 0x10', reason: 'payload size' })
  expect(refused({ count: 2 }, { number: 1, count: 2, address: 0x1000_0003 })).toMatchObject({
    code: 'IMAGE_ADDRESS',
    address: '0x10000003',
  })
})

test('written: 256 bytes a block, numbered through, the last one shorter', () => {
  const bytes = Uint8Array.from({ length: 300 }, (_, index) => index & 0xff)
  const written = encodeUf2(
    [
      { address: 0x2000, bytes },
      { address: 0x8000, bytes: Uint8Array.of(9) },
    ],
    0x68ed2b88,
  )
  const expected = file(
    { address: 0x2000, payload: bytes.subarray(0, 256), number: 0, count: 3, family: 0x68ed2b88 },
    { address: 0x2100, payload: bytes.subarray(256), number: 1, count: 3, family: 0x68ed2b88 },
    { address: 0x8000, payload: Uint8Array.of(9), number: 2, count: 3, family: 0x68ed2b88 },
  )
  expect(Buffer.from(written).equals(expected)).toBe(true)
  expect(parseImage(written).chip).toBe('samd21')
})
