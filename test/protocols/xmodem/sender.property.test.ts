// The XMODEM sender against anything: a receiver that answers at random, and one that is right but whose answers are
// lost, refused or doubled. The first ends in our own errors within its bounds; the second gets the file.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { xmodemOptionsSchema } from '../../../main/protocols/xmodem/options.ts'
import { sendXmodem } from '../../../main/protocols/xmodem/sender.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { fuzzTimeoutMs, runs } from '../../runs.ts'
import { bitwiseCrc } from '../ymodem/fake-receiver.ts'
import { ack, can, crcRequest, eot, FakeXmodemReceiver, nak } from './fake-receiver.ts'

const quick = xmodemOptionsSchema.parse({ receiverWaitMs: 100, ackTimeoutMs: 20, maxRetries: 2 })

test(
  'whatever a receiver says, the sender ends, and with an error of ours',
  async () => {
    const word = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(ack, nak, crcRequest, can, eot) },
      fc.integer({ min: 0, max: 255 }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(word, { maxLength: 3 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 2000 }),
        fc.constantFrom(128 as const, 1024 as const),
        async (said, sizeBytes, blockSize) => {
          const pair = createLinkPair()
          const { signal } = new AbortController()
          // Says its next words whenever anything comes, then hangs up.
          const answers = (async () => {
            for (const bytes of [[crcRequest], ...said]) {
              if (bytes.length > 0) await pair.device.write(Uint8Array.from(bytes), signal)
              await pair.device.read({ atLeast: 1, timeoutMs: 200, signal })
            }
            await pair.device.close()
          })().catch(() => {})
          try {
            const file = new Uint8Array(sizeBytes)
            for await (const event of sendXmodem(pair.host, file, { ...quick, blockSize }, signal))
              expect(event.kind).toMatch(/accepted|progress|retry/)
          } catch (error) {
            expect(error).toBeInstanceOf(FlashlineError)
          }
          await pair.host.close()
          await answers
        },
      ),
      runs(40),
    )
  },
  fuzzTimeoutMs,
)

test(
  'a receiver that is right gets the file, whatever becomes of its answers',
  async () => {
    const fate = fc.constantFrom('ack', 'ack', 'refuse', 'lose', 'double')
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 3000 }),
        fc.array(fate, { maxLength: 6 }),
        fc.constantFrom('crc', 'sum'),
        async (bytes, fates, check) => {
          const pair = createLinkPair()
          const over = new AbortController()
          const stored: Uint8Array[] = []
          const checkBytes = check === 'crc' ? 2 : 1
          const receiver = new FakeXmodemReceiver(pair.device, over.signal, checkBytes, (frame, self) => {
            if (frame.kind === 'block' && !isRight(frame.bytes, self.checkBytes)) return [nak]
            const next = fates[frame.count] ?? 'ack'
            if (next === 'refuse') return [nak]
            if (frame.kind === 'block' && frame.number === ((stored.length + 1) & 0xff))
              stored.push(frame.bytes.subarray(3, -self.checkBytes))
            if (next === 'lose' && frame.kind === 'block') return []
            return next === 'double' && frame.kind === 'block' ? [ack, ack] : [ack]
          })
          const received = receiver.run([check === 'crc' ? crcRequest : nak])
          const options = xmodemOptionsSchema.parse({ blockSize: 1024, ackTimeoutMs: 40, maxRetries: 30 })
          for await (const _ of sendXmodem(pair.host, bytes, options, over.signal));
          await received
          const file = Buffer.concat(stored)
          expect(Buffer.compare(file.subarray(0, bytes.length), bytes)).toBe(0)
          expect(file.subarray(bytes.length).every((byte) => byte === 0x1a)).toBe(true)
          await pair.host.close()
        },
      ),
      runs(15),
    )
  },
  fuzzTimeoutMs,
)

/** A second NAK makes the sender try the other check, whose frame has another length and is none to this receiver. */
function isRight(frame: Uint8Array, checkBytes: number): boolean {
  const payload = frame.subarray(3, -checkBytes)
  const due = checkBytes === 2 ? bitwiseCrc(payload) : payload.reduce((sum, byte) => (sum + byte) & 0xff, 0)
  return frame.subarray(-checkBytes).reduce((value, byte) => value * 256 + byte, 0) === due
}
