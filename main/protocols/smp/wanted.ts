// The image that a device shall run, with everything it is known by. Worked out once for all slots that share it.
// Not here: the format itself (firmware/formats).
import { createHash } from 'node:crypto'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { parseImage } from '../../firmware/formats/index.ts'
import { readMcubootImage } from '../../firmware/formats/mcuboot-image.ts'
import type { SlotState } from './replies.ts'

export interface WantedImage {
  /** Without the padding behind it: whether it is tried or kept is said by command. */
  readonly bytes: Uint8Array
  /** As devices print it: `1.2.3`, or `1.2.3.4` with a build number. */
  readonly version: string
  /** What MCUboot names the image by: over its header, body and protected TLVs. */
  readonly hash: Uint8Array
  readonly algorithm: string
  /** Of all the bytes. */
  readonly sha256: Uint8Array
}

const known = new WeakMap<Uint8Array, WantedImage>()

/** IMAGE_FORMAT for anything but an MCUboot image with a hash. */
export function wantedImage(file: Uint8Array): WantedImage {
  const found = known.get(file) ?? readWanted(file)
  known.set(file, found)
  return found
}

function readWanted(file: Uint8Array): WantedImage {
  const { format } = parseImage(file)
  if (format !== 'mcuboot') throw new FlashlineError('IMAGE_FORMAT', { format, reason: 'not for MCUboot' })
  const { major, minor, revision, build, totalBytes, hash } = readMcubootImage(file)
  if (hash === null) throw new FlashlineError('IMAGE_FORMAT', { format, reason: 'no hash' })
  const bytes = file.subarray(0, totalBytes)
  return {
    bytes,
    version: `${major}.${minor}.${revision}${build === 0 ? '' : `.${build}`}`,
    hash: Buffer.from(hash.digest, 'hex'),
    algorithm: hash.algorithm,
    sha256: createHash('sha256').update(bytes).digest(),
  }
}

/** Serial recovery may list a slot without its hash: then its version has to do. */
export function isWanted(slot: SlotState, wanted: WantedImage): boolean {
  if (slot.hash === undefined) return slot.version === wanted.version
  return Buffer.compare(slot.hash, wanted.hash) === 0
}
