// One block of a UF2 file, pure. Source: Microsoft, "USB Flashing Format (UF2)".
//
//   0 "UF2\n"  4 9e5d5157  8 flags  12 address  16 payload bytes  20 block number  24 blocks  28 file size or family id
//   32 data(476): payload, then tags { size(1) type(3) value }* from the next 4 byte border; MD5 in the last 24 bytes:
//      address(4) length(4) MD5(16)      508 0ab16f30        all numbers little endian
import { addressSpace, damagedAt } from './addresses.ts'

export const uf2BlockBytes = 512
export const uf2Magic = 0x0a324655
const secondMagic = 0x9e5d5157
const endMagic = 0x0ab16f30
const dataStart = 32
const endMagicStart = 508
export const maxPayloadBytes = 476
const md5Bytes = 24

export const uf2Flags = {
  notMainFlash: 0x0001,
  fileContainer: 0x1000,
  familyId: 0x2000,
  md5: 0x4000,
  tags: 0x8000,
} as const

export interface Uf2Block {
  readonly flags: number
  readonly address: number
  readonly payload: Uint8Array
  readonly blockNumber: number
  readonly blockCount: number
  /** Null without the flag. */
  readonly familyId: number | null
  /** Of the whole area of the flash that this block is part of. */
  readonly md5: { readonly address: number; readonly sizeBytes: number; readonly digest: string } | null
  readonly tags: ReadonlyMap<number, Uint8Array>
}

/** The block at `start` of the file. IMAGE_FORMAT */
export function decodeUf2Block(bytes: Uint8Array, start: number): Uf2Block {
  if (start + uf2BlockBytes > bytes.length) throw damagedAt('uf2', start, 'truncated')
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, uf2BlockBytes)
  const word = (at: number) => view.getUint32(at, true)
  if (word(0) !== uf2Magic || word(4) !== secondMagic || word(endMagicStart) !== endMagic) {
    throw damagedAt('uf2', start, 'magic number')
  }
  const flags = word(8)
  const [address, payloadBytes, blockNumber, blockCount] = [word(12), word(16), word(20), word(24)]
  const room = maxPayloadBytes - (flags & uf2Flags.md5 ? md5Bytes : 0)
  if (payloadBytes > room) throw damagedAt('uf2', start + 16, 'payload size')
  if (address + payloadBytes > addressSpace) throw damagedAt('uf2', start + 12, 'address')
  if (blockNumber >= blockCount) throw damagedAt('uf2', start + 20, 'block number')
  const payloadEnd = dataStart + payloadBytes
  const md5Start = endMagicStart - md5Bytes
  const block = bytes.subarray(start, start + uf2BlockBytes)
  return {
    flags,
    address,
    payload: block.subarray(dataStart, payloadEnd),
    blockNumber,
    blockCount,
    familyId: flags & uf2Flags.familyId ? word(28) : null,
    md5:
      flags & uf2Flags.md5
        ? {
            address: word(md5Start),
            sizeBytes: word(md5Start + 4),
            digest: Buffer.from(block.subarray(md5Start + 8, endMagicStart)).toString('hex'),
          }
        : null,
    tags: flags & uf2Flags.tags ? decodeTags(block, (payloadEnd + 3) & ~3, dataStart + room) : new Map(),
  }
}

function decodeTags(block: Uint8Array, start: number, end: number): ReadonlyMap<number, Uint8Array> {
  const tags = new Map<number, Uint8Array>()
  let at = start
  while (at + 4 <= end) {
    const [sizeBytes = 0, low = 0, middle = 0, high = 0] = block.subarray(at, at + 4)
    const type = low | (middle << 8) | (high << 16)
    // Padding of either kind ends the list, and so does what does not fit.
    if (sizeBytes < 4 || type === 0xffffff || at + sizeBytes > end) break
    tags.set(type, block.subarray(at + 4, at + sizeBytes))
    at = (at + sizeBytes + 3) & ~3
  }
  return tags
}

/** A block with a family id and a payload of at most 476 bytes, and nothing else. */
export function encodeUf2Block(
  block: Pick<Uf2Block, 'address' | 'payload' | 'blockNumber' | 'blockCount'> & { readonly familyId: number },
): Uint8Array {
  const bytes = new Uint8Array(uf2BlockBytes)
  const view = new DataView(bytes.buffer)
  const { address, payload, blockNumber, blockCount, familyId } = block
  const words = [uf2Magic, secondMagic, uf2Flags.familyId, address, payload.length, blockNumber, blockCount]
  for (const [index, word] of [...words, familyId].entries()) view.setUint32(index * 4, word, true)
  bytes.set(payload, dataStart)
  view.setUint32(endMagicStart, endMagic, true)
  return bytes
}
