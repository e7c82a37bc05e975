// The bytes of the STM32 boot loader over USART, pure. Not here: who waits for what (loader.ts).
// Source: ST AN3155 rev. 20, chapter 3. 8 data bits, even parity; every step is answered with ACK or NAK.
//
//   command   C  ~C                                      address   A31..24 A23..16 A15..8 A7..0  XOR
//   write     N-1  N bytes (1..256, a multiple of 4)  XOR          read      N-1  ~(N-1)   answer: ACK, N bytes
//   erase     N-1  N page numbers  XOR         FF 00 = all         (command 43)
//   extended  N-1 as 16 bits  N page numbers of 16 bits  XOR       FF FF 00 = all   (command 44)
//   checksum  address, then words, polynomial and start value like an address   answer: ACK ACK, CRC of 32 bits, XOR
//   Get       answer: ACK  N  version  N command codes  ACK        Get ID    answer: ACK  01  id high  id low  ACK

export const ack = 0x79
export const nak = 0x1f
/** The byte that the boot loader measures the rate with. */
export const autobaud = 0x7f

export const commands = {
  get: 0x00,
  getVersion: 0x01,
  getId: 0x02,
  read: 0x11,
  go: 0x21,
  write: 0x31,
  erase: 0x43,
  extendedErase: 0x44,
  readoutUnprotect: 0x92,
  checksum: 0xa1,
} as const
export type CommandName = keyof typeof commands

/** Of one write or read. */
export const maxBlockBytes = 256
export const maxWriteFrameBytes = maxBlockBytes + 2
/** More pages per frame would be allowed; then nobody could tell a slow erase from a hang. */
export const maxPagesPerErase = 64

/** The CRC unit's own polynomial and start value: chips that cannot change them still take these. */
export const crcPolynomial = 0x04c1_1db7
export const crcStart = 0xffff_ffff

export function encodeCommand(name: CommandName): Uint8Array {
  const code = commands[name]
  return Uint8Array.of(code, code ^ 0xff)
}

/** An address, or another number of 32 bits, into `frame` (five bytes). */
export function encodeWord(word: number, frame: Uint8Array = new Uint8Array(5)): Uint8Array {
  frame[0] = word >>> 24
  frame[1] = (word >>> 16) & 0xff
  frame[2] = (word >>> 8) & 0xff
  frame[3] = word & 0xff
  frame[4] = (word >>> 24) ^ ((word >>> 16) & 0xff) ^ ((word >>> 8) & 0xff) ^ (word & 0xff)
  return frame
}

export function encodeReadCount(sizeBytes: number): Uint8Array {
  return Uint8Array.of(sizeBytes - 1, (sizeBytes - 1) ^ 0xff)
}

/** One block into `frame` (maxWriteFrameBytes); returns the part that is used. 1 to 256 bytes, a multiple of 4. */
export function encodeBlock(bytes: Uint8Array, frame = new Uint8Array(maxWriteFrameBytes)): Uint8Array {
  const { length } = bytes
  if (length < 1 || length > maxBlockBytes || length % 4 !== 0) throw new RangeError('size of a block')
  frame[0] = length - 1
  frame.set(bytes, 1)
  let check = length - 1
  for (let at = 0; at < length; at += 1) check ^= bytes[at] ?? 0
  frame[length + 1] = check
  return frame.subarray(0, length + 2)
}

export type EraseCommand = 'erase' | 'extendedErase'

/** `pages` null: all. At most 255 numbers under 256 for `erase`. */
export function encodeErase(command: EraseCommand, pages: readonly number[] | null): Uint8Array {
  if (pages === null) return command === 'erase' ? Uint8Array.of(0xff, 0) : Uint8Array.of(0xff, 0xff, 0)
  const limit = command === 'erase' ? 0x100 : 0xfff0
  if (pages.length === 0 || pages.length >= limit || pages.some((page) => page < 0 || page >= limit))
    throw new RangeError('pages to erase')
  const bytes = [pages.length - 1, ...pages].flatMap((one) =>
    command === 'erase' ? [one] : [one >> 8, one & 0xff],
  )
  return Uint8Array.of(
    ...bytes,
    bytes.reduce((sum, byte) => sum ^ byte, 0),
  )
}

/** The four bytes and XOR behind the ACK of a checksum; null: damaged. */
export function decodeChecksum(bytes: Uint8Array): number | null {
  const [a = 0, b = 0, c = 0, d = 0, check] = bytes
  return (a ^ b ^ c ^ d) === check ? ((a << 24) | (b << 16) | (c << 8) | d) >>> 0 : null
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index << 24
  for (let bit = 0; bit < 8; bit += 1) crc = crc < 0 ? (crc << 1) ^ crcPolynomial : crc << 1
  return crc
})

/** CRC of the chips' unit: words of 32 bits, lowest byte first in memory, each from its highest bit. A multiple of 4. */
export function crcOf(bytes: Uint8Array): number {
  if (bytes.length % 4 !== 0) throw new RangeError('size of a checksum')
  let crc = crcStart
  for (let at = 0; at < bytes.length; at += 4)
    for (let byte = 3; byte >= 0; byte -= 1)
      crc = (crc << 8) ^ (crcTable[(crc >>> 24) ^ (bytes[at + byte] ?? 0)] ?? 0)
  return crc >>> 0
}

/** Stack pointer and reset handler at the start of a firmware. */
export function decodeVectors(bytes: Uint8Array): { stack: number; handler: number } | null {
  if (bytes.length < 8) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { stack: view.getUint32(0, true), handler: view.getUint32(4, true) }
}
