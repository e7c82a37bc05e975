// Builds demo images in MCUboot's format, the same bytes for the same arguments: header, noise, and a TLV area with the
// SHA-256 alone. Not signed: the simulated boot loader asks for no key; a real one refuses such an image unless it was
// built without signatures. Source: MCUboot, "Bootloader design", Image Format.
import { createHash } from 'node:crypto'

export const imageMagic = 0x96f3b83d
export const imageHeaderBytes = 32
const tlvMagic = 0x6907
const tlvSha256 = 0x10
export const shaBytes = 32
const tlvAreaBytes = 4 + 4 + shaBytes

export interface McubootImageOptions {
  /** `1.2.3`, or `1.2.3+4` with a build number. */
  readonly version: string
  /** Of the whole file, at least 72. */
  readonly sizeBytes: number
}

export function buildMcubootImage({ version, sizeBytes }: McubootImageOptions): Uint8Array {
  const [major = 0, minor = 0, revision = 0, build = 0] = version.split(/[.+]/).map(Number)
  const bytes = Buffer.alloc(sizeBytes)
  const bodyBytes = sizeBytes - imageHeaderBytes - tlvAreaBytes
  bytes.writeUInt32LE(imageMagic, 0)
  bytes.writeUInt16LE(imageHeaderBytes, 8)
  bytes.writeUInt32LE(bodyBytes, 12)
  bytes.writeUInt8(major, 20)
  bytes.writeUInt8(minor, 21)
  bytes.writeUInt16LE(revision, 22)
  bytes.writeUInt32LE(build, 24)
  const end = imageHeaderBytes + bodyBytes
  let noise = (major << 24) | (minor << 16) | (revision << 1) | 1
  for (let at = imageHeaderBytes; at < end; at += 1) {
    noise ^= noise << 13
    noise ^= noise >>> 17
    noise ^= noise << 5
    bytes[at] = noise & 0xff
  }
  bytes.writeUInt16LE(tlvMagic, end)
  bytes.writeUInt16LE(tlvAreaBytes, end + 2)
  bytes.writeUInt16LE(tlvSha256, end + 4)
  bytes.writeUInt16LE(shaBytes, end + 6)
  bytes.set(createHash('sha256').update(bytes.subarray(0, end)).digest(), end + 8)
  return bytes
}

export interface StoredImage {
  /** `1.2.3`, or `1.2.3.4`, as devices print it. */
  readonly version: string
  /** As the image says it. */
  readonly hash: Uint8Array
  /** The hash is that of the bytes. */
  readonly isValid: boolean
  readonly totalBytes: number
}

/** What a slot holds; null when it begins with no image of this kind, or the image has no hash where it should. */
export function readStoredImage(slot: Buffer): StoredImage | null {
  if (slot.length < imageHeaderBytes || slot.readUInt32LE(0) !== imageMagic) return null
  const end = slot.readUInt16LE(8) + slot.readUInt16LE(10) + slot.readUInt32LE(12)
  if (end + tlvAreaBytes > slot.length || slot.readUInt16LE(end) !== tlvMagic) return null
  if (slot.readUInt16LE(end + 4) !== tlvSha256) return null
  const hash = slot.subarray(end + 8, end + 8 + shaBytes)
  const found = createHash('sha256').update(slot.subarray(0, end)).digest()
  const build = slot.readUInt32LE(24)
  const version = `${slot[20]}.${slot[21]}.${slot.readUInt16LE(22)}${build === 0 ? '' : `.${build}`}`
  return {
    version,
    hash: Uint8Array.from(hash),
    isValid: found.equals(hash),
    totalBytes: end + slot.readUInt16LE(end + 2),
  }
}
