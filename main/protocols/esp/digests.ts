// MD5 of image bytes as the station computes it: in slices between which other work goes on, once for all slots that
// flash the same image. Not here: what the device says (flash-digest.ts).
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'

const sliceBytes = 64 * 1024
/** Of one image. More ranges than any comparison asks for. */
const keptDigests = 20_000

const known = new WeakMap<Uint8Array, Map<string, Promise<string>>>()

/** Lower-case hexadecimal, of the bytes from `start` to before `end`. The bytes object is taken never to change. */
export function md5Of(bytes: Uint8Array, start = 0, end: number = bytes.length): Promise<string> {
  let digests = known.get(bytes)
  if (!digests || digests.size >= keptDigests) {
    digests = new Map()
    known.set(bytes, digests)
  }
  const key = `${start}-${end}`
  let digest = digests.get(key)
  if (!digest) {
    digest = compute(bytes, start, end)
    digests.set(key, digest)
  }
  return digest
}

async function compute(bytes: Uint8Array, start: number, end: number): Promise<string> {
  const hash = createHash('md5')
  for (let at = start; at < end; at += sliceBytes) {
    if (at > start) await setImmediate()
    hash.update(bytes.subarray(at, Math.min(at + sliceBytes, end)))
  }
  return hash.digest('hex')
}
