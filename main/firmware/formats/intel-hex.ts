// Intel HEX, read and written. Source: Intel, "Hexadecimal Object File Format Specification", revision A, 1988.
//
//   ":"  count  address(2, high first)  type  data(count)  checksum      each byte two digits; all bytes add up to 0
//   00 data  01 end  02 segment base * 16  03 CS:IP  04 upper half of the address  05 EIP
//   Under 02, and before any base, addresses wrap within 64 KiB of the base; under 04 they wrap at 4 GiB.
import type { Region } from '../../protocols/protocol.ts'
import { addressSpace } from './addresses.ts'
import { firstCharacters, HexText } from './hex-text.ts'
import { lookInside } from './look-inside.ts'
import type { ParsedImage } from './parsed-image.ts'
import { RegionArena } from './region-arena.ts'

const colon = 0x3a
const bytesPerLine = 32

/** How many data bytes each type has; null: any. */
const countOfType: readonly (number | null)[] = [null, 0, 2, 4, 2, 4]

export function isIntelHex(bytes: Uint8Array): boolean {
  return /^:[0-9a-f]{2}/i.test(firstCharacters(bytes, 3))
}

/** IMAGE_FORMAT with the line, IMAGE_ADDRESS for overlaps. */
export function parseIntelHex(bytes: Uint8Array): ParsedImage {
  const text = new HexText(bytes, 'intelHex')
  const arena = new RegionArena('intelHex', bytes.length >>> 1)
  const head = new Uint8Array(4)
  const field = new DataView(new ArrayBuffer(4))
  const fieldBytes = new Uint8Array(field.buffer)
  const checksum = new Uint8Array(1)
  let base = 0
  let top = 0x10000
  let entry: number | null = null
  let isEnded = false

  while (text.skipBlanks()) {
    if (isEnded) throw text.damaged('after the end')
    if (text.take() !== colon) throw text.damaged('record')
    const headSum = text.decode(head, 0, 4)
    const [count = 0, high = 0, low = 0, type = 0] = head
    const expected = countOfType[type]
    if (expected === undefined) throw text.damaged('record type')
    if (expected !== null && expected !== count) throw text.damaged('length')
    const dataSum =
      type === 0 ? text.decode(arena.bytes, arena.end, count) : text.decode(fieldBytes, 0, count)
    if (((headSum + dataSum + text.decode(checksum, 0, 1)) & 0xff) !== 0) throw text.damaged('checksum')
    text.endRecord()

    if (type === 0) {
      const address = base + (high << 8) + low
      const beforeTop = Math.min(count, top - address)
      if (beforeTop > 0) arena.place(address, beforeTop)
      if (beforeTop < count) arena.place(top === addressSpace ? 0 : base, count - beforeTop)
    } else if (type === 1) {
      isEnded = true
    } else if (type === 2) {
      base = field.getUint16(0) * 16
      top = base + 0x10000
    } else if (type === 4) {
      base = field.getUint16(0) * 0x10000
      top = addressSpace
    } else {
      entry = type === 3 ? field.getUint16(0) * 16 + field.getUint16(2) : field.getUint32(0)
    }
  }
  if (!isEnded) throw text.damaged('truncated')
  const regions = arena.regions()
  return { format: 'intelHex', isPlaced: true, entry, regions, ...lookInside(regions) }
}

/** With 04 records, 32 bytes a line, `\n`. Regions ascend and end at or below 4 GiB. */
export function encodeIntelHex(regions: readonly Region[]): Uint8Array {
  const lines: string[] = []
  let upper = 0
  for (const { address, bytes } of regions) {
    for (let at = 0; at < bytes.length; ) {
      const here = address + at
      if (Math.floor(here / 0x10000) !== upper) {
        upper = Math.floor(here / 0x10000)
        lines.push(record(4, 0, Buffer.from([upper >>> 8, upper & 0xff])))
      }
      const count = Math.min(bytesPerLine, bytes.length - at, 0x10000 - (here % 0x10000))
      lines.push(record(0, here % 0x10000, bytes.subarray(at, at + count)))
      at += count
    }
  }
  // Without a 04 record, addresses up to 64 KiB are the same by either rule.
  lines.push(record(1, 0, new Uint8Array(0)))
  return Buffer.from(`${lines.join('\n')}\n`, 'latin1')
}

function record(type: number, offset: number, data: Uint8Array): string {
  const bytes = Buffer.alloc(data.length + 5)
  bytes[0] = data.length
  bytes.writeUInt16BE(offset, 1)
  bytes[3] = type
  bytes.set(data, 4)
  let sum = 0
  for (const byte of bytes) sum += byte
  bytes[bytes.length - 1] = -sum & 0xff
  return `:${bytes.toString('hex').toUpperCase()}`
}
