// Firmware of a simulated ESP chip: building it, and what the chip makes of the bytes in its flash. Nothing executes.
// Sources: esptool documentation, "Firmware Image Format"; ESP-IDF, "App Image Format".
//   0 E9  1 segments  2 flash mode  3 flash size and rate  4 entry32
//   8 pins[4]  12 chip id16  14 revision8  15 least revision16  17 most revision16  19 0[4]  23 SHA-256 appended8  (not ESP8266)
//   then segments: address32 size32 bytes; zeros up to the last byte of 16, which is EF XOR all of them; SHA-256 of it all
//   the first segment of an application begins with: ABCD5432 secure version32 0[8] version[32] project[32] time[16] ...
import { createHash } from 'node:crypto'
import { noise } from './demo-bytes.ts'
import { type EspModel, espTraits } from './models.ts'

const imageMagic = 0xe9
const descriptorMagic = 0xabcd_5432
const descriptorBytes = 256
const digestBytes = 32
const mostSegments = 16

export interface EspImage {
  readonly model: EspModel
  /** As the firmware prints it; null: a boot loader, which has no such descriptor. */
  readonly version: string | null
  readonly project?: string
  /** Rounded up to a whole image. */
  readonly sizeBytes: number
  /** Major * 100 + minor. */
  readonly minRevision?: number
  /** `code` deflates about as well as firmware does, `random` not at all. */
  readonly content?: 'code' | 'random'
  /** Flash size and rate as the header has them: 0x20 is 4 MiB at 40 MHz. */
  readonly flashSetting?: number
}

/** The same bytes for the same arguments, everywhere. */
export function buildEspApp(image: EspImage): Uint8Array {
  const {
    model,
    version,
    project = 'practice',
    minRevision = 0,
    content = 'code',
    flashSetting = 0x20,
  } = image
  const { imageChipId: chipId, mapped, iram } = espTraits[model]
  const hasTail = chipId !== null
  const headBytes = hasTail ? 24 : 8
  const fixedBytes = headBytes + 2 * 8 + (hasTail ? digestBytes : 0)
  const wholeBytes = Math.max(16 * Math.ceil(image.sizeBytes / 16), 16 * Math.ceil((fixedBytes + 640) / 16))
  // Everything between the heads and the checksum, in two segments of whole words.
  const roomBytes = 4 * Math.floor((wholeBytes - fixedBytes - 1) / 4)
  const firstBytes = 512
  const out = Buffer.alloc(wholeBytes)
  out.writeUInt8(imageMagic, 0)
  out.writeUInt8(2, 1)
  out.writeUInt8(2, 2)
  out.writeUInt8(flashSetting, 3)
  out.writeUInt32LE(iram[0], 4)
  if (hasTail) {
    out.writeUInt8(0xee, 8)
    out.writeUInt16LE(chipId, 12)
    out.writeUInt8(Math.floor(minRevision / 100), 14)
    out.writeUInt16LE(minRevision, 15)
    out.writeUInt16LE(0xffff, 17)
    out.writeUInt8(1, 23)
  }
  const bytes = Buffer.from(noise(`${model} ${project} ${version} ${minRevision}`, roomBytes, content))
  if (version !== null) describe(bytes, version, project)
  let at = headBytes
  let sum = 0xef
  for (const [address, part] of [
    [mapped.data, bytes.subarray(0, firstBytes)],
    [mapped.code + headBytes + 8 + firstBytes + 8, bytes.subarray(firstBytes)],
  ] as const) {
    out.writeUInt32LE(address, at)
    out.writeUInt32LE(part.length, at + 4)
    out.set(part, at + 8)
    at += 8 + part.length
    for (const byte of part) sum ^= byte
  }
  const sumAt = wholeBytes - (hasTail ? digestBytes : 0) - 1
  out.writeUInt8(sum, sumAt)
  if (hasTail)
    out.set(
      createHash('sha256')
        .update(out.subarray(0, sumAt + 1))
        .digest(),
      sumAt + 1,
    )
  return out
}

function describe(bytes: Buffer, version: string, project: string): void {
  bytes.fill(0, 0, descriptorBytes)
  bytes.writeUInt32LE(descriptorMagic, 0)
  bytes.write(version, 16, 31, 'latin1')
  bytes.write(project, 48, 31, 'latin1')
  bytes.write('12:00:00', 80, 15, 'latin1')
  bytes.write('Jan  1 2026', 96, 15, 'latin1')
  bytes.write('v5.4', 112, 31, 'latin1')
  createHash('sha256').update(bytes.subarray(descriptorBytes)).digest().copy(bytes, 144)
}

export interface LoadedApp {
  readonly version: string
  readonly project: string
}

/** What a chip would start from this place of its flash; null: it would not. */
export function loadEspApp(
  model: EspModel,
  flash: Buffer,
  offset: number,
  revision: number,
): LoadedApp | null {
  const chipId = espTraits[model].imageChipId
  const image = flash.subarray(offset)
  const headBytes = chipId === null ? 8 : 24
  if (image.length < headBytes || image.readUInt8(0) !== imageMagic) return null
  if (chipId !== null && image.readUInt16LE(12) !== chipId) return null
  if (chipId !== null && image.readUInt16LE(15) > revision) return null
  const segments = readSegments(image, headBytes)
  if (segments === null) return null
  const sumAt = segments.end + 15 - (segments.end % 16)
  if (sumAt >= image.length || image.readUInt8(sumAt) !== segments.sum) return null
  if (chipId !== null && image.readUInt8(23) === 1) {
    const digest = createHash('sha256')
      .update(image.subarray(0, sumAt + 1))
      .digest()
    if (!digest.equals(image.subarray(sumAt + 1, sumAt + 1 + digestBytes))) return null
  }
  const { first } = segments
  if (first.length < descriptorBytes || first.readUInt32LE(0) !== descriptorMagic) return null
  const text = (start: number): string => first.toString('latin1', start, start + 32).replace(/\0.*$/s, '')
  return { version: text(16), project: text(48) }
}

function readSegments(image: Buffer, headBytes: number): { first: Buffer; end: number; sum: number } | null {
  const count = image.readUInt8(1)
  if (count === 0 || count > mostSegments) return null
  let first: Buffer | null = null
  let at = headBytes
  let sum = 0xef
  for (let segment = 0; segment < count; segment += 1) {
    if (at + 8 > image.length) return null
    const sizeBytes = image.readUInt32LE(at + 4)
    const bytes = image.subarray(at + 8, at + 8 + sizeBytes)
    if (bytes.length !== sizeBytes) return null
    first ??= bytes
    for (const byte of bytes) sum ^= byte
    at += 8 + sizeBytes
  }
  return first === null ? null : { first, end: at, sum }
}
