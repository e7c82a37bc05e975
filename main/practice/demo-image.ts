// The image format of the demo product, made so that a simulated board can tell a whole image from a torn one.
//   0 "FLDEMO"  6 format u16 = 1  8 product id, 32 characters  40 version, 16 characters, NUL padded
//   56 payload bytes u32  60 CRC-32 of the payload u32  64 payload; numbers little endian
import { crc32 } from 'node:zlib'

const magic = 'FLDEMO'
const headerBytes = 64

export interface DemoImage {
  readonly productId: string
  readonly version: string
}

/** The same bytes for the same arguments, everywhere: the payload is noise drawn from the version. */
export function buildDemoImage(image: DemoImage, sizeBytes: number): Uint8Array {
  const bytes = Buffer.alloc(sizeBytes)
  const payload = bytes.subarray(headerBytes)
  let noise = crc32(`${image.productId} ${image.version}`) | 1
  for (let at = 0; at < payload.length; at += 1) {
    noise ^= noise << 13
    noise ^= noise >>> 17
    noise ^= noise << 5
    payload[at] = noise & 0xff
  }
  bytes.write(magic, 0, 'latin1')
  bytes.writeUInt16LE(1, 6)
  bytes.write(image.productId, 8, 32, 'latin1')
  bytes.write(image.version, 40, 16, 'latin1')
  bytes.writeUInt32LE(payload.length, 56)
  bytes.writeUInt32LE(crc32(payload), 60)
  return bytes
}

/** What a board would boot from this storage; null when it is no whole image. */
export function decodeDemoImage(storage: Uint8Array): DemoImage | null {
  const bytes = Buffer.from(storage.buffer, storage.byteOffset, storage.byteLength)
  if (bytes.length < headerBytes || bytes.toString('latin1', 0, 6) !== magic) return null
  const payloadBytes = bytes.readUInt32LE(56)
  if (bytes.readUInt16LE(6) !== 1 || payloadBytes > bytes.length - headerBytes) return null
  const payload = bytes.subarray(headerBytes, headerBytes + payloadBytes)
  if (crc32(payload) !== bytes.readUInt32LE(60)) return null
  const text = (start: number, end: number) => bytes.toString('latin1', start, end).replace(/\0+$/, '')
  return { productId: text(8, 40), version: text(40, 56) }
}
