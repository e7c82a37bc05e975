// The simulated ESP chip's frames: whatever the pieces in which they arrive and whatever noise is between them, what was
// sent is what is read, and nothing hangs.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noChipFaults } from '../../../main/practice/chip.ts'
import { encodeFrame, FrameReader } from '../../../main/practice/esp/frames.ts'
import { Wire } from '../../../main/practice/wire.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'
import { fuzzTimeoutMs, runs } from '../../runs.ts'
import { slip } from './esp-client.ts'

const packet = fc.uint8Array({ minLength: 1, maxLength: 300 })
const noise = fc.uint8Array({ maxLength: 20 }).map((bytes) => bytes.filter((byte) => byte !== 0xc0))

function reader(): { frames: FrameReader; put: (bytes: Uint8Array) => Promise<void>; signal: AbortSignal } {
  const cable = createLinkPair()
  const wire = new Wire({}, { ...noChipFaults })
  wire.attach(cable.device)
  const { signal } = new AbortController()
  return { frames: new FrameReader(wire), put: (bytes) => cable.host.write(bytes, signal), signal }
}

test(
  'a frame is what the plainest encoder makes of it',
  () => {
    fc.assert(
      fc.property(packet, (bytes) => {
        expect(Buffer.from(encodeFrame(bytes)).equals(slip(bytes))).toBe(true)
      }),
      runs(300),
    )
  },
  fuzzTimeoutMs,
)

test(
  'frames arrive whole, in any pieces, with noise between them',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(noise, packet), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(400), { maxLength: 8 }),
        fc.boolean(),
        async (sent, cuts, isStrict) => {
          const { frames, put, signal } = reader()
          frames.isStrict = isStrict
          const bytes = Buffer.concat(sent.flatMap(([between, each]) => [between, slip(each)]))
          const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]
          for (const [index, place] of places.entries())
            if (index > 0) await put(bytes.subarray(places[index - 1], place))
          for (const [, each] of sent) expect(Buffer.from(each).equals(await frames.next(signal))).toBe(true)
        },
      ),
      runs(100),
    )
  },
  fuzzTimeoutMs,
)

test(
  'after anything at all, two end marks and a frame are a frame for the ROM',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40_000 }), packet, async (anything, each) => {
        const { frames, put, signal } = reader()
        await put(Buffer.concat([anything, Buffer.of(0xc0), slip(each)]))
        for (;;) {
          const frame = await frames.next(signal)
          expect(frame.length).toBeLessThanOrEqual(0x4000 + 64)
          if (Buffer.from(frame).equals(Buffer.from(each))) break
        }
      }),
      runs(100),
    )
  },
  fuzzTimeoutMs,
)
