// Records of hexadecimal text, one a line, read where they stand: no strings are made. What the records mean is in
// intel-hex.ts and s-record.ts.
import { damagedLine } from './addresses.ts'
import type { ImageFormat } from './parsed-image.ts'

const tab = 0x09
const lineFeed = 0x0a
const carriageReturn = 0x0d
const space = 0x20
const notHex = 0xff

const nibbles = new Uint8Array(256).fill(notHex)
for (let value = 0; value < 16; value += 1) {
  const digit = value.toString(16)
  nibbles[digit.charCodeAt(0)] = value
  nibbles[digit.toUpperCase().charCodeAt(0)] = value
}

/** The first characters of the first record, blanks before it left out; empty when the file is no text. */
export function firstCharacters(bytes: Uint8Array, count: number): string {
  const start = bytes.subarray(0, 256).findIndex((byte) => byte > space)
  const line = bytes.subarray(start, start + 32)
  const isText = start >= 0 && line.every((byte) => byte < 0x7f && (byte >= space || isBlank(byte)))
  return isText ? Buffer.from(line.subarray(0, count)).toString('latin1') : ''
}

function isBlank(byte: number): boolean {
  return byte === space || byte === tab || byte === lineFeed || byte === carriageReturn
}

export class HexText {
  readonly #bytes: Uint8Array
  readonly #format: ImageFormat
  #at = 0
  #line = 1

  constructor(bytes: Uint8Array, format: ImageFormat) {
    this.#bytes = bytes
    this.#format = format
  }

  /** IMAGE_FORMAT in the line of the last record. */
  damaged(reason: string): Error {
    return damagedLine(this.#format, this.#line, reason)
  }

  /** Goes to the next character that is no blank; false at the end of the file. */
  skipBlanks(): boolean {
    for (; this.#at < this.#bytes.length; this.#at += 1) {
      const byte = this.#bytes[this.#at] ?? 0
      if (!isBlank(byte)) return true
      const isLineEnd =
        byte === lineFeed || (byte === carriageReturn && this.#bytes[this.#at + 1] !== lineFeed)
      if (isLineEnd) this.#line += 1
    }
    return false
  }

  /** One character as its code; 0 at the end. */
  take(): number {
    const byte = this.#bytes[this.#at] ?? 0
    this.#at += 1
    return byte
  }

  /** Nothing but blanks may stand between a record and the end of its line. IMAGE_FORMAT */
  endRecord(): void {
    while (this.#at < this.#bytes.length) {
      const byte = this.#bytes[this.#at] ?? 0
      if (byte === lineFeed || byte === carriageReturn) return
      if (byte !== space && byte !== tab) throw this.damaged('length')
      this.#at += 1
    }
  }

  /** Decodes `count` bytes to `target` from `start` on and returns their sum. IMAGE_FORMAT */
  decode(target: Uint8Array, start: number, count: number): number {
    const bytes = this.#bytes
    let at = this.#at
    if (at + 2 * count > bytes.length) throw this.damaged('truncated')
    let sum = 0
    for (let index = start; index < start + count; index += 1) {
      const high = nibbles[bytes[at] ?? 0] ?? notHex
      const low = nibbles[bytes[at + 1] ?? 0] ?? notHex
      if ((high | low) > 15) throw this.damaged('length or digit')
      const value = (high << 4) | low
      target[index] = value
      sum += value
      at += 2
    }
    this.#at = at
    return sum
  }
}
