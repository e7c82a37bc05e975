// Uploads the flasher stub that esptool-js ships into a simulated ESP chip, from its ROM loader on; for tests.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { z } from 'zod'
import type { EspModel } from '../../../main/practice/esp/models.ts'
import { block, command, type EspClient, le32 } from './esp-client.ts'

const stubSchema = z.object({
  entry: z.number(),
  text: z.base64(),
  text_start: z.number(),
  data: z.base64(),
  data_start: z.number(),
})
const ramBlockBytes = 0x1800

/** Returns the first frame of what was started; null: none came. `spoil` may change what is uploaded. */
export async function uploadStub(
  client: EspClient,
  model: EspModel,
  { spoil = () => {}, timeoutMs = 5000 }: { spoil?: (text: Buffer) => void; timeoutMs?: number } = {},
): Promise<string | null> {
  const path = createRequire(import.meta.url).resolve(`esptool-js/lib/targets/stub_flasher/${model}.json`)
  const stub = stubSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  const text = Buffer.from(stub.text, 'base64')
  spoil(text)
  for (const [address, bytes] of [
    [stub.text_start, text],
    [stub.data_start, Buffer.from(stub.data, 'base64')],
  ] as const) {
    const blocks = Math.ceil(bytes.length / ramBlockBytes)
    await client.ask(command(0x05, le32(bytes.length, blocks, ramBlockBytes, address)))
    for (let number = 0; number < blocks; number += 1)
      await client.ask(
        block(0x07, number, bytes.subarray(ramBlockBytes * number, ramBlockBytes * (number + 1))),
      )
  }
  await client.ask(command(0x06, le32(0, stub.entry)))
  return (await client.frame(timeoutMs))?.toString('latin1') ?? null
}
