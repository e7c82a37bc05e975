// However the stream is cut into pieces: all packets come through as they are, save messages beyond the bound.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PacketBound } from '../../main/transports/packet-bound.ts'
import { runs } from '../runs.ts'

const largestBytes = 200

function packet(first: number, body: Uint8Array): Buffer {
  const length: number[] = []
  let rest = body.length
  do {
    length.push((rest % 128) | (rest >= 128 ? 0x80 : 0))
    rest = Math.floor(rest / 128)
  } while (rest > 0)
  return Buffer.concat([Buffer.of(first, ...length), body])
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = []
  let at = 0
  for (let index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1
    pieces.push(bytes.subarray(at, at + size))
    at += size
  }
  return pieces
}

const message = fc.record({ flags: fc.nat(15), sizeBytes: fc.nat(600) })
const answer = fc.record({ type: fc.integer({ min: 4, max: 15 }), sizeBytes: fc.nat(largestBytes) })

test('messages beyond the bound are gone, everything else is there', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(message, answer), { maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 20 }),
      (packets, sizes) => {
        const made = packets.map((one, index) => ({
          bytes: packet('type' in one ? one.type << 4 : 0x30 | one.flags, Buffer.alloc(one.sizeBytes, index)),
          isKept: one.sizeBytes <= largestBytes,
          sizeBytes: one.sizeBytes,
        }))
        const dropped: number[] = []
        const bound = new PacketBound(largestBytes, (sizeBytes) => dropped.push(sizeBytes))
        const stream = Buffer.concat(made.map(({ bytes }) => bytes))
        const kept = cut(stream, sizes).flatMap((piece) => bound.pass(piece) ?? [])
        const expected = made.filter(({ isKept }) => isKept).map(({ bytes }) => bytes)
        expect(Buffer.concat(kept).equals(Buffer.concat(expected))).toBe(true)
        expect(dropped).toEqual(made.filter(({ isKept }) => !isKept).map(({ sizeBytes }) => sizeBytes))
      },
    ),
    runs(300),
  )
})

test.each([
  ['a length of five bytes', [0x30, 0x80, 0x80, 0x80, 0x80, 0x01]],
  ['an answer that is as long as no answer', [0x90, 0xff, 0x7f]],
])('%s is no broker', (_, bytes) => {
  expect(new PacketBound(largestBytes, () => {}).pass(Uint8Array.from(bytes))).toBeNull()
})
