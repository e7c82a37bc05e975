// The header and the segments of an ESP image, pure. Not here: what its bytes prove (esp-image.ts).
// Sources: Espressif, "ESP-IDF Programming Guide", App Image Format; "Esptool.py Documentation", Firmware Image Format.
//
//   0xe9  segments(1)  flash mode(1)  flash size << 4 | frequency(1)  entry(4)                          8 bytes; ESP8266
//   wp pin(1) drive(3) chip id(2) min rev(1) min rev full(2) max rev full(2) reserved(4) hash(1)      24 bytes in all
//   segment: load address(4)  length(4)  data        numbers little endian
//   zeros up to the last byte of a 16 byte line, which is 0xef ^ all segment data; SHA-256 of all that where hash is 1
import { damagedAt } from './addresses.ts'
import { type EspChip, esp8266, espChips, espFlashModes, espFlashSizes, nameOf } from './esp-chips.ts'

const magic = 0xe9
const maxSegments = 16
const shortHeaderBytes = 8
const longHeaderBytes = 24
const segmentHeaderBytes = 8
export const espHashBytes = 32

export interface EspSegment {
  /** Of its data in the image. */
  readonly offset: number
  readonly loadAddress: number
  readonly sizeBytes: number
}

export interface EspHeader {
  /** `esp32c3` */
  readonly chip: string
  /** Null on the ESP8266, whose images do not say it. */
  readonly chipId: number | null
  /** Major * 100 + minor; 0: any. */
  readonly minRevision: number
  /** Null: any. */
  readonly maxRevision: number | null
  readonly entry: number
  /** `dio`, `40m`, `4MB`; null where the number has no name. */
  readonly flashMode: string | null
  readonly flashFrequency: string | null
  readonly flashSize: string | null
  readonly segments: readonly EspSegment[]
  /** Where the checksum byte is. */
  readonly checksumOffset: number
  readonly hasHash: boolean
  /** With checksum and hash. What follows in the file (a signature, padding, another image) is not counted. */
  readonly sizeBytes: number
}

/** An image by its header, whether it is whole or not. */
export function isEspImage(bytes: Uint8Array): boolean {
  return chipOf(bytes) !== null
}

/** The header of the image at the start of `bytes`. IMAGE_FORMAT when it is none or ends too early. */
export function readEspHeader(bytes: Uint8Array): EspHeader {
  const chip = chipOf(bytes)
  if (chip === null) throw damagedAt('espApp', 0, 'header')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isShort = chip === esp8266
  let at = isShort ? shortHeaderBytes : longHeaderBytes
  const segments: EspSegment[] = []
  for (let count = view.getUint8(1); count > 0; count -= 1) {
    if (at + segmentHeaderBytes > bytes.length) throw damagedAt('espApp', at, 'truncated')
    const segment = {
      offset: at + segmentHeaderBytes,
      loadAddress: view.getUint32(at, true),
      sizeBytes: view.getUint32(at + 4, true),
    }
    at = segment.offset + segment.sizeBytes
    if (at > bytes.length) throw damagedAt('espApp', segment.offset, 'truncated')
    segments.push(segment)
  }
  const checksumOffset = at + 15 - (at % 16)
  const hasHash = !isShort && view.getUint8(23) === 1
  const sizeBytes = checksumOffset + 1 + (hasHash ? espHashBytes : 0)
  if (sizeBytes > bytes.length) throw damagedAt('espApp', checksumOffset, 'truncated')
  const sizeAndFrequency = view.getUint8(3)
  return {
    chip: chip.family,
    chipId: isShort ? null : view.getUint16(12, true),
    minRevision: isShort ? 0 : minRevisionOf(view, chip),
    maxRevision: isShort ? null : maxRevisionOf(view),
    entry: view.getUint32(4, true),
    flashMode: nameOf(espFlashModes, view.getUint8(2)),
    flashFrequency: nameOf(chip.frequencies, sizeAndFrequency & 15),
    flashSize: nameOf(espFlashSizes(chip), sizeAndFrequency >>> 4),
    segments,
    checksumOffset,
    hasHash,
    sizeBytes,
  }
}

/** The chip whose image begins here, from the fields that have few right values; null when it is none. */
export function chipOf(bytes: Uint8Array): EspChip | null {
  if (bytes[0] !== magic || bytes.length < longHeaderBytes) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, longHeaderBytes)
  const segmentCount = view.getUint8(1)
  if (segmentCount === 0 || segmentCount > maxSegments || view.getUint8(2) > 5) return null
  if (isCode8266(view.getUint32(4, true)) && isMemory8266(view.getUint32(8, true))) return esp8266
  if (view.getUint32(19, true) !== 0 || view.getUint8(23) > 1) return null
  return espChips.get(view.getUint16(12, true)) ?? null
}

/** Instruction RAM or mapped flash of the ESP8266. Later chips have neither there. */
function isCode8266(address: number): boolean {
  return (
    (address >= 0x4010_0000 && address < 0x4010_c000) || (address >= 0x4020_0000 && address < 0x4030_0000)
  )
}

function isMemory8266(address: number): boolean {
  return isCode8266(address) || (address >= 0x3ffe_8000 && address < 0x3fff_c000)
}

/** The older field counts majors on the ESP32 and minors on later chips. */
function minRevisionOf(view: DataView, chip: EspChip): number {
  const full = view.getUint16(15, true)
  const older = view.getUint8(14)
  return full !== 0 ? full : chip.family === 'esp32' ? older * 100 : older
}

function maxRevisionOf(view: DataView): number | null {
  const full = view.getUint16(17, true)
  return full === 0 || full === 0xffff ? null : full
}
