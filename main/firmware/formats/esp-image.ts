// One ESP image: boot loader or application. Proves its checksum and hash, reads the description of the application,
// and changes the flash parameters of a header. The layout is in esp-header.ts.
//
//   application description, where a segment's data begins, as a rule the first one's: 0xabcd5432  secure version(4)
//   reserved(8)  version(32)  project(32)  time(16)  date(16)  ESP-IDF version(32)  SHA-256 of the ELF file(32)
import { createHash } from 'node:crypto'
import { type ErrorContext, FlashlineError } from '../../../preload/contract/index.ts'
import { damagedAt, hexAddress } from './addresses.ts'
import { espFlashModes, espFlashSizes } from './esp-chips.ts'
import { chipOf, type EspHeader, espHashBytes, readEspHeader } from './esp-header.ts'
import { joinRegions } from './join-regions.ts'
import type { ParsedImage } from './parsed-image.ts'
import { plainText } from './text-field.ts'

export { type EspHeader, type EspSegment, isEspImage, readEspHeader } from './esp-header.ts'

const descriptionMagic = 0xabcd5432
const descriptionBytes = 176

export interface EspDescription {
  readonly version: string
  readonly project: string
  /** `Jan  2 2024 03:04:05` */
  readonly built: string
  readonly idfVersion: string
  readonly elfSha256: string
}

/** Null for a boot loader, and for what is not built by ESP-IDF. */
export function readEspDescription(bytes: Uint8Array, header: EspHeader): EspDescription | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const described = header.segments.find(
    ({ offset, sizeBytes }) =>
      sizeBytes >= descriptionBytes && view.getUint32(offset, true) === descriptionMagic,
  )
  if (!described) return null
  const at = described.offset
  return {
    version: plainText(bytes, at + 16, 32),
    project: plainText(bytes, at + 48, 32),
    built: `${plainText(bytes, at + 96, 16)} ${plainText(bytes, at + 80, 16)}`.trim(),
    idfVersion: plainText(bytes, at + 112, 32),
    elfSha256: Buffer.from(bytes.subarray(at + 144, at + 176)).toString('hex'),
  }
}

/** IMAGE_FORMAT where checksum or hash are not those of the bytes. */
export function checkEspImage(bytes: Uint8Array, header: EspHeader): void {
  const { segments, checksumOffset, hasHash } = header
  let checksum = 0xef
  for (const { offset, sizeBytes } of segments) {
    for (let at = offset; at < offset + sizeBytes; at += 1) checksum ^= bytes[at] ?? 0
  }
  if (checksum !== bytes[checksumOffset]) throw damagedAt('espApp', checksumOffset, 'checksum')
  const hashOffset = checksumOffset + 1
  if (!hasHash) return
  const found = Buffer.from(bytes.subarray(hashOffset, hashOffset + espHashBytes))
  if (!found.equals(sha256(bytes.subarray(0, hashOffset)))) throw damagedAt('espApp', hashOffset, 'SHA-256')
}

/** Header, checked, and description. IMAGE_FORMAT */
export function describeEspImage(bytes: Uint8Array): Pick<ParsedImage, 'version' | 'chip' | 'facts'> {
  const header = readEspHeader(bytes)
  checkEspImage(bytes, header)
  const description = readEspDescription(bytes, header)
  return {
    version: description?.version || null,
    chip: header.chip,
    facts: { ...descriptionFacts(description), ...headerFacts(header) },
  }
}

export function parseEspApp(bytes: Uint8Array): ParsedImage {
  const { facts, ...described } = describeEspImage(bytes)
  const { entry, sizeBytes } = readEspHeader(bytes)
  const trailingBytes = bytes.length - sizeBytes
  return {
    format: 'espApp',
    regions: joinRegions([{ address: 0, bytes }], 'espApp'),
    isPlaced: false,
    entry,
    ...described,
    facts: trailingBytes === 0 ? facts : { ...facts, trailingBytes },
  }
}

export interface FlashParameters {
  /** `qio`, `qout`, `dio`, `dout` */
  readonly mode: string
  /** `80m`, `40m` and so on, as the chip has them. */
  readonly freq: string
  /** `4MB` */
  readonly size: string
}

/**
 * The image with other flash parameters in its header, `keep` for those that stay, and with the hash that belongs to
 * it; the checksum does not cover the header. The same bytes object when nothing changes, else a copy.
 * INPUT_INVALID {field} for a name that this chip does not have, IMAGE_FORMAT when it is no whole image.
 */
export function withFlashParameters(bytes: Uint8Array, { mode, freq, size }: FlashParameters): Uint8Array {
  const { checksumOffset, hasHash } = readEspHeader(bytes)
  const chip = chipOf(bytes)
  if (chip === null) return bytes
  const [, , oldMode = 0, oldPair = 0] = bytes
  const newMode = numberOf('flash mode', espFlashModes, mode, oldMode)
  const newSize = numberOf('flash size', espFlashSizes(chip), size, oldPair >>> 4)
  const newPair = (newSize << 4) | numberOf('flash frequency', chip.frequencies, freq, oldPair & 15)
  if (newMode === oldMode && newPair === oldPair) return bytes
  const changed = Uint8Array.from(bytes)
  changed[2] = newMode
  changed[3] = newPair
  if (hasHash) changed.set(sha256(changed.subarray(0, checksumOffset + 1)), checksumOffset + 1)
  return changed
}

function numberOf(field: string, names: Readonly<Record<string, number>>, name: string, old: number): number {
  if (name === 'keep') return old
  const value = Object.hasOwn(names, name) ? names[name] : undefined
  if (value === undefined) throw new FlashlineError('INPUT_INVALID', { field, value: name.slice(0, 40) })
  return value
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function headerFacts(header: EspHeader): ErrorContext {
  const { minRevision, maxRevision, flashMode, flashFrequency, flashSize, segments, hasHash } = header
  return {
    flash: [flashMode, flashFrequency, flashSize].map((name) => name ?? '?').join(' '),
    ...(minRevision === 0 ? {} : { minRevision: revisionText(minRevision) }),
    ...(maxRevision === null ? {} : { maxRevision: revisionText(maxRevision) }),
    hash: hasHash ? 'SHA-256' : 'none',
    ...Object.fromEntries(
      segments.map(({ loadAddress, sizeBytes }, index) => [
        `segment ${index}`,
        `${hexAddress(loadAddress)} +${sizeBytes}`,
      ]),
    ),
  }
}

function descriptionFacts(description: EspDescription | null): ErrorContext {
  if (description === null) return {}
  const { project, built, idfVersion, elfSha256 } = description
  return { project, built, idf: idfVersion, elfSha256 }
}

/** `1.3` */
function revisionText(revision: number): string {
  return `${Math.floor(revision / 100)}.${revision % 100}`
}
