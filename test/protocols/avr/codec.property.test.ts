// Properties of the STK500v1 codec and of the pages of an image, on random input.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeAnswer, encodeWrite, writeFrameBytes } from '../../../main/protocols/avr/codec.ts'
import { isBlank, pagesOf, runsOf } from '../../../main/protocols/avr/pages.ts'
import { fuzzTimeoutMs, runs } from '../../runs.ts'

const patient = { timeout: fuzzTimeoutMs }

test('an answer is found whole, however it is cut and whatever follows it', patient, () => {
  const data = fc.uint8Array({ maxLength: 256 })
  fc.assert(
    fc.property(data, data, fc.nat(300), (inside, behind, cut) => {
      const answer = Buffer.from([0x14, ...inside, 0x10])
      const stream = Buffer.concat([answer, behind])
      expect(decodeAnswer(stream, inside.length)).toMatchObject({
        kind: 'data',
        takenBytes: answer.length,
        data: Buffer.from(inside),
      })
      const torn = answer.subarray(0, cut % answer.length)
      expect(decodeAnswer(torn, inside.length)).toEqual({
        kind: 'more',
        missingBytes: torn.length === 0 || inside.length > 0 ? answer.length - torn.length : 1,
      })
    }),
    runs(300),
  )
})

test('random bytes are judged, never thrown at, and never ask for more than one answer', patient, () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(256), (bytes, dataBytes) => {
      const answer = decodeAnswer(bytes, dataBytes)
      if (answer.kind === 'more') {
        expect(answer.missingBytes).toBeGreaterThan(0)
        expect(answer.missingBytes).toBeLessThanOrEqual(dataBytes + 2)
      }
      if (answer.kind === 'data') {
        expect(answer.data.length).toBe(dataBytes)
        expect(answer.takenBytes).toBeLessThanOrEqual(bytes.length)
      }
    }),
    runs(500),
  )
})

test('a frame carries its address and its page', patient, () => {
  const pageBytes = fc.constantFrom(64, 128, 256)
  fc.assert(
    fc.property(pageBytes, fc.nat(0x1ffff), fc.nat(255), (size, address, fill) => {
      const frame = Buffer.alloc(writeFrameBytes(size))
      expect(encodeWrite(frame, address & ~1, Buffer.alloc(size, fill))).toBe(frame.length)
      expect(frame.readUInt16LE(1) * 2).toBe(address & ~1)
      expect(frame.readUInt16BE(5)).toBe(size)
      expect(frame.subarray(8, -1).every((byte) => byte === fill)).toBe(true)
      expect([frame[3], frame.at(-1)]).toEqual([0x20, 0x20])
    }),
    runs(200),
  )
})

/** Ascending, without overlap, none empty: as plans have them. */
const regions = fc
  .array(fc.record({ gap: fc.nat(400), bytes: fc.uint8Array({ minLength: 1, maxLength: 700 }) }), {
    maxLength: 8,
  })
  .map((parts) => {
    let address = 0
    return parts.map(({ gap, bytes }) => {
      const region = { address: address + gap, bytes }
      address = region.address + bytes.length
      return region
    })
  })

test('pages hold exactly the regions, blank elsewhere, and runs hold exactly the pages', patient, () => {
  fc.assert(
    fc.property(regions, fc.constantFrom(64, 128, 256), (list, pageBytes) => {
      const memory = Buffer.alloc(16 * 1024, 0xff)
      for (const { address, bytes } of list) memory.set(bytes, address)
      const pages = pagesOf(list, pageBytes)
      const written = Buffer.alloc(memory.length, 0xff)
      for (const { address, bytes } of pages) {
        expect([address % pageBytes, bytes.length]).toEqual([0, pageBytes])
        written.set(bytes, address)
      }
      expect(written.equals(memory)).toBe(true)
      const addresses = pages.map(({ address }) => address)
      expect(addresses).toEqual([...new Set(addresses)].sort((a, b) => a - b))

      const inRuns = [...runsOf(pages, 256)]
      expect(inRuns.every(({ bytes }) => bytes.length <= 256)).toBe(true)
      expect(inRuns.flatMap((run) => pagesOf([run], pageBytes))).toEqual(pages)
    }),
    runs(200),
  )
})

test('a page is blank when all of it is 0xff', patient, () => {
  fc.assert(
    fc.property(fc.nat(127), fc.nat(255), (at, byte) => {
      const page = new Uint8Array(128).fill(0xff)
      page[at] = byte
      expect(isBlank(page)).toBe(byte === 0xff)
    }),
    runs(100),
  )
})
