// The partition table of a simulated ESP chip, and a whole flash around it. Source: ESP-IDF, "Partition Tables" (entries
// of 32 bytes at 0x8000, closed by an entry with the MD5 of those before it) and "Over The Air Updates" (otadata).
//   AA 50  type8 subtype8  offset32 size32  label[16]  flags32
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { buildEspApp } from './app-image.ts'
import { type EspModel, espTraits } from './models.ts'

export const partitionTableOffset = 0x8000
const tableBytes = 0xc00
const entryBytes = 32
const entryMagic = 0x50aa
const otaSlots = 0x10

export interface Partition {
  readonly label: string
  /** 0: application, 1: data. */
  readonly type: number
  readonly subtype: number
  readonly offset: number
  readonly sizeBytes: number
}

export const singleAppPartitions: readonly Partition[] = [
  { label: 'nvs', type: 1, subtype: 2, offset: 0x9000, sizeBytes: 0x6000 },
  { label: 'phy_init', type: 1, subtype: 1, offset: 0xf000, sizeBytes: 0x1000 },
  { label: 'factory', type: 0, subtype: 0, offset: 0x1_0000, sizeBytes: 0x10_0000 },
]

export function buildPartitionTable(partitions: readonly Partition[] = singleAppPartitions): Uint8Array {
  const table = Buffer.alloc(tableBytes, 0xff)
  for (const [index, { label, type, subtype, offset, sizeBytes }] of partitions.entries()) {
    const entry = table.subarray(entryBytes * index, entryBytes * (index + 1)).fill(0)
    entry.writeUInt16LE(entryMagic, 0)
    entry.writeUInt8(type, 2)
    entry.writeUInt8(subtype, 3)
    entry.writeUInt32LE(offset, 4)
    entry.writeUInt32LE(sizeBytes, 8)
    entry.write(label, 12, 15, 'latin1')
  }
  const endAt = entryBytes * partitions.length
  table.writeUInt16LE(0xebeb, endAt)
  createHash('md5')
    .update(table.subarray(0, endAt))
    .digest()
    .copy(table, endAt + 16)
  return table
}

/** Boot loader, partition table and application with 0xff between, from the boot loader's place on. */
export function buildMergedFlash(model: EspModel, app: Uint8Array): { address: number; bytes: Uint8Array } {
  const address = espTraits[model].bootLoaderOffset
  const appOffset = 0x1_0000
  const bytes = Buffer.alloc(appOffset - address + app.length, 0xff)
  bytes.set(buildEspApp({ model, version: null, project: 'boot', sizeBytes: 16_384 }), 0)
  bytes.set(buildPartitionTable(), partitionTableOffset - address)
  bytes.set(app, appOffset - address)
  return { address, bytes }
}

/** Where the applications are, the one to start first: as otadata says, else the factory's. Empty without a table. */
export function appOffsets(flash: Buffer): number[] {
  const partitions = readPartitions(flash)
  const apps = partitions.filter(({ type }) => type === 0)
  const slots = apps.filter(({ subtype }) => subtype >= otaSlots).sort((a, b) => a.subtype - b.subtype)
  const otaData = partitions.find(({ type, subtype }) => type === 1 && subtype === 0)
  const turn = otaData === undefined ? 0 : otaTurn(flash, otaData.offset)
  const chosen = turn === 0 ? apps.find(({ subtype }) => subtype === 0) : slots[(turn - 1) % slots.length]
  const order = chosen === undefined ? apps : [chosen, ...apps.filter((app) => app !== chosen)]
  return order.map(({ offset }) => offset)
}

function readPartitions(flash: Buffer): Partition[] {
  const partitions: Partition[] = []
  const table = flash.subarray(partitionTableOffset, partitionTableOffset + tableBytes)
  for (let at = 0; at + entryBytes <= table.length; at += entryBytes) {
    if (table.readUInt16LE(at) !== entryMagic) break
    partitions.push({
      type: table.readUInt8(at + 2),
      subtype: table.readUInt8(at + 3),
      offset: table.readUInt32LE(at + 4),
      sizeBytes: table.readUInt32LE(at + 8),
      label: table.toString('latin1', at + 12, at + 28).replace(/\0.*$/s, ''),
    })
  }
  return partitions
}

/** The higher one of the two counters that are whole; 0: none is. */
function otaTurn(flash: Buffer, offset: number): number {
  const turns = [offset, offset + 0x1000].map((at) => {
    if (at + entryBytes > flash.length) return 0
    const counter = flash.subarray(at, at + 4)
    const turn = counter.readUInt32LE(0)
    const isWhole = turn !== 0xffff_ffff && crc32(counter, 0xffff_ffff) === flash.readUInt32LE(at + 28)
    return isWhole ? turn : 0
  })
  return Math.max(...turns)
}
