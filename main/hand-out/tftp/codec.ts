// The datagrams of TFTP, pure. Not here: who sends when (transfer.ts), what is granted (negotiate.ts).
// Source: RFC 1350 (the protocol), RFC 2347 (options).
//
//   RRQ/WRQ  00 01|02  name NUL mode NUL { option NUL value NUL }...
//   DATA     00 03  block(2)  0 to blksize bytes; fewer than blksize end the file
//   ACK      00 04  block(2)
//   ERROR    00 05  code(2)  message NUL
//   OACK     00 06  { option NUL value NUL }...

/** What a client sends to a server that only hands out. */
export type Packet =
  | ReadRequest
  | { readonly kind: 'write' }
  /** The number as it is on the wire: it begins again at 0 behind 65535. */
  | { readonly kind: 'ack'; readonly block: number }
  | { readonly kind: 'error'; readonly code: number; readonly message: string }

export interface ReadRequest {
  readonly kind: 'read'
  readonly fileName: string
  /** Lower case. */
  readonly mode: string
  /** Names in lower case, in the order they came; of a name that comes twice the first counts. */
  readonly options: ReadonlyMap<string, string>
}

export const errorCode = {
  undefined: 0,
  notFound: 1,
  accessViolation: 2,
  illegal: 4,
} as const
export type ErrorNumber = (typeof errorCode)[keyof typeof errorCode]

export const blockNumbers = 0x1_0000

const opcode = { read: 1, write: 2, data: 3, ack: 4, error: 5, optionAck: 6 } as const

/** RFC 2347: a request is not longer than this. */
const maxRequestBytes = 512
const maxOptions = 16
const maxMessageChars = 200

/** Null for what is no datagram of a client, or none that a server has to understand. */
export function decodePacket(bytes: Uint8Array): Packet | null {
  if (bytes.length < 4) return null
  const number = word(bytes, 2)
  switch (word(bytes, 0)) {
    case opcode.read:
      return decodeRead(bytes)
    case opcode.write:
      return { kind: 'write' }
    case opcode.ack:
      return bytes.length === 4 ? { kind: 'ack', block: number } : null
    case opcode.error: {
      const end = bytes.indexOf(0, 4)
      const text = latin1(bytes.subarray(4, end < 0 ? bytes.length : end))
      return { kind: 'error', code: number, message: text.slice(0, maxMessageChars) }
    }
    default:
      return null
  }
}

function decodeRead(bytes: Uint8Array): ReadRequest | null {
  if (bytes.length > maxRequestBytes || bytes.at(-1) !== 0) return null
  const [fileName = '', mode = '', ...rest] = latin1(bytes.subarray(2, -1)).split('\0')
  if (fileName === '' || mode === '' || rest.length > 2 * maxOptions) return null
  const options = new Map<string, string>()
  // A name without its value is the end of what somebody garbled: what stands before it still counts.
  for (let at = 0; at + 1 < rest.length; at += 2) {
    const [name = '', value = ''] = [rest[at]?.toLowerCase(), rest[at + 1]]
    if (!options.has(name)) options.set(name, value)
  }
  return { kind: 'read', fileName, mode: mode.toLowerCase(), options }
}

/** What stands before the bytes of a block. A fresh one for each: the carrier may still hold the one before. */
export function encodeDataHeader(block: number): Uint8Array {
  return header(opcode.data, block)
}

export function encodeOptionAck(options: readonly (readonly [string, string])[]): Uint8Array {
  const text = options.map(([name, value]) => `${name}\0${value}\0`).join('')
  return Buffer.concat([Uint8Array.of(0, opcode.optionAck), Buffer.from(text, 'latin1')])
}

export function encodeError(code: ErrorNumber, message: string): Uint8Array {
  return Buffer.concat([header(opcode.error, code), Buffer.from(`${message}\0`, 'latin1')])
}

function header(op: number, number: number): Uint8Array {
  return Uint8Array.of(0, op, (number >>> 8) & 0xff, number & 0xff)
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}
