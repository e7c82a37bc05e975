// A receiver that stands behind a command line: its scripts, and where the device
// is now (at its prompt, in the receiver, or unknown). Not here: the transfer (sender.ts), the order (receiver-target.ts).
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Link } from '../../transports/link.ts'
import { runScript } from '../console/console.ts'
import type { ConsoleScript } from '../console/script.ts'
import type { ConsoleValues } from '../console/template.ts'
import type { ConnectContext } from '../protocol.ts'
import type { BoardOptions } from './options.ts'
import { cancelReceiver } from './session.ts'

/** Some receivers take 10 s from a cancel in mid transfer to their prompt, and longer when they hear anything. */
const promptAfterCancelMs = 15_000

type Place = 'prompt' | 'receiver' | 'unknown'

export interface Storage {
  readonly blockBytes: number
  /** Null where the device was not asked. */
  readonly capacityBytes: number | null
}

export class Board {
  readonly #link: Link
  readonly #options: BoardOptions
  readonly #log: ConnectContext['log']
  #place: Place = 'unknown'

  constructor(link: Link, options: BoardOptions, log: ConnectContext['log']) {
    this.#link = link
    this.#options = options
    this.#log = log
  }

  /** Finds the prompt and asks how much fits. CONSOLE_NO_PROMPT and other codes of the scripts. */
  async enter(signal: AbortSignal): Promise<Storage> {
    const { enter, capacity, blockBytes, values } = this.#options
    await this.play(enter, values, signal)
    if (capacity === null) return { blockBytes, capacityBytes: null }
    const said = await this.play(capacity, values, signal)
    const size = said.blockBytes === undefined ? blockBytes : decimal('blockBytes', said.blockBytes)
    const blocks = said.blocks === undefined ? null : decimal('blocks', said.blocks)
    const bytes = said.bytes === undefined ? null : decimal('bytes', said.bytes)
    if (blocks === null && bytes === null)
      throw new FlashlineError('CONSOLE_NO_ANSWER', { missing: 'blocks' })
    if (size === 0) throw new FlashlineError('CONSOLE_NO_ANSWER', { capture: 'blockBytes', found: '0' })
    return { blockBytes: size, capacityBytes: bytes ?? (blocks ?? 0) * size }
  }

  /** Plays a script at the prompt; a failed one leaves the device who knows where. */
  async play(
    script: ConsoleScript,
    values: ConsoleValues,
    signal: AbortSignal,
  ): Promise<Record<string, string>> {
    this.#place = 'unknown'
    const said = await runScript(this.#link, script, { values, signal, log: this.#log })
    this.#place = 'prompt'
    return said
  }

  /** Starts the receiver. From its command on the device may be in it, whatever the script says. */
  async startReceiver(receive: ConsoleScript, values: ConsoleValues, signal: AbortSignal): Promise<void> {
    let started = false
    try {
      await this.play(receive, values, signal)
      started = true
    } finally {
      this.#place = 'receiver'
      if (!started) await cancelReceiver(this.#link)
    }
  }

  /** The receiver took its file and left. */
  receiverLeft(): void {
    this.#place = 'prompt'
  }

  /** Starts the firmware, from wherever the device was left. Without a reset script the device stays as it is. */
  async reset(signal: AbortSignal): Promise<void> {
    const { enter, reset, values } = this.#options
    if (reset === null) return
    if (this.#place === 'receiver' && (await this.#promptComesBack(signal))) this.#place = 'prompt'
    if (this.#place !== 'prompt') await this.play(enter, values, signal)
    await this.play(reset, values, signal)
    // It boots: a second reset() would have to find the prompt first, and so does not harm.
    this.#place = 'unknown'
  }

  /** Waits without a word: a cancelled receiver that hears anything stays for longer. */
  async #promptComesBack(signal: AbortSignal): Promise<boolean> {
    const prompt = this.#options.enter.at(-1)
    if (prompt === undefined) return false
    const { send: _send, repeatEveryMs: _repeat, ...wait } = prompt
    try {
      await this.play([{ ...wait, timeoutMs: promptAfterCancelMs }], this.#options.values, signal)
      return true
    } catch (error) {
      if (error instanceof FlashlineError && error.code === wait.otherwise) return false
      throw error
    }
  }
}

/** A number a device printed; CONSOLE_NO_ANSWER when it is none. */
export function decimal(capture: string, text: string): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value))
    throw new FlashlineError('CONSOLE_NO_ANSWER', { capture, found: text.slice(0, 60) })
  return value
}
