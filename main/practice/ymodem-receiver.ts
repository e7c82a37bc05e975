// The receiving end of YMODEM as two well-known receivers behave, for simulated boards. Shares no code with the sender
// in protocols/ymodem: an error in one must not hide in the other. Source: Forsberg, "XMODEM/YMODEM Protocol
// Reference" (1988), and what U-Boot's loady and lrzsz's rb do on the wire.
//   SOH|STX  number  255-number  128|1024 data  CRC-16 high, low      EOT      CAN CAN

const soh = 0x01
const stx = 0x02
const eot = 0x04
const ack = 0x06
const nak = 0x15
const can = 0x18
const request = 0x43

/** The receiver's side of the line. `read`: exactly `count` bytes, or null in time. */
export interface ReceiverPort {
  read(count: number, timeoutMs: number): Promise<Uint8Array | null>
  send(bytes: Uint8Array): void
  discard(): void
}

export interface FileSink {
  /** Block 0 came. False: no room, the receiver cancels. */
  begin(name: string, sizeBytes: number | null): boolean
  /** The next bytes of the file, without padding where the size is known. False: no room. */
  data(offset: number, bytes: Uint8Array): boolean
}

export interface ReceiverOptions {
  /** `lrzsz` asks for data at once and answers a bad block with NAK; `u-boot` asks late and answers it with `C`. */
  readonly style: 'lrzsz' | 'u-boot'
  /** How often it asks while it waits. */
  readonly pollMs: number
  /** How often it asks in vain, or gets a bad block, before it gives up. */
  readonly attempts: number
  /** What to do with the n-th data block that arrives, counted from 1; for faults. */
  readonly judge?: (count: number) => 'take' | 'corrupt' | 'cancel'
}

export type ReceiveResult =
  | { readonly kind: 'received'; readonly name: string; readonly sizeBytes: number }
  | { readonly kind: 'cancelled'; readonly by: 'sender' | 'receiver' }
  | { readonly kind: 'timedOut' }

type Frame =
  | { readonly kind: 'block'; readonly number: number; readonly data: Uint8Array }
  | { readonly kind: 'bad' | 'eot' | 'cancel' | 'silence' }

/** Within a block, the next bytes are never later than this. */
const blockMs = 1000
const quietMs = 60

/** Receives one file. Rejects only as the port does. */
export async function receiveYmodem(
  port: ReceiverPort,
  sink: FileSink,
  options: ReceiverOptions,
): Promise<ReceiveResult> {
  const receiver = new YmodemReceiver(port, sink, options)
  const header = await receiver.header()
  if (!('name' in header)) return header
  const ended = await receiver.body(header.sizeBytes)
  if (typeof ended !== 'number') return ended
  await receiver.endOfBatch()
  return { kind: 'received', name: header.name, sizeBytes: ended }
}

class YmodemReceiver {
  readonly #port: ReceiverPort
  readonly #sink: FileSink
  readonly #options: ReceiverOptions

  constructor(port: ReceiverPort, sink: FileSink, options: ReceiverOptions) {
    this.#port = port
    this.#sink = sink
    this.#options = options
  }

  async header(): Promise<{ name: string; sizeBytes: number | null } | ReceiveResult> {
    for (let attempt = 0; attempt < this.#options.attempts; attempt += 1) {
      this.#send(request)
      const frame = await this.#frame(this.#options.pollMs)
      if (frame.kind === 'cancel') return this.#cancelledBySender()
      if (frame.kind !== 'block') continue
      const header = frame.number === 0 ? parseHeader(frame.data) : null
      if (!header || !this.#sink.begin(header.name, header.sizeBytes)) return this.#cancel()
      this.#send(...(this.#options.style === 'lrzsz' ? [ack, request] : [ack]))
      return header
    }
    return { kind: 'timedOut' }
  }

  /** Data blocks up to the end of the file. Returns the bytes received. */
  async body(sizeBytes: number | null): Promise<number | ReceiveResult> {
    const { style, attempts, pollMs, judge } = this.#options
    let next = 1
    let offset = 0
    let arrived = 0
    let failures = 0
    while (failures < attempts) {
      const frame = await this.#frame(pollMs)
      if (frame.kind === 'cancel') return this.#cancelledBySender()
      if (frame.kind === 'eot') return offset
      if (frame.kind === 'block') arrived += 1
      const verdict = frame.kind === 'block' ? (judge?.(arrived) ?? 'take') : 'corrupt'
      if (verdict === 'cancel') return this.#cancel()
      if (frame.kind !== 'block' || verdict === 'corrupt') {
        failures += 1
        this.#send(style === 'lrzsz' ? nak : request)
      } else if (frame.number === (next & 0xff)) {
        const left = sizeBytes === null ? frame.data.length : Math.max(sizeBytes - offset, 0)
        const data = frame.data.subarray(0, left)
        if (data.length > 0 && !this.#sink.data(offset, data)) return this.#cancel()
        offset += data.length
        next += 1
        failures = 0
        this.#send(ack)
      } else if (frame.number === ((next - 1) & 0xff)) {
        // The sender did not hear the last ACK.
        this.#send(...(next === 1 && style === 'lrzsz' ? [ack, request] : [ack]))
      } else {
        return this.#cancel()
      }
    }
    if (failures > 0) this.#cancel()
    return { kind: 'timedOut' }
  }

  /** The file is complete whatever happens now; the sender should still hear that the batch ended. */
  async endOfBatch(): Promise<void> {
    this.#send(...(this.#options.style === 'lrzsz' ? [ack, request] : [ack, ack, request]))
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const frame = await this.#frame(this.#options.pollMs)
      if (frame.kind === 'block') {
        const isEmpty = frame.number === 0 && frame.data[0] === 0
        if (isEmpty) this.#send(ack)
        else this.#cancel()
        return
      }
      if (frame.kind === 'cancel') return
      this.#send(...(frame.kind === 'eot' ? [ack, request] : [request]))
    }
  }

  async #frame(timeoutMs: number): Promise<Frame> {
    for (;;) {
      const first = (await this.#port.read(1, timeoutMs))?.[0]
      if (first === undefined) return { kind: 'silence' }
      if (first === eot) return { kind: 'eot' }
      if (first === can && (await this.#port.read(1, blockMs))?.[0] === can) return { kind: 'cancel' }
      if (first === soh) return this.#block(128)
      if (first === stx) return this.#block(1024)
    }
  }

  async #block(dataBytes: number): Promise<Frame> {
    const rest = await this.#port.read(2 + dataBytes + 2, blockMs)
    const number = rest?.[0] ?? -1
    const data = rest?.subarray(2, 2 + dataBytes)
    const check = rest?.subarray(2 + dataBytes)
    if (!rest || !data || !check || rest[1] !== 255 - number) {
      // Out of step with the sender: let its block pass by.
      while (await this.#port.read(1, quietMs)) this.#port.discard()
      return { kind: 'bad' }
    }
    if (crc16(data) !== (check[0] ?? 0) * 256 + (check[1] ?? 0)) return { kind: 'bad' }
    return { kind: 'block', number, data }
  }

  #cancel(): ReceiveResult {
    this.#send(can, can, can)
    return { kind: 'cancelled', by: 'receiver' }
  }

  #cancelledBySender(): ReceiveResult {
    this.#port.discard()
    return { kind: 'cancelled', by: 'sender' }
  }

  #send(...bytes: number[]): void {
    this.#port.send(Uint8Array.from(bytes))
  }
}

/** `name NUL size [ more]`; null when it is none. */
function parseHeader(data: Uint8Array): { name: string; sizeBytes: number | null } | null {
  const nameEnd = data.indexOf(0)
  if (nameEnd <= 0) return null
  const name = Buffer.from(data.subarray(0, nameEnd)).toString('utf8')
  const size = /^\d{1,12}/.exec(Buffer.from(data.subarray(nameEnd + 1)).toString('latin1'))
  return { name, sizeBytes: size ? Number(size[0]) : null }
}

/** CRC-16/XMODEM: polynomial 0x1021, start 0. Bit by bit: a receiver of a few blocks needs no table. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : crc << 1
  }
  return crc & 0xffff
}
