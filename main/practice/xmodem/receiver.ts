// The receiving end of XMODEM, for simulated chips. Shares no code with the sender in protocols/: an error in one must
// not hide in the other. Source: Ward Christensen, "MODEM protocol overview" (1982), and for CRC and 1K Forsberg's
// "XMODEM/YMODEM Protocol Reference" (1988).
//   SOH|STX  number from 1  255 - number  128|1024 data  CRC-16 high, low | sum mod 256      EOT      CAN CAN
import { crc16, type ReceiverPort } from '../ymodem-receiver.ts'

const soh = 0x01
const stx = 0x02
const eot = 0x04
const ack = 0x06
const nak = 0x15
const can = 0x18
const crcRequest = 0x43

export type XmodemMode =
  | 'crc' // asks with C, for ever
  | 'checksum' // knows sums and small blocks only
  | 'crcThenChecksum' // asks with C three times, then for sums

export interface XmodemReceiverOptions {
  readonly mode: XmodemMode
  /** How often it asks while it waits. */
  readonly pollMs: number
  /** How often it asks in vain before it gives up. */
  readonly asks: number
}

export type XmodemResult = 'received' | 'cancelled' | 'refused' | 'timedOut'

type Frame =
  | { readonly kind: 'block'; readonly number: number; readonly data: Uint8Array }
  | { readonly kind: 'bad' | 'eot' | 'cancel' | 'silence' }

/** Within a block, the next bytes are never later than this. */
const blockMs = 1000
const quietMs = 60
const crcAsks = 3
/** Bad blocks or silence in a row, once a transfer has begun. */
const failuresAtMost = 10

/** Receives one file. `data`: the next bytes, with the padding of the last block; false: no room. */
export async function receiveXmodem(
  port: ReceiverPort,
  data: (offset: number, bytes: Uint8Array) => boolean,
  options: XmodemReceiverOptions,
): Promise<XmodemResult> {
  const send = (byte: number): void => port.send(Uint8Array.of(byte))
  const cancel = (result: XmodemResult): XmodemResult => {
    port.send(Uint8Array.of(can, can, can))
    return result
  }
  let expected = 1
  let offset = 0
  let vain = 0
  let wantsCrc = options.mode !== 'checksum'
  let asks = 1
  send(wantsCrc ? crcRequest : nak)
  for (;;) {
    const frame = await readFrame(port, expected === 1 ? options.pollMs : 10 * blockMs, wantsCrc)
    if (frame.kind === 'cancel') {
      port.discard()
      return 'cancelled'
    }
    if (frame.kind === 'eot') {
      send(ack)
      return 'received'
    }
    if (frame.kind === 'block' && frame.number === (expected & 0xff)) {
      if (!data(offset, frame.data)) return cancel('refused')
      offset += frame.data.length
      expected += 1
      vain = 0
      send(ack)
    } else if (frame.kind === 'block' && expected > 1 && frame.number === ((expected - 1) & 0xff)) {
      // The sender did not hear the last ACK.
      send(ack)
    } else if (frame.kind === 'block') {
      return cancel('refused')
    } else if (expected === 1) {
      if (asks === options.asks) return 'timedOut'
      if (options.mode === 'crcThenChecksum' && asks === crcAsks) wantsCrc = false
      asks += 1
      send(wantsCrc ? crcRequest : nak)
    } else {
      vain += 1
      if (vain === failuresAtMost) return cancel('timedOut')
      send(nak)
    }
  }
}

async function readFrame(port: ReceiverPort, timeoutMs: number, wantsCrc: boolean): Promise<Frame> {
  for (;;) {
    const first = (await port.read(1, timeoutMs))?.[0]
    if (first === undefined) return { kind: 'silence' }
    if (first === eot) return { kind: 'eot' }
    if (first === can && (await port.read(1, blockMs))?.[0] === can) return { kind: 'cancel' }
    if (first === soh) return readBlock(port, 128, wantsCrc)
    if (first === stx && wantsCrc) return readBlock(port, 1024, wantsCrc)
  }
}

async function readBlock(port: ReceiverPort, dataBytes: number, wantsCrc: boolean): Promise<Frame> {
  const rest = await port.read(2 + dataBytes + (wantsCrc ? 2 : 1), blockMs)
  const number = rest?.[0] ?? -1
  const data = rest?.subarray(2, 2 + dataBytes)
  const check = rest?.subarray(2 + dataBytes)
  if (data && check && rest?.[1] === 255 - number) {
    const found = check.reduce((value, byte) => value * 256 + byte, 0)
    const due = wantsCrc ? crc16(data) : data.reduce((sum, byte) => (sum + byte) & 0xff, 0)
    if (found === due) return { kind: 'block', number, data }
  }
  // Broken, or out of step with the sender: let what is under way pass by.
  while (await port.read(1, quietMs)) port.discard()
  return { kind: 'bad' }
}
