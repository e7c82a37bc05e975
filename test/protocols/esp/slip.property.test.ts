// SLIP: frames come back as they went, whatever lies between them; nothing a device sends breaks or fills the decoder.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeSlip, maxFrameBytes, SlipDecoder, slipFrame } from '../../../main/protocols/esp/slip.ts'
import { fuzzTimeoutMs, runs } from '../../runs.ts'

const limit = 300
const payload = fc.uint8Array({ minLength: 1, maxLength: limit })
/** Half of the bytes are special ones, or noise would hardly ever meet them. */
const rough = fc.array(fc.oneof(fc.constantFrom(0xc0, 0xdb, 0xdc, 0xdd), fc.nat(255)), { maxLength: 600 })

describe('SLIP', { timeout: fuzzTimeoutMs }, () => {
  it('gives back every payload in any pieces', () => {
    fc.assert(
      fc.property(
        fc.array(payload, { maxLength: 8 }),
        fc.integer({ min: 1, max: 700 }),
        (payloads, piece) => {
          const wire = Buffer.concat(payloads.map((one) => slipFrame(one)))
          const decoder = new SlipDecoder(limit)
          const back: Uint8Array[] = []
          for (let at = 0; at < wire.length; at += piece)
            back.push(...decoder.push(wire.subarray(at, at + piece)))
          expect(back).toEqual(payloads)
        },
      ),
      runs(300),
    )
  })

  it('finds a frame behind any noise that ends', () => {
    fc.assert(
      fc.property(rough, payload, (noise, wanted) => {
        const decoder = new SlipDecoder(limit)
        decoder.push(Uint8Array.from(noise))
        expect(decoder.push(slipFrame(wanted)).at(-1)).toEqual(wanted)
      }),
      runs(300),
    )
  })

  it('never gives back more than its limit, and never fails', () => {
    fc.assert(
      fc.property(fc.array(rough, { maxLength: 6 }), (pieces) => {
        const decoder = new SlipDecoder(16)
        for (const piece of pieces) {
          for (const got of decoder.push(Uint8Array.from(piece))) {
            expect(got.length).toBeGreaterThan(0)
            expect(got.length).toBeLessThanOrEqual(16)
          }
        }
      }),
      runs(300),
    )
  })

  it('writes parts as one payload and fits its bound', () => {
    fc.assert(
      fc.property(payload, payload, (one, two) => {
        const out = new Uint8Array(maxFrameBytes(one.length + two.length))
        const length = encodeSlip(out, one, two)
        expect(out.subarray(0, length)).toEqual(slipFrame(Buffer.concat([one, two])))
      }),
      runs(100),
    )
  })

  it('is linear: a megabyte of escapes in small pieces', () => {
    const bytes = new Uint8Array(1024 * 1024).fill(0xc0)
    const frame = slipFrame(bytes)
    const decoder = new SlipDecoder(bytes.length)
    let back: Uint8Array[] = []
    for (let at = 0; at < frame.length; at += 64) back = decoder.push(frame.subarray(at, at + 64))
    expect(back[0]?.length).toBe(bytes.length)
  })
})
