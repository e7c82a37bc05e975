// READ_FLASH of the flasher stub: bare frames of flash, each acknowledged with the number of bytes so far, one under way
// at a time (whatever the host allows), and at the end a frame with the MD5 of them all.
//   request: offset32, size32, frame size32, frames under way32
import { createHash } from 'node:crypto'
import { type EspCore, words } from './core.ts'
import { encodeFrame } from './frames.ts'

const largestFrameBytes = 4096

/** False: it cannot be. An answer of the host that is no number ends it early. */
export async function sendFlash({ flash, frames, machine, signal }: EspCore, data: Buffer): Promise<boolean> {
  const [offset = 0, sizeBytes = 0, frameBytes = 0] = words(data, 3)
  const bytes = flash.read(offset, sizeBytes)
  if (bytes === null || frameBytes === 0 || frameBytes > largestFrameBytes) return false
  for (let at = 0; at < sizeBytes; at += frameBytes) {
    machine.wire.send(encodeFrame(bytes.subarray(at, at + frameBytes)))
    const reply = await frames.next(signal)
    if (reply.length !== 4) break
  }
  machine.wire.send(encodeFrame(createHash('md5').update(bytes).digest()))
  return true
}
