// Requests and replies of the ESP loaders, as bytes; both the ROM's and the stub's. Pure. Source: the "Serial Protocol"
// page of esptool, and the sources of esp-flasher-stub for what the stub answers.
//
//   request  00 | op | length of data: u16 | checksum: u32 | data
//   reply    01 | op | length: u16         | value: u32    | data | status: 2 bytes (stub, ESP8266) or 4 (other ROMs)
//   block    data length: u32 | number: u32 | 0: u32 | 0: u32 | data        (the data of a request)
//
// All numbers are little-endian. The checksum is EF xor every byte of a block's data, 0 for other requests. Only the
// first two bytes of a status mean anything: failed or not, and why.
import { encodeSlip, slipFrame } from './slip.ts'

export const ops = {
  flashBegin: 0x02,
  flashData: 0x03,
  flashEnd: 0x04,
  memoryBegin: 0x05,
  memoryEnd: 0x06,
  memoryData: 0x07,
  sync: 0x08,
  writeRegister: 0x09,
  readRegister: 0x0a,
  setFlashParameters: 0x0b,
  attachFlash: 0x0d,
  readFlashSlow: 0x0e,
  changeBaudRate: 0x0f,
  deflateBegin: 0x10,
  deflateData: 0x11,
  deflateEnd: 0x12,
  flashMd5: 0x13,
  securityInfo: 0x14,
  readFlash: 0xd2,
} as const
export type OpName = keyof typeof ops

export interface Reply {
  readonly op: number
  readonly value: number
  /** Data and status. */
  readonly payload: Uint8Array
}

export interface Answer {
  readonly value: number
  readonly data: Uint8Array
  /** 0: done. Else both bytes, the first one high: 0x0105 of a ROM, 0xc100 of a stub. */
  readonly status: number
}

const requestBytes = 8
const blockHeadBytes = 16

/** The largest request: a block of 0x4000 bytes. */
export const maxRequestBytes = requestBytes + blockHeadBytes + 0x4000
/** The largest thing a loader says is a packet of 4096 bytes of flash. */
export const maxReplyBytes = 4096 + 64

/** Numbers as little-endian words. */
export function words(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4)
  const view = new DataView(bytes.buffer)
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value >>> 0, true)
  return bytes
}

export function checksum(data: Uint8Array): number {
  let sum = 0xef
  for (let index = 0; index < data.length; index += 1) sum ^= data[index] ?? 0
  return sum
}

function requestHead(op: number, dataBytes: number, check: number): Uint8Array {
  const head = new Uint8Array(requestBytes)
  const view = new DataView(head.buffer)
  head[1] = op
  view.setUint16(2, dataBytes, true)
  view.setUint32(4, check, true)
  return head
}

/** A request as it goes on the wire. */
export function encodeRequest(op: number, data: Uint8Array): Uint8Array {
  return slipFrame(requestHead(op, data.length, 0), data)
}

/**
 * A block as it goes on the wire, at the start of `out`; returns its length. `fillTo`: how many bytes the loader
 * expects, the rest is FF.
 */
export function encodeBlock(
  out: Uint8Array,
  op: number,
  number: number,
  data: Uint8Array,
  fillTo: number = data.length,
): number {
  const fill = new Uint8Array(Math.max(0, fillTo - data.length)).fill(0xff)
  const dataBytes = data.length + fill.length
  const check = checksum(data) ^ (fill.length % 2 === 1 ? 0xff : 0)
  const head = requestHead(op, blockHeadBytes + dataBytes, check)
  return encodeSlip(out, head, words(dataBytes, number, 0, 0), data, fill)
}

/** Null for what is no reply, or one that lost bytes on its way: its length is in its head. */
export function decodeReply(payload: Uint8Array): Reply | null {
  if (payload.length < requestBytes + 2 || payload[0] !== 1) return null
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length)
  if (view.getUint16(2, true) !== payload.length - requestBytes) return null
  return { op: payload[1] ?? 0, value: view.getUint32(4, true), payload: payload.subarray(requestBytes) }
}

/**
 * Splits data and status. `dataBytes`: how much data may come, the longest first; a failure comes without any.
 */
export function answerOf({ value, payload }: Reply, dataBytes: readonly number[]): Answer {
  const fitting = dataBytes.find((count) => payload.length >= count + 2) ?? 0
  const status = ((payload[fitting] ?? 0) << 8) | (payload[fitting + 1] ?? 0)
  // After an earlier failure a ROM leaves its reason behind a 0.
  return { value, data: payload.subarray(0, fitting), status: status < 0x100 ? 0 : status }
}

/** What a status says about the request. */
export type Refusal = 'unreadable' | 'storage' | 'refused'

const unreadable = [0x0105, 0x0107, 0x010b, 0xc000, 0xc100, 0xc300, 0xc700, 0xc800, 0xc900]
const storage = [0x0106, 0x0108, 0xc400, 0xc500]

/** `unreadable`: it did not arrive as it was sent. `storage`: the flash did not take it. */
export function refusalOf(status: number): Refusal {
  const plain = status >= 0xc000 ? status & 0xff00 : status
  if (unreadable.includes(plain)) return 'unreadable'
  return storage.includes(plain) ? 'storage' : 'refused'
}

/** The loader saw that the block's bytes are not those that were sent, and did not take it. */
export function isBadChecksum(status: number): boolean {
  return (status & 0xff00) === 0xc100 || status === 0x0107
}

/** A ROM that does not know a command, or could not read it, may answer with the op of the one before. */
export const invalidMessage = 0x0105
