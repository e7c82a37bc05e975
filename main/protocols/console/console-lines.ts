// What a device prints, cut into lines by @serialport/parser-readline and made safe to show and to match.
// Not here: what the lines mean. The parser is fed up to one line end at a time, so that bytes after a line that
// ends a dialogue still belong to whoever reads next (a file receiver's first `C` directly follows its last line).
import { ReadlineParser } from '@serialport/parser-readline'

/** Longest line, in bytes; a longer one is broken there, so that a device that never ends a line costs no memory. */
export const maxLineBytes = 4096

const lineFeed = 0x0a

// CSI sequences, OSC strings and two-byte escapes of ECMA-48, then every other control character.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -~])/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const controls = /[\u0000-\u001f\u007f-\u009f]/g

const utf8 = new TextDecoder('utf-8')

/** Printable text of what a device sent: invalid UTF-8 becomes U+FFFD, escapes and control characters go. */
export function printable(bytes: Uint8Array): string {
  return utf8.decode(bytes).replace(escapes, '').replace(controls, '').slice(0, maxLineBytes)
}

export class ConsoleLines {
  // latin1 keeps every byte: a character cut by a line end must not leak into the next line.
  readonly #parser = new ReadlineParser({ encoding: 'latin1' })
  #pending: Uint8Array = new Uint8Array(0)

  /** Hands over bytes; take them out with next(). Only when next() has returned null. */
  feed(bytes: Uint8Array): void {
    this.#pending = bytes
  }

  /** The next whole line, printable, without its end; null when the rest is no whole line yet. */
  next(): string | null {
    if (this.#pending.length === 0) return null
    const room = Math.max(maxLineBytes - this.#parser.buffer.length, 1)
    const end = this.#pending.indexOf(lineFeed)
    const taken = Math.min(end < 0 ? this.#pending.length : end + 1, room)
    this.#parser.write(Buffer.from(this.#pending.subarray(0, taken)))
    this.#pending = this.#pending.subarray(taken)
    const ended = end >= 0 && taken === end + 1
    if (!ended && taken < room) return null
    if (!ended) this.#parser.write(Buffer.of(lineFeed))
    const line: unknown = this.#parser.read()
    return typeof line === 'string' ? printable(Buffer.from(line, 'latin1')) : ''
  }

  /** Text after the last line end. */
  get tail(): string {
    return printable(this.#parser.buffer)
  }

  /** Forgets the tail but its last bytes when they are `kept`; these come again from takeRest(). */
  cutTail(kept = ''): void {
    const tail = this.#parser.buffer
    const suffix = Buffer.from(kept)
    if (suffix.length > 0 && tail.length >= suffix.length && tail.subarray(-suffix.length).equals(suffix)) {
      this.#pending = Buffer.concat([suffix, this.#pending])
    }
    this.#parser.buffer = Buffer.alloc(0)
  }

  /** The bytes that belong to no line that was taken: for link.unread(). Empties this. */
  takeRest(): Uint8Array {
    const rest = Buffer.concat([this.#parser.buffer, this.#pending])
    this.#parser.buffer = Buffer.alloc(0)
    this.#pending = new Uint8Array(0)
    return rest
  }
}
