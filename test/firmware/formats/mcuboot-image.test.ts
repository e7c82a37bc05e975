// MCUboot images, built from its document and not with the parser: header, both TLV areas, proofs, broken ones.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseImage } from '../../../main/firmware/formats/index.ts'
import { readMcubootImage } from '../../../main/firmware/formats/mcuboot-image.ts'
import { refusal, shown } from './refusal.ts'

interface Fields {
  readonly headerBytes?: number
  readonly payload?: Buffer
  readonly flags?: number
  readonly guarded?: readonly (readonly [number, Buffer])[]
  readonly plain?: readonly (readonly [number, Buffer])[]
  readonly hash?: 'sha256' | 'sha512' | null
}

function tlvArea(magic: number, tlvs: readonly (readonly [number, Buffer])[]): Buffer {
  const body = Buffer.concat(
    tlvs.map(([type, value]) => {
      const head = Buffer.alloc(4)
      head.writeUInt16LE(type)
      head.writeUInt16LE(value.length, 2)
      return Buffer.concat([head, value])
    }),
  )
  const info = Buffer.alloc(4)
  info.writeUInt16LE(magic)
  info.writeUInt16LE(body.length + 4, 2)
  return Buffer.concat([info, body])
}

function mcuboot(fields: Fields = {}): Buffer {
  const {
    headerBytes = 0x200,
    payload = Buffer.from('zephyr application'),
    guarded = [],
    hash = 'sha256',
  } = fields
  const guardedArea = guarded.length > 0 ? tlvArea(0x6908, guarded) : Buffer.alloc(0)
  const header = Buffer.alloc(headerBytes)
  header.writeUInt32LE(0x96f3b83d)
  header.writeUInt32LE(0x2000_0000, 4)
  header.writeUInt16LE(headerBytes, 8)
  header.writeUInt16LE(guardedArea.length, 10)
  header.writeUInt32LE(payload.length, 12)
  header.writeUInt32LE(fields.flags ?? 0, 16)
  header.set([1, 2, 0x2c, 0x01, 5, 0, 0, 0], 20)
  const hashed = Buffer.concat([header, payload, guardedArea])
  const digest =
    hash === null
      ? []
      : [[hash === 'sha256' ? 0x10 : 0x12, createHash(hash).update(hashed).digest()] as const]
  return Buffer.concat([hashed, tlvArea(0x6907, [...digest, ...(fields.plain ?? [])])])
}

test('header, version, hash, signature; the file has no address', () => {
  const bytes = mcuboot({
    plain: [
      [0x01, Buffer.alloc(32)],
      [0x24, Buffer.alloc(64)],
    ],
  })
  const image = readMcubootImage(bytes)
  const digest = createHash('sha256')
    .update(bytes.subarray(0, 0x200 + 18))
    .digest('hex')
  expect(image).toMatchObject({
    version: '1.2.300+5',
    headerBytes: 0x200,
    imageBytes: 18,
    hash: { algorithm: 'sha256', digest },
    signature: 'Ed25519',
    isEncrypted: false,
    securityCounter: null,
    totalBytes: bytes.length,
  })
  const parsed = parseImage(bytes)
  expect(parsed).toMatchObject({
    format: 'mcuboot',
    isPlaced: false,
    version: '1.2.300+5',
    chip: null,
    entry: null,
  })
  expect(parsed.facts).toEqual({ signature: 'Ed25519', sha256: digest, encrypted: false })
  expect(shown(parsed.regions)).toEqual(shown([{ address: 0, bytes }]))
})

test('the protected area is hashed and has the security counter; SHA-512; RAM images; a padded slot', () => {
  const bytes = Buffer.concat([
    mcuboot({ guarded: [[0x50, Buffer.from([7, 0, 0, 0])]], hash: 'sha512', flags: 0x20 }),
    Buffer.alloc(100, 0xff),
  ])
  expect(readMcubootImage(bytes)).toMatchObject({ hash: { algorithm: 'sha512' }, securityCounter: 7 })
  expect(parseImage(bytes).facts).toMatchObject({
    signature: 'none',
    loadAddress: '0x20000000',
    paddingBytes: 100,
  })
  const changed = Buffer.from(bytes)
  changed[0x200 + 18 + 8] = 8
  expect(refusal(() => parseImage(changed))).toMatchObject({ reason: 'sha512' })
})

test('build 0 is not written; the hash of an encrypted image is of the bytes before encryption', () => {
  const bytes = mcuboot({ flags: 0x04 })
  bytes.writeUInt32LE(0, 24)
  bytes[0x200] = 0
  expect(readMcubootImage(bytes)).toMatchObject({ version: '1.2.300', isEncrypted: true })
})

test.each<[string, Buffer, string]>([
  ['another byte', Buffer.from(mcuboot().fill(0, 0x201, 0x202)), 'sha256'],
  ['another version', Buffer.from(mcuboot().fill(9, 20, 21)), 'sha256'],
  ['cut in the payload', mcuboot().subarray(0, 0x205), 'truncated'],
  ['cut in the hash', mcuboot().subarray(0, -1), 'truncated'],
  ['no TLVs', Buffer.concat([mcuboot().subarray(0, 0x200 + 18), Buffer.alloc(64)]), 'TLV area'],
  ['a header that is too small', mcuboot({ headerBytes: 32 }).fill(16, 8, 9), 'header size'],
  ['a hash of another length', mcuboot({ hash: null, plain: [[0x10, Buffer.alloc(8)]] }), 'sha256 size'],
  ['a size that nothing has', Buffer.from(mcuboot().fill(0xff, 12, 16)), 'truncated'],
])('refused: %s', (_, bytes, reason) => {
  expect(refusal(() => parseImage(bytes))).toMatchObject({ code: 'IMAGE_FORMAT', format: 'mcuboot', reason })
})

test('refused: TLVs that do not fill their area', () => {
  const bytes = mcuboot({ plain: [[0x01, Buffer.alloc(4)]] })
  bytes.writeUInt16LE(9, bytes.length - 6)
  expect(refusal(() => parseImage(bytes))).toMatchObject({ reason: 'TLV size' })
})
