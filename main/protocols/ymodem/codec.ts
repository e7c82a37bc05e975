// The bytes of YMODEM, pure. Not here: who sends when (sender.ts).
// Source: Chuck Forsberg, "XMODEM/YMODEM Protocol Reference", 18 June 1988, chapters 3 to 6.
//
//   block    SOH|STX  number  ~number  payload (128|1024)  CRC high  CRC low      (checksum receivers: one sum byte)
//   block 0  payload = name NUL size(decimal) [SP mtime(octal) [SP mode(octal)]] NUL ... NUL
//   end      EOT; then a block 0 of NULs ends the batch
//   CRC-16   polynomial 0x1021, start 0, not reflected, over the payload only ("XMODEM")

export const soh = 0x01
export const stx = 0x02
export const eot = 0x04
export const ack = 0x06
export const backspace = 0x08
export const nak = 0x15
export const can = 0x18
/** Pads the last block; the size in block 0 says where the file ends. */
export const padByte = 0x1a
/** `C`: the receiver asks for blocks with CRC. */
export const crcRequest = 0x43

export const smallBlock = 128
export const largeBlock = 1024
/** Header and CRC around a payload. */
export const frameOverhead = 5
export const maxFrameBytes = largeBlock + frameOverhead
export const maxNameBytes = 100

export type BlockSize = typeof smallBlock | typeof largeBlock
/** How a block is proved: CRC-16, or the one-byte sum of receivers that begin with NAK. */
export type BlockCheck = 'crc' | 'sum'

export interface FileHeader {
  /** ASCII without path; at most 100 bytes. */
  readonly name: string
  readonly sizeBytes: number
  /** Seconds since 1970. */
  readonly modifiedAtSeconds?: number
  /** Unix mode bits; only sent together with the time. */
  readonly mode?: number
}

const crcTable = Uint16Array.from({ length: 256 }, (_, index) => {
  let crc = index << 8
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
  return crc
})

/** CRC-16/XMODEM of bytes[start, end). */
export function crc16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let crc = 0
  for (let at = start; at < end; at += 1) {
    crc = ((crc << 8) & 0xffff) ^ (crcTable[(crc >>> 8) ^ (bytes[at] ?? 0)] ?? 0)
  }
  return crc
}

/**
 * Writes one block into `frame` (at least maxFrameBytes long) and returns its length. `payload` may be shorter than
 * the block: the rest becomes `padding`. Reuses `frame`, allocates nothing.
 */
export function encodeBlock(
  frame: Uint8Array,
  blockNumber: number,
  payload: Uint8Array,
  blockSize: BlockSize,
  check: BlockCheck = 'crc',
  padding: number = padByte,
): number {
  if (payload.length > blockSize) throw new RangeError('payload longer than its block')
  frame[0] = blockSize === largeBlock ? stx : soh
  frame[1] = blockNumber & 0xff
  frame[2] = ~blockNumber & 0xff
  frame.set(payload, 3)
  const end = 3 + blockSize
  frame.fill(padding, 3 + payload.length, end)
  if (check === 'sum') {
    let sum = 0
    for (let at = 3; at < end; at += 1) sum += frame[at] ?? 0
    frame[end] = sum & 0xff
    return end + 1
  }
  const crc = crc16(frame, 3, end)
  frame[end] = crc >>> 8
  frame[end + 1] = crc & 0xff
  return end + 2
}

/** The text of block 0, to be padded with NUL. RangeError for a name that is empty, long or not printable ASCII. */
export function encodeFileHeader(header: FileHeader): Uint8Array {
  const { name, sizeBytes, modifiedAtSeconds, mode } = header
  if (!/^[\x21-\x7e]+$/.test(name) || name.length > maxNameBytes) throw new RangeError('file name')
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) throw new RangeError('file size')
  const facts = [String(sizeBytes)]
  if (modifiedAtSeconds !== undefined) {
    facts.push(Math.trunc(modifiedAtSeconds).toString(8))
    if (mode !== undefined) facts.push(mode.toString(8))
  }
  return Buffer.from(`${name}\0${facts.join(' ')}`, 'latin1')
}

/** A name that any receiver and any command line takes: letters, digits, dot, dash and underscore. */
export function plainFileName(name: string): string {
  const base = name.slice(name.replaceAll('\\', '/').lastIndexOf('/') + 1)
  const plain = base.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^[.-]+/, '_')
  return plain.slice(-64) || 'firmware.bin'
}
