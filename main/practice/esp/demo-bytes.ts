// Bytes of any length that are the same everywhere: noise drawn from a text. Not random in any other sense.
import { crc32 } from 'node:zlib'

/** `code`: words out of a few hundred, so that it deflates to about half; `random`: it does not deflate. */
export function noise(seed: string, sizeBytes: number, content: 'code' | 'random'): Uint8Array {
  const bytes = Buffer.alloc(4 * Math.ceil(sizeBytes / 4))
  let state = crc32(seed) | 1
  const draw = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
  const words = Array.from({ length: 256 }, draw)
  for (let at = 0; at < bytes.length; at += 4) {
    const drawn = draw()
    const isWord = content === 'code' && (drawn & 7) !== 0
    bytes.writeUInt32LE(isWord ? (words[(drawn >>> 8) & 0xff] ?? 0) : drawn, at)
  }
  return bytes.subarray(0, sizeBytes)
}
