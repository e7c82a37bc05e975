// ESP images for tests, built from the documents of Espressif and not with the parser; and whole flashes of them.
import { createHash } from 'node:crypto'

export interface EspImageFields {
  /** `esp_chip_id_t`; null: the short header of the ESP8266. */
  readonly chipId?: number | null
  readonly mode?: number
  readonly sizeAndFrequency?: number
  readonly entry?: number
  readonly segments?: readonly { readonly address: number; readonly data: Buffer }[]
  readonly minRevision?: number
  readonly maxRevision?: number
  readonly hasHash?: boolean
}

/** The 256 bytes of esp_app_desc_t. */
export function appDescription(version: string, project = 'lamp'): Buffer {
  const bytes = Buffer.alloc(256)
  bytes.writeUInt32LE(0xabcd5432)
  bytes.write(version, 16)
  bytes.write(project, 48)
  bytes.write('03:04:05', 80)
  bytes.write('Jan  2 2026', 96)
  bytes.write('v5.4.1', 112)
  bytes.fill(0x5e, 144, 176)
  return bytes
}

export function espImage(fields: EspImageFields = {}): Buffer {
  const {
    chipId = 5,
    mode = 2,
    sizeAndFrequency = 0x2f,
    hasHash = chipId !== null,
    entry = 0x4038_0000,
  } = fields
  const segments = fields.segments ?? [{ address: 0x3c00_0020, data: appDescription('2.0.1') }]
  const header = Buffer.alloc(chipId === null ? 8 : 24)
  header.set([0xe9, segments.length, mode, sizeAndFrequency])
  header.writeUInt32LE(entry, 4)
  if (chipId !== null) {
    header[8] = 0xee
    header.writeUInt16LE(chipId, 12)
    header.writeUInt16LE(fields.minRevision ?? 0, 15)
    header.writeUInt16LE(fields.maxRevision ?? 0xffff, 17)
    header[23] = hasHash ? 1 : 0
  }
  const parts: Buffer[] = [header]
  let checksum = 0xef
  for (const { address, data } of segments) {
    const head = Buffer.alloc(8)
    head.writeUInt32LE(address)
    head.writeUInt32LE(data.length, 4)
    parts.push(head, data)
    for (const byte of data) checksum ^= byte
  }
  const body = Buffer.concat(parts)
  const padded = Buffer.alloc(Math.floor(body.length / 16) * 16 + 16)
  body.copy(padded)
  padded[padded.length - 1] = checksum
  return hasHash ? Buffer.concat([padded, createHash('sha256').update(padded).digest()]) : padded
}

export interface PartitionFields {
  readonly type: number
  readonly subtype: number
  readonly address: number
  readonly sizeBytes: number
  readonly label: string
}

export const usualPartitions: readonly PartitionFields[] = [
  { type: 1, subtype: 2, address: 0x9000, sizeBytes: 0x6000, label: 'nvs' },
  { type: 1, subtype: 0, address: 0xf000, sizeBytes: 0x1000, label: 'otadata' },
  { type: 0, subtype: 0x10, address: 0x1_0000, sizeBytes: 0x8000, label: 'ota_0' },
]

/** A partition table with its MD5, as gen_esp32part.py writes it. */
export function partitionTable(partitions: readonly PartitionFields[] = usualPartitions): Buffer {
  const entries = Buffer.alloc(partitions.length * 32)
  for (const [index, { type, subtype, address, sizeBytes, label }] of partitions.entries()) {
    entries.set([0xaa, 0x50, type, subtype], index * 32)
    entries.writeUInt32LE(address, index * 32 + 4)
    entries.writeUInt32LE(sizeBytes, index * 32 + 8)
    entries.write(label, index * 32 + 12)
  }
  const end = Buffer.alloc(32, 0xff)
  end.fill(0xeb, 0, 2)
  createHash('md5').update(entries).digest().copy(end, 16)
  return Buffer.concat([entries, end, Buffer.alloc(0xc00 - entries.length - 32, 0xff)])
}

/** Pieces at their offsets, 0xff between them. */
export function flashOf(pieces: Readonly<Record<number, Buffer>>): Buffer {
  const places = Object.entries(pieces).map(([offset, bytes]) => ({ offset: Number(offset), bytes }))
  const flash = Buffer.alloc(Math.max(...places.map(({ offset, bytes }) => offset + bytes.length)), 0xff)
  for (const { offset, bytes } of places) bytes.copy(flash, offset)
  return flash
}
