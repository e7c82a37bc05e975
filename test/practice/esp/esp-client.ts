// Speaks the ESP serial protocol in the plainest way there is, one command at a time, for tests of the simulated chip.
// Builds and cuts its frames itself, so that a mistake of the chip's codec shows.
import type { Link } from '../../../main/transports/link.ts'

export interface Reply {
  readonly op: number
  readonly value: number
  readonly data: Buffer
}

export const le32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, 4 * index)
  return bytes
}

export function slip(packet: Uint8Array): Buffer {
  const body = [...packet].flatMap((byte) =>
    byte === 0xc0 ? [0xdb, 0xdc] : byte === 0xdb ? [0xdb, 0xdd] : [byte],
  )
  return Buffer.from([0xc0, ...body, 0xc0])
}

export function command(op: number, data: Uint8Array = Buffer.alloc(0), checksum = 0): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt8(op, 1)
  head.writeUInt16LE(data.length, 2)
  head.writeUInt32LE(checksum, 4)
  return slip(Buffer.concat([head, data]))
}

export function block(op: number, number: number, bytes: Uint8Array): Buffer {
  const checksum = bytes.reduce((sum, byte) => sum ^ byte, 0xef)
  return command(op, Buffer.concat([le32(bytes.length, number, 0, 0), bytes]), checksum)
}

export const syncFrame = command(0x08, Buffer.from([7, 7, 0x12, 0x20, ...Array(32).fill(0x55)]))

export class EspClient {
  readonly link: Link
  readonly #signal = new AbortController().signal

  constructor(link: Link) {
    this.link = link
  }

  send(bytes: Uint8Array): Promise<void> {
    return this.link.write(bytes, this.#signal)
  }

  /** The next frame; what is before it is dropped. Null: nothing came. */
  async frame(timeoutMs = 5000): Promise<Buffer | null> {
    let bytes: number[] | null = null
    for (;;) {
      const [byte] = await this.link.read({ atLeast: 1, atMost: 1, timeoutMs, signal: this.#signal })
      if (byte === undefined) return null
      if (byte !== 0xc0) bytes?.push(byte)
      else if (bytes === null || bytes.length === 0) bytes = []
      else return Buffer.from(withoutEscapes(bytes))
    }
  }

  /** Frames that are no answers are dropped, as what is printed at another rate may look like one. */
  async reply(timeoutMs = 5000): Promise<Reply | null> {
    for (;;) {
      const frame = await this.frame(timeoutMs)
      if (frame === null) return null
      if (frame.length < 8 || frame.readUInt8(0) !== 1 || frame.readUInt16LE(2) !== frame.length - 8) continue
      return { op: frame.readUInt8(1), value: frame.readUInt32LE(4), data: frame.subarray(8) }
    }
  }

  /** Sends and awaits the answer. */
  async ask(frame: Uint8Array): Promise<Reply> {
    await this.send(frame)
    const reply = await this.reply()
    if (reply === null) throw new Error('no answer')
    return reply
  }

  /** The bytes after the value, as hex: data and status. */
  async status(frame: Uint8Array): Promise<string> {
    return (await this.ask(frame)).data.toString('hex')
  }

  /** Until it answers, and all of its answers. Values of the answers. */
  async sync(): Promise<number[]> {
    const values: number[] = []
    for (let attempt = 0; values.length === 0 && attempt < 20; attempt += 1) {
      await this.send(syncFrame)
      for (
        let reply = await this.reply(200);
        reply !== null;
        reply = await this.reply(values.length < 8 ? 250 : 20)
      )
        values.push(reply.value)
    }
    return values
  }

  /** Both at once, as the two transistors of a board want it. */
  async enterLoader(): Promise<void> {
    await this.link.setSignals({ dtr: false, rts: true })
    await this.link.setSignals({ dtr: true, rts: false })
    await this.sync()
  }
}

function withoutEscapes(bytes: readonly number[]): number[] {
  const out: number[] = []
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== 0xdb) out.push(bytes[at] ?? 0)
    else {
      at += 1
      out.push(bytes[at] === 0xdc ? 0xc0 : 0xdb)
    }
  }
  return out
}
