// No command, however wrong, breaks the simulated ESP chip itself: it can always be reset into its loader, and nothing in
// it throws (closing it would).
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { espModels } from '../../../main/practice/esp/models.ts'
import { command, EspClient, le32, syncFrame } from './esp-client.ts'
import { startTestEsp } from './test-esp.ts'
import { uploadStub } from './upload-stub.ts'

const number = fc.oneof(
  fc.nat(64),
  fc.constantFrom(0x400, 0x1000, 0x4000, 0x1_0000, 0x4000_1000, 0xffff_ffff),
  fc.integer({ min: 0, max: 0xffff_ffff }),
)
const data = fc.oneof(
  fc.array(number, { maxLength: 6 }).map((values) => le32(...values)),
  fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
  fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.concat([le32(bytes.length, 0, 0, 0), bytes])),
)
const anyCommand = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 0x14 }), fc.integer({ min: 0xd0, max: 0xd3 }), fc.nat(255)),
    data,
    number,
  )
  .map(([op, bytes, checksum]) => command(op, bytes, checksum))

test.each([false, true])(
  'with the stub: %s',
  async (hasStub) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...espModels),
        fc.array(anyCommand, { maxLength: 12 }),
        async (model, frames) => {
          await using started = startTestEsp({ model, flashSizeBytes: 0x1_0000, enRiseMs: 0 })
          const client = new EspClient(started.plug())
          await client.enterLoader()
          if (hasStub) expect(await uploadStub(client, model)).toBe('OHAI')
          await client.send(Buffer.concat(frames))
          await client.link.setSignals({ dtr: false, rts: true })
          await client.link.setSignals({ dtr: true, rts: false })
          await untilSynced(client)
        },
      ),
      { numRuns: 40 },
    )
  },
  60_000,
)

/** Answers of before may still be under way: only the ROM's to SYNC count. */
async function untilSynced(client: EspClient): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    await client.send(syncFrame)
    for (let reply = await client.reply(20); reply !== null; reply = await client.reply(5))
      if (reply.op === 0x08 && reply.value === 0x2012_0707) return
  }
  throw new Error('no answer to SYNC')
}
