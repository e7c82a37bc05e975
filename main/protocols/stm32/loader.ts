// The conversation with the boot loader: frames out, ACK or NAK back, one command at a time. Knows where in a command
// the boot loader stands, so that a broken conversation can be taken up again. Not here: what commands are for.
import { FlashlineError } from '../../../preload/contract/index.ts'
import { hexAddress } from '../../firmware/formats/index.ts'
import type { Link } from '../../transports/link.ts'
import { ack, autobaud, type CommandName, encodeCommand, nak } from './codec.ts'

/** A command that did not get to its end. `step`: how many of its frames were acknowledged before. */
export interface Refusal {
  readonly command: CommandName
  readonly step: number
  readonly answer: 'nak' | 'silence' | 'damaged'
}

export interface RunOptions {
  /** How long the answer to the last frame may take; left out: as long as any answer. */
  readonly lastTimeoutMs?: number
  /** The first frame of the command that will be run next: it goes out the moment this one is acknowledged. */
  readonly next?: Uint8Array | null
}

/** A boot loader that measures the rate answers at once. */
const hailMs = 300
const probeMs = 60
/** A second NAK to the same command comes within this. */
const quietMs = 30
/** An erase under way is waited for, but a person who cancelled does not wait longer. */
const longestSettleMs = 15_000
/**
 * Bring a boot loader that stands in the middle of a command back to its start, one byte at a time, by being wrong
 * wherever it stands: no command, no valid address, a block of one byte with a false checksum, a false page list.
 */
const probes = [0x00, 0x01, 0x03, 0x03, 0x05, 0x05, 0x09] as const
/** And out of a block that was cut: more bytes than it can miss, no two of which are a command. */
const filler = Uint8Array.from({ length: 64 }, (_, index) => 0x40 | ((index * 23 + 7) & 0x3f))
const fillerRounds = 5

export class Loader {
  readonly #link: Link
  readonly #ackTimeoutMs: number
  readonly #byteMs: number
  /** In the middle of a command, as far as is known. */
  #isOpen = false
  /** The first frame of the next command is on its way. */
  #isAhead = false
  #outstandingMs = 0
  #wasHeard = false

  constructor(link: Link, { ackTimeoutMs, baudRate }: { ackTimeoutMs: number; baudRate: number }) {
    this.#link = link
    this.#ackTimeoutMs = ackTimeoutMs
    this.#byteMs = 11_000 / baudRate
  }

  /** It answered something at some time. */
  get wasHeard(): boolean {
    return this.#wasHeard
  }

  /** Sends the frames of a command, each when the one before is acknowledged. Null: all were. */
  async run(
    command: CommandName,
    frames: readonly Uint8Array[],
    signal: AbortSignal,
    { lastTimeoutMs = this.#ackTimeoutMs, next = null }: RunOptions = {},
  ): Promise<Refusal | null> {
    for (const [step, frame] of frames.entries()) {
      if (!this.#isAhead) await this.#send(frame, signal)
      this.#isAhead = false
      const following = frames[step + 1] ?? next
      const disarm = following && this.#link.armReply?.(ack, following, signal)
      try {
        const timeoutMs = step === frames.length - 1 ? lastTimeoutMs : this.#ackTimeoutMs
        const answer = await this.#answer(timeoutMs, signal)
        const sending = disarm?.() ?? null
        if (sending !== null) {
          await sending
          this.#isAhead = true
        }
        if (answer !== 'ack') {
          this.#isAhead = false
          if (answer === 'nak') await this.#quiet(signal)
          // A NAK to a command may be one to half of it: the other half then waits for its own.
          if (step === 0) this.#isOpen = true
          return { command, step, answer }
        }
      } finally {
        disarm?.()
      }
    }
    this.#isOpen = this.#isAhead
    return null
  }

  /** Sends the first frame of the command that will be run next. */
  async begin(frame: Uint8Array, signal: AbortSignal): Promise<void> {
    await this.#send(frame, signal)
    this.#isAhead = true
  }

  /** Bytes that follow an ACK; null: they do not all come. */
  async take(count: number, signal: AbortSignal): Promise<Uint8Array | null> {
    const timeoutMs = this.#ackTimeoutMs + count * this.#byteMs
    const bytes = await this.#link.read({ atLeast: count, atMost: count, timeoutMs, signal })
    if (bytes.length === count) return bytes
    this.#isOpen = true
    return null
  }

  /** The ACK that ends some answers. */
  async takeAck(signal: AbortSignal, timeoutMs = this.#ackTimeoutMs): Promise<boolean> {
    if ((await this.#answer(timeoutMs, signal)) === 'ack') return true
    this.#isOpen = true
    return false
  }

  /**
   * Runs `attempt` until it succeeds, at most `tries` times, and brings the boot loader back to its start in between.
   * @throws LOADER_SILENT, LOADER_REFUSED, LOADER_REPLY
   */
  async insist<Result extends object>(
    attempt: () => Promise<Result | Refusal>,
    tries: number,
    signal: AbortSignal,
    address: number | null = null,
  ): Promise<Result> {
    for (let left = tries; ; left -= 1) {
      const result = await attempt()
      if (!isRefusal(result)) return result
      await this.resync(signal)
      if (left <= 1) throw refused(result, address)
    }
  }

  /** Says the byte that measures the rate. True: somebody answered as a boot loader would. */
  async hail(signal: AbortSignal): Promise<boolean> {
    this.#link.discard()
    this.#isAhead = false
    await this.#send(Uint8Array.of(autobaud), signal)
    const answer = await this.#answer(hailMs, signal)
    if (answer === 'silence') return false
    // A NAK: it measured the rate long ago and took the byte for half a command.
    await this.#quiet(signal)
    return true
  }

  /**
   * Brings it back to the start of a command; after a NAK to a later frame it is there.
   * @throws LOADER_SILENT when nobody is there any more.
   */
  async resync(signal: AbortSignal): Promise<void> {
    if (!this.#isOpen) await this.#quiet(signal)
    else if (!(await this.provoke(signal))) throw new FlashlineError('LOADER_SILENT')
  }

  /** False: nobody answers. */
  async provoke(signal: AbortSignal): Promise<boolean> {
    this.#isAhead = false
    this.#link.discard()
    for (const probe of probes) if (await this.#probe(Uint8Array.of(probe), signal)) return true
    for (let round = 0; round < fillerRounds; round += 1) if (await this.#probe(filler, signal)) return true
    // A machine under load hears late.
    return (await this.#answer(this.#ackTimeoutMs, signal)) !== 'silence'
  }

  /** After an abort: lets a command that is under way come to its end. */
  async settle(signal: AbortSignal): Promise<void> {
    if (!this.#isOpen) return
    await this.#answer(Math.min(this.#outstandingMs, longestSettleMs), signal)
    await this.resync(signal)
  }

  async #probe(bytes: Uint8Array, signal: AbortSignal): Promise<boolean> {
    await this.#send(bytes, signal)
    if ((await this.#answer(probeMs + bytes.length * this.#byteMs, signal)) === 'silence') return false
    await this.#quiet(signal)
    return true
  }

  async #send(frame: Uint8Array, signal: AbortSignal): Promise<void> {
    this.#isOpen = true
    await this.#link.write(frame, signal)
  }

  /** Waits for ACK or NAK; every other byte is noise. What stands behind it is given back. */
  async #answer(timeoutMs: number, signal: AbortSignal): Promise<'ack' | 'nak' | 'silence'> {
    this.#outstandingMs = timeoutMs
    const until = performance.now() + timeoutMs
    for (let leftMs = timeoutMs; ; leftMs = Math.max(0, until - performance.now())) {
      const bytes = await this.#link.read({ atLeast: 1, timeoutMs: leftMs, signal })
      const at = bytes.findIndex((byte) => byte === ack || byte === nak)
      if (at >= 0) {
        if (at + 1 < bytes.length) this.#link.unread(bytes.subarray(at + 1))
        this.#wasHeard = true
        if (bytes[at] === nak) this.#isOpen = false
        return bytes[at] === ack ? 'ack' : 'nak'
      }
      if (bytes.length === 0 || performance.now() >= until) return 'silence'
    }
  }

  /** Drops what still comes. */
  async #quiet(signal: AbortSignal): Promise<void> {
    this.#isOpen = false
    await this.#link.read({ atLeast: 1, timeoutMs: quietMs, signal })
    this.#link.discard()
  }
}

/** Frames that never change. */
export const commandFrame = {
  get: encodeCommand('get'),
  getId: encodeCommand('getId'),
  read: encodeCommand('read'),
  write: encodeCommand('write'),
  erase: encodeCommand('erase'),
  extendedErase: encodeCommand('extendedErase'),
  go: encodeCommand('go'),
  readoutUnprotect: encodeCommand('readoutUnprotect'),
  checksum: encodeCommand('checksum'),
} as const

export function isRefusal(result: object | null): result is Refusal {
  return result !== null && 'answer' in result
}

/** The error of a refusal that stands. */
export function refused({ command, answer }: Refusal, address: number | null): FlashlineError {
  const where = address === null ? {} : { address: hexAddress(address) }
  if (answer === 'nak') return new FlashlineError('LOADER_REFUSED', { command, status: 'NAK', ...where })
  return new FlashlineError(answer === 'silence' ? 'LOADER_SILENT' : 'LOADER_REPLY', { command, ...where })
}
