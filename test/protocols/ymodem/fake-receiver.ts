// A YMODEM receiver for tests, written from the protocol and not from our sender: takes blocks from a link, checks
// them bit by bit, and answers as told. What it took is in `files`; every frame it saw is in `frames`.

import type { Link } from '../../../main/transports/link.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'

export type Answer =
  | 'ack'
  | 'nak'
  | 'request'
  | 'takeSilently'
  | 'drop'
  | 'ackTwice'
  | 'cancel'
  | 'garbageThenAck'
  | 'lateRequestThenAck'

export interface FrameSeen {
  readonly kind: 'block' | 'eot'
  readonly number: number
  readonly size: number
  /** How often this very frame was seen before in a row. */
  readonly repeat: number
}

export interface FakeReceiverOptions {
  /** What to answer; `ack` when not given. */
  readonly answer?: (frame: FrameSeen) => Answer
  /** Sent behind the ACK of block 0; `C` when not given. Null: nothing, the sender must begin by itself. */
  readonly dataRequest?: Uint8Array | null
  /** Written one after the other, arriving apart; one `C` when not given. */
  readonly greetings?: readonly Uint8Array[]
  readonly check?: 'crc' | 'sum'
  readonly nakFirstEot?: boolean
  readonly asksForNextFile?: boolean
}

export interface FileTaken {
  readonly name: string
  readonly header: string
  readonly bytes: Uint8Array
}

const bytesOf = (...values: number[]): Uint8Array => Uint8Array.from(values)

export function bitwiseCrc(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit -= 1) {
      const feedback = ((crc >> 15) & 1) ^ ((byte >> bit) & 1)
      crc = ((crc << 1) & 0xffff) ^ (feedback ? 0x1021 : 0)
    }
  }
  return crc
}

export class FakeReceiver {
  readonly files: FileTaken[] = []
  readonly frames: FrameSeen[] = []
  cancelled = 0
  readonly #link: Link
  readonly #options: FakeReceiverOptions
  readonly #signal: AbortSignal

  constructor(link: Link, signal: AbortSignal, options: FakeReceiverOptions = {}) {
    this.#link = link
    this.#options = options
    this.#signal = signal
  }

  /** Runs until the batch ended, the sender cancelled or the link closed. */
  async run(): Promise<void> {
    try {
      for (const greeting of this.#options.greetings ?? [bytesOf(0x43)]) await this.#say(greeting)
      while (await this.#takeFile());
    } catch (error) {
      if (!(error instanceof FlashlineError && error.code === 'LINK_LOST') && !this.#signal.aborted)
        throw error
    }
  }

  async #takeFile(): Promise<boolean> {
    const { nakFirstEot = false, asksForNextFile = true, dataRequest = bytesOf(0x43) } = this.#options
    let expected = 0
    let header: string | null = null
    const parts: Uint8Array[] = []
    let eots = 0
    for (;;) {
      const frame = await this.#frame()
      if (frame === null) return false
      const last = this.frames.at(-1)
      const same = last?.kind === frame.kind && last.number === frame.number
      const seen: FrameSeen = {
        kind: frame.kind,
        number: frame.number,
        size: frame.payload.length,
        repeat: same ? last.repeat + 1 : 0,
      }
      this.frames.push(seen)
      if (frame.kind === 'eot') {
        eots += 1
        if (nakFirstEot && eots === 1) {
          await this.#say(bytesOf(0x15))
          continue
        }
        if ((await this.#answer(seen)) !== 'taken') continue
        const text = header ?? ''
        const size = Number(/^\d+/.exec(text.slice(text.indexOf('\0') + 1))?.[0])
        this.files.push({
          name: text.slice(0, text.indexOf('\0')),
          header: text,
          bytes: Buffer.concat(parts).subarray(0, size),
        })
        if (!asksForNextFile) return false
        await this.#say(bytesOf(0x43))
        return true
      }
      if (!frame.whole) {
        await this.#say(bytesOf(0x15))
        continue
      }
      const isHeader = header === null
      if (isHeader && frame.number === 0 && frame.payload[0] === 0) {
        await this.#say(bytesOf(0x06))
        return false
      }
      const duplicate = !isHeader && frame.number === ((expected - 1) & 0xff)
      if (!duplicate && frame.number !== (expected & 0xff))
        throw new Error(`block ${frame.number} for ${expected}`)
      const outcome = await this.#answer(seen)
      if (outcome !== 'taken' || duplicate) continue
      expected += 1
      if (isHeader) {
        header = Buffer.from(frame.payload).toString('latin1').replace(/\0+$/, '')
        if (dataRequest) await this.#say(dataRequest)
      } else {
        parts.push(frame.payload)
      }
    }
  }

  async #answer(seen: FrameSeen): Promise<'taken' | 'refused'> {
    const answer = this.#options.answer?.(seen) ?? 'ack'
    switch (answer) {
      case 'ack':
        await this.#say(bytesOf(0x06))
        return 'taken'
      case 'ackTwice':
        await this.#say(bytesOf(0x06, 0x06))
        return 'taken'
      case 'garbageThenAck':
        await this.#say(bytesOf(0x00, 0xff, 0x18, 0x41))
        await this.#say(bytesOf(0x06))
        return 'taken'
      case 'lateRequestThenAck':
        await this.#say(bytesOf(0x43))
        await this.#say(bytesOf(0x06))
        return 'taken'
      case 'takeSilently':
        return 'taken'
      case 'nak':
        await this.#say(bytesOf(0x15))
        return 'refused'
      case 'request':
        await this.#say(bytesOf(0x43))
        return 'refused'
      case 'drop':
        return 'refused'
      case 'cancel':
        await this.#say(bytesOf(0x18, 0x18))
        return 'refused'
    }
  }

  async #frame(): Promise<{
    kind: 'block' | 'eot'
    number: number
    payload: Uint8Array
    whole: boolean
  } | null> {
    for (;;) {
      const first = (await this.#take(1))[0]
      if (first === 0x04) return { kind: 'eot', number: -1, payload: bytesOf(), whole: true }
      if (first === 0x18) {
        this.cancelled += 1
        if (this.cancelled === 8) return null
      }
      if (first !== 0x01 && first !== 0x02) continue
      const size = first === 0x01 ? 128 : 1024
      const checkBytes = this.#options.check === 'sum' ? 1 : 2
      const rest = await this.#take(2 + size + checkBytes)
      const payload = rest.slice(2, 2 + size)
      const number = rest[0] ?? -1
      const found = rest.subarray(2 + size).reduce((value, byte) => value * 256 + byte, 0)
      const sum = payload.reduce((value, byte) => (value + byte) & 0xff, 0)
      const whole =
        number + (rest[1] ?? 0) === 255 && found === (checkBytes === 1 ? sum : bitwiseCrc(payload))
      return { kind: 'block', number, payload, whole }
    }
  }

  #take(count: number): Promise<Uint8Array> {
    return this.#link.read({
      atLeast: count,
      atMost: count,
      timeoutMs: Number.POSITIVE_INFINITY,
      signal: this.#signal,
    })
  }

  #say(bytes: Uint8Array): Promise<void> {
    return this.#link.write(bytes, this.#signal)
  }
}
