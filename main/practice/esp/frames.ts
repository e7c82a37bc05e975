// The frames of the ESP serial protocol as the chip sees them: requests in, answers out. Independent of the station's
// own codec on purpose, so that the two prove each other. Source: esptool documentation, "Serial Protocol".
//   C0 | 00 op len16 checksum32 data | C0      C0 | 01 op len16 value32 data status | C0      numbers little endian
//   inside a frame C0 travels as DB DC and DB as DB DD
import type { Wire } from '../wire.ts'

const endMark = 0xc0
const escapeMark = 0xdb
const escapedEnd = 0xdc
const escapedEscape = 0xdd

const headerBytes = 8
/** A block of 16 KiB with the head of its frame and of its block, and some air. */
const largestFrameBytes = 0x4000 + 64

export const op = {
  flashBegin: 0x02,
  flashData: 0x03,
  flashEnd: 0x04,
  memBegin: 0x05,
  memEnd: 0x06,
  memData: 0x07,
  sync: 0x08,
  writeReg: 0x09,
  readReg: 0x0a,
  spiSetParams: 0x0b,
  spiAttach: 0x0d,
  readFlashSlow: 0x0e,
  changeBaudRate: 0x0f,
  flashDeflBegin: 0x10,
  flashDeflData: 0x11,
  flashDeflEnd: 0x12,
  flashMd5: 0x13,
  securityInfo: 0x14,
  eraseFlash: 0xd0,
  eraseRegion: 0xd1,
  readFlash: 0xd2,
  runUserCode: 0xd3,
} as const

export interface Request {
  readonly op: number
  readonly checksum: number
  readonly data: Buffer
  /** The length field of the frame says something else than the frame. */
  readonly isTorn: boolean
}

/** Null: no request at all. */
export function decodeRequest(frame: Uint8Array): Request | null {
  if (frame.length < headerBytes || frame[0] !== 0) return null
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.length)
  const data = bytes.subarray(headerBytes)
  return {
    op: bytes.readUInt8(1),
    checksum: bytes.readUInt32LE(4),
    data,
    isTorn: bytes.readUInt16LE(2) !== data.length,
  }
}

/** `data` includes the status bytes. */
export function encodeAnswer(opCode: number, value: number, data: Uint8Array): Uint8Array {
  const packet = Buffer.alloc(headerBytes + data.length)
  packet.writeUInt8(1, 0)
  packet.writeUInt8(opCode, 1)
  packet.writeUInt16LE(data.length, 2)
  packet.writeUInt32LE(value >>> 0, 4)
  packet.set(data, headerBytes)
  return encodeFrame(packet)
}

export function encodeFrame(packet: Uint8Array): Uint8Array {
  const frame = Buffer.alloc(2 * packet.length + 2)
  let length = 0
  const put = (byte: number): void => {
    frame[length] = byte
    length += 1
  }
  put(endMark)
  for (const byte of packet) {
    if (byte === endMark || byte === escapeMark) {
      put(escapeMark)
      put(byte === endMark ? escapedEnd : escapedEscape)
    } else put(byte)
  }
  put(endMark)
  return frame.subarray(0, length)
}

/** XOR of the block's bytes, as the head of its frame carries it. */
export function blockChecksum(bytes: Uint8Array): number {
  let sum = 0xef
  for (const byte of bytes) sum ^= byte
  return sum
}

type State = 'outside' | 'inside' | 'escaping'

/** Cuts frames out of what the wire brings. What is outside of frames, broken or too long is dropped without a word. */
export class FrameReader {
  /**
   * The ROM takes an end mark directly after another one for the beginning of a frame. The stub takes it for an empty
   * frame: after a single stray or lost end mark it is out of step, takes every frame for the gap between two, and
   * answers nothing until one more stray end mark comes.
   */
  isStrict = false
  readonly #wire: Wire
  readonly #frame = Buffer.alloc(largestFrameBytes)
  #length = 0
  #state: State = 'outside'
  #arrived: Uint8Array = new Uint8Array(0)
  #at = 0

  constructor(wire: Wire) {
    this.#wire = wire
  }

  /** The next frame that is not empty; its bytes stay what they are. Rejects only with the signal's reason. */
  async next(signal: AbortSignal): Promise<Uint8Array> {
    for (;;) {
      const frame = this.#scan()
      if (frame !== null) return frame
      this.#arrived = await this.#wire.readSome(signal)
      this.#at = 0
    }
  }

  #scan(): Uint8Array | null {
    while (this.#at < this.#arrived.length) {
      const byte = this.#arrived[this.#at] ?? 0
      this.#at += 1
      if (this.#state === 'outside') {
        if (byte === endMark) this.#open()
      } else if (this.#state === 'escaping') {
        if (byte === escapedEnd) this.#put(endMark)
        else if (byte === escapedEscape) this.#put(escapeMark)
        else this.#state = 'outside'
      } else if (byte === escapeMark) {
        this.#state = 'escaping'
      } else if (byte !== endMark) {
        this.#put(byte)
      } else if (this.#length > 0) {
        this.#state = 'outside'
        return Buffer.from(this.#frame.subarray(0, this.#length))
      } else if (this.isStrict) {
        this.#state = 'outside'
      }
    }
    return null
  }

  #open(): void {
    this.#state = 'inside'
    this.#length = 0
  }

  #put(byte: number): void {
    if (this.#length === largestFrameBytes) {
      this.#state = 'outside'
      return
    }
    this.#frame[this.#length] = byte
    this.#length += 1
    this.#state = 'inside'
  }
}
