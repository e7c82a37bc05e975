// Messages and lines with anything in them: what goes in comes out, and rubbish does no harm.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeMessage, encodeMessage } from '../../../main/protocols/smp/codec.ts'
import { ConsoleReader, encodeConsole, wireBytes } from '../../../main/protocols/smp/console-frames.ts'
import {
  imageStateSchema,
  refusalIn,
  slotInfoSchema,
  uploadSchema,
} from '../../../main/protocols/smp/replies.ts'
import { fuzzTimeoutMs, runs } from '../../runs.ts'

const valueArb = fc.oneof(
  fc.boolean(),
  fc.nat({ max: 0xffff_ffff }),
  fc.string({ maxLength: 40 }),
  fc.uint8Array({ maxLength: 600 }),
)
const messageArb = fc.record({
  version: fc.nat({ max: 3 }),
  op: fc.nat({ max: 7 }),
  group: fc.nat({ max: 0xffff }),
  sequence: fc.nat({ max: 255 }),
  id: fc.nat({ max: 255 }),
  body: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), valueArb, { maxKeys: 6, noNullPrototype: true }),
})
const chunksOf = (bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] => {
  const chunks: Uint8Array[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  return chunks
}

it('brings every message through a console, however it is cut', { timeout: fuzzTimeoutMs }, () => {
  const sizesArb = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(messageArb, sizesArb, (message, sizes) => {
      const bytes = encodeMessage(message)
      const wire = encodeConsole(bytes)
      expect(wire.length).toBe(wireBytes(bytes.length))
      const reader = new ConsoleReader(() => {
        throw new Error('text')
      })
      for (const chunk of chunksOf(wire, sizes)) reader.feed(chunk)
      const taken = reader.take()
      expect(taken).toEqual(Buffer.from(bytes))
      expect(decodeMessage(taken ?? new Uint8Array(0))).toEqual(message)
    }),
    runs(300),
  )
})

it('is not harmed by rubbish, and hears the next message', { timeout: fuzzTimeoutMs }, () => {
  const lineArb = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ maxLength: 200 }).map((text) => Buffer.from(`\u0006\u0009${text}\n`, 'latin1')),
    fc.base64String({ maxLength: 400 }).map((text) => Buffer.from(`\u0006\u0009${text}\n`, 'latin1')),
    fc.base64String({ maxLength: 400 }).map((text) => Buffer.from(`\u0004\u0014${text}\n`, 'latin1')),
  )
  fc.assert(
    fc.property(fc.array(lineArb, { maxLength: 8 }), (lines) => {
      const reader = new ConsoleReader(() => {})
      for (const line of lines) reader.feed(line)
      while (reader.take() !== null);
      reader.feed(Buffer.from('\n'))
      reader.feed(encodeConsole(Uint8Array.of(1, 2, 3)))
      const messages: Uint8Array[] = []
      for (let one = reader.take(); one !== null; one = reader.take()) messages.push(one)
      expect(messages.at(-1)).toEqual(Buffer.of(1, 2, 3))
    }),
    runs(300),
  )
})

it('never throws at a message, whatever is in it', { timeout: fuzzTimeoutMs }, () => {
  const withLength = fc.uint8Array({ maxLength: 400 }).map((map) => {
    const header = [3, 0, map.length >>> 8, map.length & 0xff, 0, 1, 0, 1]
    return Uint8Array.of(...header, ...map)
  })
  const nested = fc
    .tuple(fc.constantFrom(0x81, 0x9f, 0xa1, 0xbf, 0xc1, 0x5f, 0x7f), fc.nat({ max: 60_000 }))
    .map(([byte, count]) => {
      const bytes = new Uint8Array(8 + count).fill(byte, 8)
      bytes.set([3, 0, count >>> 8, count & 0xff, 0, 1, 0, 1])
      return bytes
    })
  fc.assert(
    fc.property(fc.oneof({ weight: 50, arbitrary: withLength }, nested, fc.uint8Array()), (bytes) => {
      const body = decodeMessage(bytes)?.body
      refusalIn(body)
      for (const schema of [uploadSchema, imageStateSchema, slotInfoSchema]) schema.safeParse(body)
    }),
    runs(300),
  )
})
