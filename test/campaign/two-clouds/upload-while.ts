// Firmware that is sent in while clouds die: the same content to both at once, over and over, read back where it was taken.
import assert from 'node:assert/strict'
import { z } from 'zod'
import type { Decisions } from '../scenario.ts'
import type { TwoClouds } from './two-clouds.ts'

export interface Uploads {
  readonly uploaded: number
  /** Sent to the dead one, or cut by its death. */
  readonly untaken: number
}

const answer = z.object({ url: z.url(), sha256: z.string() })

/** Ends soon after `work` did. */
export async function uploadWhile(
  work: Promise<unknown>,
  plant: TwoClouds,
  decisions: Decisions,
  signal: AbortSignal,
): Promise<Uploads> {
  let isOver = false
  const over = () => {
    isOver = true
  }
  work.then(over, over)
  let uploaded = 0
  let untaken = 0
  const send = async (bytes: Buffer<ArrayBuffer>, to: 0 | 1) => {
    const { baseUrl } = plant.clouds[to]
    try {
      const response = await fetch(`${baseUrl}/v2/firmware-files?name=app.bin`, {
        ...{ method: 'POST', body: bytes, signal },
        headers: { 'Access-Token': plant.token, 'Content-Type': 'application/octet-stream' },
      })
      const { url } = answer.parse(await response.json())
      const back = Buffer.from(await (await fetch(url, { signal })).arrayBuffer())
      assert.ok(back.equals(bytes), 'a file came back as another one')
      uploaded += 1
    } catch (error) {
      // What fetch throws when there is nobody, or no longer.
      if (!(error instanceof TypeError)) throw error
      untaken += 1
    }
  }
  while (!isOver) {
    const bytes = Buffer.alloc(decisions.between(20_000, 80_000), decisions.between(0, 255))
    await Promise.all([send(bytes, 0), send(bytes, 1)])
  }
  return { uploaded, untaken }
}
