// Motorola S-records, read. Source: Motorola, "M68000 Family Programmer's Reference Manual", appendix C.
//
//   "S"  type(1 digit)  count  address(2, 3 or 4)  data  checksum        count: all bytes behind it; sum = 0xff
//   0 header text  1 2 3 data with 16, 24, 32 address bits  5 6 number of data records  7 8 9 end and entry
import { firstCharacters, HexText } from './hex-text.ts'
import { lookInside } from './look-inside.ts'
import type { ParsedImage } from './parsed-image.ts'
import { RegionArena } from './region-arena.ts'
import { plainText } from './text-field.ts'

const letterS = 0x53
const digitZero = 0x30
/** Bytes of the address of each type; 0: the type is not defined. */
const addressBytesOf = [2, 2, 3, 4, 0, 2, 3, 4, 3, 2]

export function isSRecord(bytes: Uint8Array): boolean {
  return /^S[0-9][0-9a-f]{2}/i.test(firstCharacters(bytes, 4))
}

/** IMAGE_FORMAT with the line, IMAGE_ADDRESS for overlaps. */
export function parseSRecord(bytes: Uint8Array): ParsedImage {
  const text = new HexText(bytes, 'sRecord')
  const arena = new RegionArena('sRecord', bytes.length >>> 1)
  const field = new DataView(new ArrayBuffer(4))
  const fieldBytes = new Uint8Array(field.buffer)
  const single = new Uint8Array(1)
  let header = ''
  let dataRecords = 0
  let entry: number | null = null
  let isCounted = false

  while (text.skipBlanks()) {
    if (entry !== null) throw text.damaged('after the end')
    if (text.take() !== letterS) throw text.damaged('record')
    const type = text.take() - digitZero
    const addressBytes = addressBytesOf[type] ?? 0
    if (addressBytes === 0) throw text.damaged('record type')
    const countSum = text.decode(single, 0, 1)
    const count = countSum - addressBytes - 1
    if (count < 0 || (type >= 5 && count > 0)) throw text.damaged('length')
    field.setUint32(0, 0)
    const addressSum = text.decode(fieldBytes, 4 - addressBytes, addressBytes)
    const dataSum = text.decode(arena.bytes, arena.end, count)
    const sum = countSum + addressSum + dataSum + text.decode(single, 0, 1)
    if ((sum & 0xff) !== 0xff) throw text.damaged('checksum')
    text.endRecord()

    const address = field.getUint32(0)
    if (type === 0) {
      header = plainText(arena.bytes, arena.end, count)
    } else if (type <= 3) {
      if (count > 0) arena.place(address, count)
      dataRecords += 1
    } else if (type <= 6) {
      if (address !== dataRecords) throw text.damaged('record count')
      isCounted = true
    } else {
      entry = address
    }
  }
  // Files without an entry end with the number of their records; one of the two proves that the end is there.
  if (entry === null && !isCounted) throw text.damaged('truncated')
  const regions = arena.regions()
  const inside = lookInside(regions)
  const facts = header === '' ? inside.facts : { header, ...inside.facts }
  return { format: 'sRecord', isPlaced: true, entry, regions, ...inside, facts }
}
