// What a receiver says, read from the link and reduced to one word. Shared by the phases of the sender.
// Not here: what to do about it (sender.ts).
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Link } from '../../transports/link.ts'
import { ack, can, crcRequest, nak } from './codec.ts'

/** `silence`: nothing that means anything came in time. `text`: it prints, so it is no receiver any more. */
export type Reply = 'ack' | 'nak' | 'crcRequest' | 'silence' | 'text'

export class Replies {
  readonly #link: Link
  readonly #request: { atLeast: number; timeoutMs: number; signal: AbortSignal }
  /** How many `C` stand at the end of what was read before the transfer, and whether a word stands before them. */
  #asked = { count: 0, afterWord: false }
  #lastWasCan = false

  constructor(link: Link, signal: AbortSignal) {
    this.#link = link
    this.#request = { atLeast: 1, timeoutMs: 0, signal }
  }

  /**
   * Waits for a reply; noise is dropped. With one block on the wire, bytes that came together are one answer, and
   * the best of them wins: ACK before `C` before NAK. `keepRest` gives back what stands behind an ACK.
   * @throws RECEIVER_CANCELLED on two CAN in a row; LINK_LOST; the signal's reason.
   */
  async next(timeoutMs: number, keepRest = false): Promise<Reply> {
    const until = performance.now() + timeoutMs
    for (let left = timeoutMs; ; left = until - performance.now()) {
      const bytes = await this.#read(left)
      const reply = this.#judge(bytes, keepRest)
      if (reply !== 'silence' || bytes.length === 0 || performance.now() >= until) return reply
    }
  }

  /** The same for the first request: a `C` inside a word that the device prints is none. */
  async nextRequest(timeoutMs: number): Promise<Reply> {
    const until = performance.now() + timeoutMs
    for (let left = timeoutMs; ; left = until - performance.now()) {
      const bytes = await this.#read(left)
      const isAsked = this.#asks(bytes)
      const reply = this.#judge(bytes, false)
      if (isAsked) return 'crcRequest'
      if (reply === 'nak') return reply
      if (bytes.length === 0 || performance.now() >= until) return 'silence'
    }
  }

  /** The same where a receiver may already have gone back to its command line, whose text is given back whole. */
  async nextOrText(timeoutMs: number): Promise<Reply> {
    const until = performance.now() + timeoutMs
    for (let left = timeoutMs; ; left = until - performance.now()) {
      const bytes = await this.#read(left)
      const end = bytes.indexOf(ack)
      if (bytes.subarray(0, end < 0 ? bytes.length : end).some(isText)) {
        this.#link.unread(bytes)
        return 'text'
      }
      const reply = this.#judge(bytes, true)
      if (reply !== 'silence' || bytes.length === 0 || performance.now() >= until) return reply
    }
  }

  /** Drops what still comes until the line was quiet for `quietMs`; CAN CAN is not overlooked. */
  async untilQuiet(quietMs: number): Promise<void> {
    const until = performance.now() + 10 * quietMs
    do {
      const bytes = await this.#read(quietMs)
      if (bytes.length === 0) return
      this.#judge(bytes, false)
    } while (performance.now() < until)
  }

  /** One `C` that stands alone, or several in a row that no word follows. */
  #asks(bytes: Uint8Array): boolean {
    let isAsked = false
    for (const byte of bytes) {
      if (byte === crcRequest) {
        this.#asked.count += 1
        continue
      }
      if (!isWord(byte)) isAsked ||= this.#isOpenRequest
      this.#asked = { count: 0, afterWord: isWord(byte) }
    }
    return isAsked || this.#isOpenRequest
  }

  get #isOpenRequest(): boolean {
    return this.#asked.count > (this.#asked.afterWord ? 1 : 0)
  }

  #read(timeoutMs: number): Promise<Uint8Array> {
    this.#request.timeoutMs = Math.max(timeoutMs, 0)
    return this.#link.read(this.#request)
  }

  #judge(bytes: Uint8Array, keepRest: boolean): Reply {
    let reply: Reply = 'silence'
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at]
      if (byte === can && this.#lastWasCan) {
        // What it prints next is the console's.
        this.#link.unread(bytes.subarray(at + 1))
        throw new FlashlineError('RECEIVER_CANCELLED')
      }
      this.#lastWasCan = byte === can
      if (byte === ack) {
        reply = 'ack'
        if (!keepRest) continue
        if (at + 1 < bytes.length) this.#link.unread(bytes.subarray(at + 1))
        return reply
      }
      if (byte === crcRequest && reply !== 'ack') reply = 'crcRequest'
      if (byte === nak && reply === 'silence') reply = 'nak'
    }
    return reply
  }
}

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f && byte !== crcRequest) || byte === 0x0a || byte === 0x0d
}

function isWord(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)
}
