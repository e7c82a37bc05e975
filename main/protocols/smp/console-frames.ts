// SMP messages on a serial console, between whatever else the device prints. Pure. Not here: the message (codec.ts).
// Source: mcumgr, "SMP over console" (transport/smp-console.md); Zephyr, "SMP Transport Specification".
//
//   first line   06 09  base64( length of message and CRC, 2 bytes | message ... )  0A
//   other lines  04 14  base64( ... message ... | CRC, 2 bytes )                    0A
//   CRC-16       polynomial 0x1021, start 0, not reflected ("XMODEM"), over the message; big endian, as the length
//
// A line has at most 127 bytes with marker and line feed, so 124 characters: 93 bytes of the packet.
import { crc16 } from '../ymodem/codec.ts'

export const lineBytes = 127
const markerBytes = 2
const charsPerLine = lineBytes - markerBytes - 1
const lengthBytes = 2
const crcBytes = 2
/** What a packet adds to a message before it is encoded. */
export const packetOverhead = lengthBytes + crcBytes

const start = [0x06, 0x09] as const
const goOn = [0x04, 0x14] as const
const lineFeed = 0x0a
/** A device that never ends a line costs no memory: a longer one is broken there. */
const maxLineBytes = 4096

/** Bytes on the wire for a message of this size. */
export function wireBytes(messageBytes: number): number {
  const chars = Math.ceil((messageBytes + packetOverhead) / 3) * 4
  return chars + Math.ceil(chars / charsPerLine) * (markerBytes + 1)
}

/** All lines of a message, to be written at once. */
export function encodeConsole(message: Uint8Array): Uint8Array {
  const packet = Buffer.allocUnsafe(message.length + packetOverhead)
  packet.writeUInt16BE(message.length + crcBytes, 0)
  packet.set(message, lengthBytes)
  packet.writeUInt16BE(crc16(message), packet.length - crcBytes)
  const text = packet.toString('base64')
  const out = Buffer.allocUnsafe(wireBytes(message.length))
  let at = 0
  for (let from = 0; from < text.length; from += charsPerLine) {
    const [first, second] = from === 0 ? start : goOn
    out[at] = first
    out[at + 1] = second
    at += markerBytes
    at += out.write(text.slice(from, from + charsPerLine), at, 'latin1')
    out[at] = lineFeed
    at += 1
  }
  return out
}

/**
 * Takes what a console prints apart: messages on one side, all other text on the other. Never throws. Holds at most one
 * line and one packet.
 */
export class ConsoleReader {
  readonly #onText: (bytes: Uint8Array) => void
  #line: Buffer = Buffer.alloc(0)
  #parts: Buffer[] = []
  #partBytes = 0
  readonly #messages: Uint8Array[] = []
  /** Packets that came and were not right: wrong CRC, wrong length, a middle without its beginning. */
  brokenCount = 0

  constructor(onText: (bytes: Uint8Array) => void) {
    this.#onText = onText
  }

  feed(bytes: Uint8Array): void {
    let from = 0
    for (;;) {
      const end = bytes.indexOf(lineFeed, from)
      const rest = bytes.subarray(from, end < 0 ? bytes.length : end)
      this.#hold(rest)
      if (end < 0) return
      this.#lineEnded()
      from = end + 1
    }
  }

  /** The next whole message. */
  take(): Uint8Array | null {
    return this.#messages.shift() ?? null
  }

  #hold(bytes: Uint8Array): void {
    let rest = bytes
    while (this.#line.length + rest.length > maxLineBytes) {
      const room = maxLineBytes - this.#line.length
      this.#line = Buffer.concat([this.#line, rest.subarray(0, room)])
      this.#lineEnded()
      rest = rest.subarray(room)
    }
    if (rest.length > 0) this.#line = Buffer.concat([this.#line, rest])
  }

  #lineEnded(): void {
    const line = this.#line
    this.#line = Buffer.alloc(0)
    // A prompt or a torn log line may stand before the marker.
    const startAt = line.lastIndexOf(Buffer.of(...start))
    const goOnAt = line.lastIndexOf(Buffer.of(...goOn))
    const markerAt = Math.max(startAt, goOnAt)
    const text = markerAt < 0 ? line : line.subarray(0, markerAt)
    if (text.length > 0) this.#onText(text)
    if (markerAt < 0) return
    const isStart = markerAt === startAt
    if (isStart === this.#parts.length > 0) this.#drop(true)
    const isLost = !isStart && this.#parts.length === 0
    if (!isLost) this.#part(Buffer.from(line.toString('latin1', markerAt + markerBytes), 'base64'))
  }

  #part(bytes: Buffer): void {
    this.#parts.push(bytes)
    this.#partBytes += bytes.length
    const first = this.#parts[0] ?? bytes
    const whole = first.length < lengthBytes ? 0 : lengthBytes + first.readUInt16BE(0)
    if (this.#partBytes < whole) return
    const packet = Buffer.concat(this.#parts)
    const message = packet.subarray(lengthBytes, -crcBytes)
    const isRight =
      packet.length === whole &&
      packet.length >= packetOverhead &&
      crc16(message) === packet.readUInt16BE(packet.length - crcBytes)
    this.#drop(!isRight)
    if (isRight) this.#messages.push(message)
  }

  #drop(isBroken: boolean): void {
    if (isBroken) this.brokenCount += 1
    this.#parts = []
    this.#partBytes = 0
  }
}
