// One request, one answer: what the ROM and the stub have in common. Repeats what may be repeated. A loader object
// lives for one step of a job, whose signal it carries.
import { type ErrorContext, FlashlineError } from '../../../preload/contract/index.ts'
import type { Channel } from './channel.ts'
import {
  type Answer,
  answerOf,
  decodeReply,
  encodeRequest,
  invalidMessage,
  type OpName,
  ops,
  refusalOf,
  words,
} from './codec.ts'

export interface CallOptions {
  /** How much data the answer may carry, the longest first. */
  readonly dataBytes?: readonly number[]
  readonly timeoutMs?: number
  /** A request that changes nothing, or the same thing again, is sent so often before it fails. */
  readonly tries?: number
}

const usualTimeoutMs = 3000
/** An answer that is this late was not late: it was lost. */
const shortTimeoutMs = 600
const quietMs = 40
const steadyTries = 6

export class Loader {
  readonly channel: Channel
  readonly signal: AbortSignal

  constructor(channel: Channel, signal: AbortSignal) {
    this.channel = channel
    this.signal = signal
  }

  /** Sends a request and returns its answer when it says that all is well. LOADER_SILENT, LOADER_REFUSED. */
  async call(name: OpName, data: Uint8Array, options: CallOptions = {}): Promise<Answer> {
    const { tries = 1, timeoutMs = tries > 1 ? shortTimeoutMs : usualTimeoutMs, dataBytes = [] } = options
    const frame = encodeRequest(ops[name], data)
    for (let left = tries - 1; ; left -= 1) {
      const answer = await this.exchange(name, frame, timeoutMs, dataBytes)
      // The answer to an earlier try may still come, and must not pass for that of the next request.
      if (left < tries - 1) await this.channel.untilQuiet(quietMs, this.signal)
      if (answer?.status === 0) return answer
      if (left > 0 && (answer === null || refusalOf(answer.status) === 'unreadable')) {
        await this.channel.untilQuiet(quietMs, this.signal)
        continue
      }
      throw answer === null ? silent(name) : refused(name, answer.status)
    }
  }

  /** Sends a frame and returns whatever answer to it comes; null when none does in time. */
  async exchange(
    name: OpName,
    frame: Uint8Array,
    timeoutMs: number,
    dataBytes: readonly number[] = [],
  ): Promise<Answer | null> {
    this.channel.discard()
    await this.channel.link.write(frame, this.signal)
    return this.answer(name, timeoutMs, dataBytes)
  }

  /** Waits for the answer to a request that is on its way. */
  async answer(name: OpName, timeoutMs: number, dataBytes: readonly number[]): Promise<Answer | null> {
    const until = performance.now() + timeoutMs
    for (let left = timeoutMs; left > 0; left = until - performance.now()) {
      const payload = await this.channel.payload(left, this.signal)
      if (payload === null) return null
      const reply = decodeReply(payload)
      if (reply === null) continue
      const answer = answerOf(reply, dataBytes)
      if (reply.op === ops[name] || answer.status === invalidMessage) return answer
    }
    return null
  }

  async readRegister(address: number): Promise<number> {
    return (await this.call('readRegister', words(address), { tries: 3 })).value
  }

  async writeRegister(address: number, value: number): Promise<void> {
    await this.call('writeRegister', words(address, value, 0xffff_ffff, 0), { tries: 3 })
  }

  /**
   * Answers carry no checksum: what must not be wrong (a MAC, a fuse) is read until two answers in a row agree.
   * LOADER_REPLY when that does not happen.
   */
  async steady<T extends number | string>(name: OpName, read: () => Promise<T>): Promise<T> {
    let last = await read()
    for (let left = steadyTries; left > 0; left -= 1) {
      const next = await read()
      if (next === last) return next
      last = next
    }
    throw new FlashlineError('LOADER_REPLY', { command: name })
  }
}

export function silent(name: OpName, context: ErrorContext = {}): FlashlineError {
  return new FlashlineError('LOADER_SILENT', { command: name, ...context })
}

export function refused(name: OpName, status: number, context: ErrorContext = {}): FlashlineError {
  return new FlashlineError('LOADER_REFUSED', { command: name, status: statusText(status), ...context })
}

/** How long bytes are under way: a carrier may have taken them long before the loader has them. */
export function lineMs(sizeBytes: number, baudRate: number): number {
  return (sizeBytes * 10_000) / baudRate
}

export function statusText(status: number): string {
  return `0x${status.toString(16).padStart(4, '0')}`
}
