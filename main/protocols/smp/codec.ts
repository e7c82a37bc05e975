// One SMP message: header and CBOR map, pure. Not here: how a carrier frames it (console-frames.ts), what a map means
// (replies.ts). Source: Zephyr documentation, "SMP Protocol Specification" (services/device_mgmt/smp_protocol).
//
//   byte 0   res:3 version:2 op:3     version 0 is called SMP 1, version 1 is called SMP 2
//        1   flags = 0
//        2-3 length of the map        big endian, as all numbers of the header
//        4-5 group
//        6   sequence                 comes back in the answer
//        7   command
//        8.. map in CBOR (RFC 8949), of definite or indefinite length
import { decode, encode } from 'cborg'

const headerBytes = 8
/** The console framing counts a message and its CRC in 16 bits. */
const maxMessageBytes = 0xffff - 2

/** As the header's version field counts. */
export type SmpVersion = 0 | 1

export interface Command {
  /** For people and errors. */
  readonly name: string
  readonly op: 'read' | 'write'
  readonly group: number
  readonly id: number
}

/** Group 0 is the operating system, group 1 the images. */
export const commands = {
  echo: { name: 'echo', op: 'write', group: 0, id: 0 },
  reset: { name: 'reset', op: 'write', group: 0, id: 5 },
  parameters: { name: 'parameters', op: 'read', group: 0, id: 6 },
  bootLoader: { name: 'boot loader', op: 'read', group: 0, id: 8 },
  imageState: { name: 'image state', op: 'read', group: 1, id: 0 },
  setImageState: { name: 'set image state', op: 'write', group: 1, id: 0 },
  upload: { name: 'image upload', op: 'write', group: 1, id: 1 },
  slotInfo: { name: 'slot info', op: 'read', group: 1, id: 6 },
} as const satisfies Record<string, Command>

export type Body = Readonly<Record<string, unknown>>

export interface Message {
  readonly version: number
  readonly op: number
  readonly group: number
  readonly sequence: number
  readonly id: number
  /** Not checked yet. */
  readonly body: unknown
}

const opCodes = { read: 0, write: 2 } as const
/** An answer's op is its request's plus this. */
const answerBit = 1

export function encodeRequest(
  version: SmpVersion,
  command: Command,
  sequence: number,
  body: Body,
): Uint8Array {
  return encodeMessage({ ...command, version, op: opCodes[command.op], sequence, body })
}

/** What a device sends back for a request. */
export function encodeAnswer(request: Message, version: SmpVersion, body: Body): Uint8Array {
  return encodeMessage({ ...request, version, op: request.op | answerBit, body })
}

/** RangeError when the map does not fit in one message. */
export function encodeMessage(message: Omit<Message, 'body'> & { readonly body: Body }): Uint8Array {
  const map = encode(message.body)
  if (headerBytes + map.length > maxMessageBytes) throw new RangeError('message too long')
  const bytes = new Uint8Array(headerBytes + map.length)
  bytes[0] = ((message.version & 3) << 3) | (message.op & 7)
  bytes[2] = map.length >>> 8
  bytes[3] = map.length & 0xff
  bytes[4] = message.group >>> 8
  bytes[5] = message.group & 0xff
  bytes[6] = message.sequence & 0xff
  bytes[7] = message.id & 0xff
  bytes.set(map, headerBytes)
  return bytes
}

/** Null for what is no SMP message: too short, another length than the header says, no CBOR. Never throws. */
export function decodeMessage(bytes: Uint8Array): Message | null {
  const at = (index: number): number => bytes[index] ?? 0
  const mapBytes = (at(2) << 8) | at(3)
  if (bytes.length < headerBytes || bytes.length !== headerBytes + mapBytes) return null
  let body: unknown
  try {
    // A message without a map is one with an empty map.
    body = mapBytes === 0 ? {} : decode(bytes.subarray(headerBytes), { useMaps: false })
  } catch {
    return null
  }
  return {
    version: (at(0) >>> 3) & 3,
    op: at(0) & 7,
    group: (at(4) << 8) | at(5),
    sequence: at(6),
    id: at(7),
    body,
  }
}

export function isAnswer(message: Message): boolean {
  return message.op === (opCodes.read | answerBit) || message.op === (opCodes.write | answerBit)
}

/** How many bytes of data bring a message with this body to at most `messageBytes`; `body.data` must be empty. */
export function dataRoom(messageBytes: number, body: Body): number {
  // The empty data has a head of one byte, which is already counted.
  const room = messageBytes - headerBytes - encode(body).length
  if (room < 24) return Math.max(room, 0)
  return room < 257 ? Math.min(room - 1, 255) : Math.min(room - 2, 0xffff)
}
