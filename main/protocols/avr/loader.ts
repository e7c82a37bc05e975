// Asks the boot loader one thing and waits for its answer; finds it when only silence or rubbish was heard before.
// Not here: the bytes (codec.ts), what is asked in which order (session.ts), reset (reset.ts).
import { type ErrorContext, FlashlineError } from '../../../preload/contract/index.ts'
import { hexAddress } from '../../firmware/formats/index.ts'
import type { Link } from '../../transports/link.ts'
import { decodeAnswer, getSync, inSync, ok } from './codec.ts'

/** More noise than this before an answer is no noise but another speaker. */
const maxNoiseBytes = 1024
const heardSampleBytes = 16
/** Where more than one GET_SYNC went out, a second answer comes within this; the boot loader waits for a second. */
const lateAnswerMs = 150

/** What was asked, for errors. */
export interface Question {
  readonly command: string
  /** In the flash, in bytes. */
  readonly address?: number
}

export interface SyncWindow {
  readonly windowMs: number
  /** A boot loader that blinks before it listens keeps two bytes, one GET_SYNC: it must not get more meanwhile. */
  readonly everyMs: number
}

export class Loader {
  readonly #link: Link
  readonly #answerTimeoutMs: number
  readonly #request: { atLeast: number; atMost: number; timeoutMs: number; signal: AbortSignal }

  constructor(link: Link, answerTimeoutMs: number, signal: AbortSignal) {
    this.#link = link
    this.#answerTimeoutMs = answerTimeoutMs
    this.#request = { atLeast: 1, atMost: 1, timeoutMs: 0, signal }
  }

  /** LOADER_SILENT, LOADER_REPLY, LOADER_REFUSED with `command`, LINK_LOST; the signal's reason. */
  async ask(frame: Uint8Array, dataBytes: number, asked: Question, signal: AbortSignal): Promise<Uint8Array> {
    await this.#link.write(frame, signal)
    return this.answer(dataBytes, asked, signal)
  }

  /** The data of the next answer; noise before it is dropped, what stands behind it stays unread. */
  async answer(dataBytes: number, asked: Question, signal: AbortSignal): Promise<Uint8Array> {
    const wholeBytes = dataBytes + 2
    const until = performance.now() + this.#answerTimeoutMs
    let bytes = await this.#read(wholeBytes, this.#answerTimeoutMs, signal)
    if (bytes.length === wholeBytes && bytes[0] === inSync && bytes[wholeBytes - 1] === ok)
      return bytes.subarray(1, wholeBytes - 1)
    for (;;) {
      const answer = decodeAnswer(bytes, dataBytes)
      if (answer.kind === 'data') {
        this.#link.unread(bytes.subarray(answer.takenBytes))
        return answer.data
      }
      if (answer.kind === 'refused')
        throw new FlashlineError('LOADER_REFUSED', {
          ...facts(asked),
          status: `0x${answer.status.toString(16)}`,
        })
      const leftMs = until - performance.now()
      const isHopeless = answer.kind === 'nonsense' || bytes.length > wholeBytes + maxNoiseBytes
      if (isHopeless || leftMs <= 0) throw unanswered(asked, bytes)
      const next = await this.#read(answer.missingBytes, leftMs, signal)
      if (next.length === 0) throw unanswered(asked, bytes)
      bytes = Buffer.concat([bytes, next])
    }
  }

  /**
   * Sends GET_SYNC until it is answered, and then makes sure that no answer to an earlier one is still under way.
   * Null when it is in sync, else a sample of what was heard.
   */
  async findSync({ windowMs, everyMs }: SyncWindow, signal: AbortSignal): Promise<Uint8Array | null> {
    const until = performance.now() + windowMs
    let heard: Uint8Array = new Uint8Array(0)
    for (let tries = 1; ; tries += 1) {
      await this.#link.write(getSync, signal)
      const round = await this.#listenForSync(Math.min(everyMs, until - performance.now()), signal)
      if (round === null && (await this.#isSettled(tries > 1 ? lateAnswerMs : 0, signal))) return null
      if (round !== null && heard.length === 0) heard = round
      if (performance.now() >= until) return heard
    }
  }

  /** Drops what comes until nothing came for `quietMs`. */
  async untilQuiet(quietMs: number, signal: AbortSignal): Promise<void> {
    const until = performance.now() + 10 * quietMs
    while (performance.now() < until) {
      if ((await this.#read(1, quietMs, signal)).length === 0) return
      this.#link.discard()
    }
  }

  async #listenForSync(timeoutMs: number, signal: AbortSignal): Promise<Uint8Array | null> {
    const until = performance.now() + timeoutMs
    let heard: Uint8Array = new Uint8Array(0)
    let last = 0
    for (let leftMs = timeoutMs; leftMs > 0; leftMs = until - performance.now()) {
      const [byte] = await this.#read(1, leftMs, signal)
      if (byte === undefined) break
      if (last === inSync && byte === ok) return null
      if (heard.length < heardSampleBytes) heard = Uint8Array.of(...heard, byte)
      last = byte
    }
    return heard
  }

  async #isSettled(quietMs: number, signal: AbortSignal): Promise<boolean> {
    if (quietMs > 0) await this.untilQuiet(quietMs, signal)
    this.#link.discard()
    try {
      await this.ask(getSync, 0, { command: 'GET_SYNC' }, signal)
      return true
    } catch (error) {
      if (isLoaderFault(error)) return false
      throw error
    }
  }

  #read(count: number, timeoutMs: number, signal: AbortSignal): Promise<Uint8Array> {
    this.#request.atLeast = count
    this.#request.atMost = count
    this.#request.timeoutMs = timeoutMs
    this.#request.signal = signal
    return this.#link.read(this.#request)
  }
}

/** Worth another try after the two have found each other again. */
export function isLoaderFault(error: unknown): boolean {
  return error instanceof FlashlineError && ['LOADER_SILENT', 'LOADER_REPLY'].includes(error.code)
}

/** LOADER_SILENT when nothing was heard, else LOADER_REPLY with a sample of it. */
export function unanswered(asked: Question, heard: Uint8Array): FlashlineError {
  if (heard.length === 0) return new FlashlineError('LOADER_SILENT', facts(asked))
  return new FlashlineError('LOADER_REPLY', {
    ...facts(asked),
    found: hex(heard.subarray(0, heardSampleBytes)),
  })
}

function facts({ command, address }: Question): ErrorContext {
  return address === undefined ? { command } : { command, address: hexAddress(address) }
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
