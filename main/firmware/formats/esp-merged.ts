// A whole ESP flash in one file: boot loader, partition table, applications. It says where it belongs: the boot loader
// is where the ROM of its chip looks for it. Source: Espressif, "ESP-IDF Programming Guide", Partition Tables.
//
//   entry(32): aa 50  type(1)  subtype(1)  offset(4)  size(4)  label(16)  flags(4)
//   end: eb eb, ff * 14, MD5 of the entries(16), or ff * 32; at most 95 entries, at 0x8000 unless built otherwise
import { createHash } from 'node:crypto'
import { type ErrorContext, FlashlineError } from '../../../preload/contract/index.ts'
import { damagedAt, hexAddress } from './addresses.ts'
import { chipOf } from './esp-header.ts'
import { describeEspImage, isEspImage } from './esp-image.ts'
import { joinRegions } from './join-regions.ts'
import type { ImagePiece, ParsedImage } from './parsed-image.ts'
import { plainText } from './text-field.ts'

const sectorBytes = 0x1000
const entryBytes = 32
const maxEntries = 95
/** ESP-IDF lets a build move the table behind a larger boot loader; nobody goes further. */
const maxTableAddress = 0x20000
const bootOffsets = [0, 0x1000, 0x2000]

const typeApp = 0
const subtypeFactory = 0
const subtypeOta0 = 0x10

interface Layout {
  /** Flash address of the first byte of the file. */
  readonly address: number
  /** In the file. */
  readonly bootOffset: number
  readonly tableOffset: number
}

interface Partition {
  readonly label: string
  readonly type: number
  readonly subtype: number
  readonly address: number
  readonly sizeBytes: number
}

export function isEspMerged(bytes: Uint8Array): boolean {
  return layoutOf(bytes) !== null
}

/** IMAGE_FORMAT when the boot loader, the table or the application that boots first is damaged. */
export function parseEspMerged(bytes: Uint8Array): ParsedImage {
  const layout = layoutOf(bytes)
  if (layout === null) throw damagedAt('espMerged', 0, 'header')
  const { address, bootOffset, tableOffset } = layout
  const boot = within(bootOffset, () => describeEspImage(bytes.subarray(bootOffset, tableOffset)))
  const partitions = readTable(bytes, tableOffset)
  const app = firstApp(partitions)
  const appOffset = app === null ? bytes.length : app.address - address
  const appBytes = app === null ? bytes.subarray(0, 0) : bytes.subarray(appOffset, appOffset + app.sizeBytes)
  const inside = isEspImage(appBytes) ? within(appOffset, () => describeEspImage(appBytes)) : null
  return {
    format: 'espMerged',
    regions: joinRegions([{ address, bytes }], 'espMerged'),
    pieces: piecesOf(layout, partitions, bytes.length),
    isPlaced: true,
    entry: null,
    version: inside?.version ?? null,
    chip: boot.chip,
    facts: {
      ...inside?.facts,
      flash: boot.facts.flash ?? null,
      ...(inside && app ? { app: app.label } : {}),
      ...partitionFacts(partitions),
    },
  }
}

function layoutOf(bytes: Uint8Array): Layout | null {
  for (const bootOffset of bootOffsets) {
    const chip = chipOf(bytes.subarray(bootOffset))
    if (chip === null || chip.bootAddress < bootOffset) continue
    const address = chip.bootAddress - bootOffset
    for (let at = bootOffset + sectorBytes; at + address <= maxTableAddress; at += sectorBytes) {
      if (isTable(bytes, at, address)) return { address, bootOffset, tableOffset: at }
    }
  }
  return null
}

/** Its mark at a sector, before a partition that begins at a sector behind it: no accident. */
function isTable(bytes: Uint8Array, offset: number, address: number): boolean {
  const first = readEntry(bytes, offset)
  return first !== null && first.address > offset + address && first.address % sectorBytes === 0
}

function readEntry(bytes: Uint8Array, at: number): Partition | null {
  if (at + entryBytes > bytes.length || bytes[at] !== 0xaa || bytes[at + 1] !== 0x50) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, entryBytes)
  return {
    type: view.getUint8(2),
    subtype: view.getUint8(3),
    address: view.getUint32(4, true),
    sizeBytes: view.getUint32(8, true),
    label: plainText(bytes, at + 12, 16),
  }
}

function readTable(bytes: Uint8Array, offset: number): readonly Partition[] {
  const partitions: Partition[] = []
  for (let at = offset; ; at += entryBytes) {
    const partition = readEntry(bytes, at)
    if (partition) {
      if (partitions.length === maxEntries) throw damagedAt('espMerged', at, 'partition table')
      partitions.push(partition)
      continue
    }
    const end = Buffer.from(bytes.subarray(at, at + entryBytes))
    if (end.length === entryBytes && end.every((byte) => byte === 0xff)) return partitions
    const md5 = createHash('md5').update(bytes.subarray(offset, at)).digest()
    if (end[0] === 0xeb && end[1] === 0xeb && end.subarray(16).equals(md5)) return partitions
    throw damagedAt('espMerged', at, end[0] === 0xeb ? 'partition table MD5' : 'partition table')
  }
}

/** What a new device boots: the factory application, else the first OTA slot. */
function firstApp(partitions: readonly Partition[]): Partition | null {
  const apps = partitions.filter(({ type }) => type === typeApp)
  return (
    apps.find(({ subtype }) => subtype === subtypeFactory) ??
    apps.find(({ subtype }) => subtype === subtypeOta0) ??
    null
  )
}

function partitionFacts(partitions: readonly Partition[]): ErrorContext {
  return Object.fromEntries(
    partitions.map(({ label, type, address, sizeBytes }) => [
      `partition ${label}`,
      `${hexAddress(address)} +${sizeBytes}${type === typeApp ? ' app' : ''}`,
    ]),
  )
}

/** Boot loader, table and partitions, as far as the file goes. */
function piecesOf(
  { address, bootOffset, tableOffset }: Layout,
  partitions: readonly Partition[],
  fileBytes: number,
): ImagePiece[] {
  const end = address + fileBytes
  const pieces = [
    { name: 'bootloader', address: address + bootOffset, sizeBytes: tableOffset - bootOffset },
    { name: 'partition table', address: address + tableOffset, sizeBytes: sectorBytes },
    ...partitions.map((partition) => ({
      name: partition.label,
      address: partition.address,
      sizeBytes: partition.sizeBytes,
    })),
  ]
  return pieces
    .filter((piece) => piece.address >= address && piece.address < end && piece.sizeBytes > 0)
    .map((piece) => ({ ...piece, sizeBytes: Math.min(piece.sizeBytes, end - piece.address) }))
    .sort((one, other) => one.address - other.address)
}

/** Places in the part, told as places in the file. */
function within<T>(offset: number, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof FlashlineError)) throw error
    throw damagedAt('espMerged', offset, `image: ${String(error.context.reason ?? error.code)}`)
  }
}
