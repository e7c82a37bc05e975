// UF2 files as regions, and regions as a UF2 file. The block is in uf2-block.ts. A file may hold several counted runs
// of blocks, in any order within a run; all that is flashed has to be for one family.
import { createHash } from 'node:crypto'
import type { Region } from '../../protocols/protocol.ts'
import { damagedAt, damagedFile, hexAddress } from './addresses.ts'
import { lookInside } from './look-inside.ts'
import type { ParsedImage } from './parsed-image.ts'
import { RegionArena } from './region-arena.ts'
import { plainText } from './text-field.ts'
import {
  decodeUf2Block,
  encodeUf2Block,
  maxPayloadBytes,
  type Uf2Block,
  uf2BlockBytes,
  uf2Flags,
  uf2Magic,
} from './uf2-block.ts'
import { uf2Families } from './uf2-families.ts'

/** Fits every flash page; what other tools write. */
const payloadBytes = 256
const tagVersion = 0x9fc7bc
const tagDescription = 0x650d9d
/** First block of files for the RP2350, against its erratum E10: not to be written. */
const tagIgnore = 0x9957e3

export function isUf2(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true) === uf2Magic
}

/** IMAGE_FORMAT for damaged or missing blocks, a wrong MD5, files of files, several families. */
export function parseUf2(bytes: Uint8Array): ParsedImage {
  const arena = new RegionArena('uf2', Math.floor(bytes.length / uf2BlockBytes) * maxPayloadBytes)
  const runs = new BlockRuns(Math.floor(bytes.length / uf2BlockBytes))
  const areas = new Map<string, NonNullable<Uf2Block['md5']>>()
  const texts = new Map<number, string>()
  let familyId: number | null | undefined
  let notFlashed = 0

  for (let start = 0; start < bytes.length; start += uf2BlockBytes) {
    const block = decodeUf2Block(bytes, start)
    if (block.tags.has(tagIgnore)) continue
    if (block.flags & uf2Flags.fileContainer) throw damagedAt('uf2', start, 'file container')
    runs.add(block, start)
    if (block.flags & uf2Flags.notMainFlash) {
      notFlashed += 1
      continue
    }
    if (familyId === undefined) familyId = block.familyId
    if (block.familyId !== familyId) throw damagedAt('uf2', start + 28, 'several families')
    for (const tag of [tagVersion, tagDescription]) {
      const text = block.tags.get(tag)
      if (text) texts.set(tag, plainText(text, 0, text.length))
    }
    if (block.md5) areas.set(`${block.md5.address} ${block.md5.sizeBytes}`, block.md5)
    arena.bytes.set(block.payload, arena.end)
    if (block.payload.length > 0) arena.place(block.address, block.payload.length)
  }
  runs.end()
  const regions = arena.regions()
  checkAreas(regions, [...areas.values()])
  const inside = lookInside(regions)
  const description = texts.get(tagDescription)
  return {
    format: 'uf2',
    regions,
    isPlaced: true,
    entry: null,
    version: texts.get(tagVersion) ?? inside.version,
    chip: (familyId ? uf2Families.get(familyId) : undefined) ?? inside.chip,
    facts: {
      ...(familyId ? { family: hexAddress(familyId) } : {}),
      ...(description === undefined ? {} : { description }),
      ...(notFlashed === 0 ? {} : { notFlashedBlocks: notFlashed }),
      ...inside.facts,
    },
  }
}

/** 256 bytes a block. */
export function encodeUf2(regions: readonly Region[], familyId: number): Uint8Array {
  const pieces = regions.flatMap(({ address, bytes }) =>
    Array.from({ length: Math.ceil(bytes.length / payloadBytes) }, (_, index) => ({
      address: address + index * payloadBytes,
      payload: bytes.subarray(index * payloadBytes, (index + 1) * payloadBytes),
    })),
  )
  const file = new Uint8Array(pieces.length * uf2BlockBytes)
  for (const [blockNumber, piece] of pieces.entries()) {
    const block = encodeUf2Block({ ...piece, blockNumber, blockCount: pieces.length, familyId })
    file.set(block, blockNumber * uf2BlockBytes)
  }
  return file
}

/** Which blocks of the counted runs were seen. */
class BlockRuns {
  readonly #blocksInFile: number
  #seen = new Uint8Array(0)
  #left = 0

  constructor(blocksInFile: number) {
    this.#blocksInFile = blocksInFile
  }

  add({ blockNumber, blockCount }: Uf2Block, start: number): void {
    if (this.#left === 0) {
      if (blockCount > this.#blocksInFile - start / uf2BlockBytes) throw damagedFile('uf2', 'missing blocks')
      this.#seen = new Uint8Array(blockCount)
      this.#left = blockCount
    }
    if (blockCount !== this.#seen.length) throw damagedAt('uf2', start + 24, 'number of blocks')
    if (this.#seen[blockNumber] === 1) throw damagedAt('uf2', start + 20, 'block number')
    this.#seen[blockNumber] = 1
    this.#left -= 1
  }

  end(): void {
    if (this.#left > 0) throw damagedFile('uf2', 'missing blocks')
  }
}

/** The areas of one flash do not overlap, so that each byte is digested once. What is not all in the file cannot be. */
function checkAreas(regions: readonly Region[], areas: readonly NonNullable<Uf2Block['md5']>[]): void {
  let index = 0
  let end = 0
  for (const { address, sizeBytes, digest } of areas.toSorted((a, b) => a.address - b.address)) {
    if (address < end) throw damagedFile('uf2', 'MD5 areas overlap')
    end = address + sizeBytes
    while (regionEnd(regions[index]) <= address) index += 1
    const region = regions[index]
    if (!region || address < region.address || end > regionEnd(region)) continue
    const offset = address - region.address
    const found = createHash('md5')
      .update(region.bytes.subarray(offset, offset + sizeBytes))
      .digest('hex')
    if (found !== digest) throw damagedFile('uf2', `MD5 at ${hexAddress(address)}`)
  }
}

/** Behind the last region there is no end. */
function regionEnd(region: Region | undefined): number {
  return region ? region.address + region.bytes.length : Number.POSITIVE_INFINITY
}
