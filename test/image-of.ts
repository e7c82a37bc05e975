// The image that a protocol is given, from its bytes.
import { createHash } from 'node:crypto'
import type { Image } from '../main/protocols/protocol.ts'

export function imageOf(bytes: Uint8Array, fileName = 'app.bin'): Image {
  const digest = (name: string): string => createHash(name).update(bytes).digest('hex')
  return { fileName, bytes, sizeBytes: bytes.length, md5: digest('md5'), sha256: digest('sha256') }
}
