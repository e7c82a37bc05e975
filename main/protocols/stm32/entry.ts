// How the chip gets into its boot loader and out again: by the modem lines, or by a person who is told what to do. The
// parity goes with it: the boot loader speaks with even parity, the firmware without.
import { setTimeout as sleep } from 'node:timers/promises'
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Link, ModemLines } from '../../transports/link.ts'
import type { ConnectContext } from '../protocol.ts'
import { get, type LoaderFacts } from './commands.ts'
import { isRefusal, type Loader } from './loader.ts'
import type { Stm32Options } from './options.ts'

/** A byte may be lost, or be taken for half a command. */
const hailsPerReset = 3
/** A board that somebody prepared answers to these already; then the person is asked. */
const hailsBeforeNotice = 3

export class Entry {
  readonly #link: Link
  readonly #options: Stm32Options
  readonly #notice: (notice: Parameters<NonNullable<ConnectContext['notice']>>[0]) => void

  constructor(link: Link, options: Stm32Options, notice: ConnectContext['notice']) {
    this.#link = link
    this.#options = options
    this.#notice = notice ?? (() => {})
  }

  get hasLines(): boolean {
    return this.#options.entry === 'dtrRts' && this.#link.hasSignals
  }

  /** Looks for the boot loader until it answers sensibly. LOADER_SILENT, LOADER_REPLY. */
  async enter(loader: Loader, signal: AbortSignal): Promise<LoaderFacts> {
    const until = performance.now() + this.#options.connectTimeoutMs
    await this.#link.setParity('even')
    let wasHeard = false
    try {
      for (let hails = 0; ; hails += 1) {
        if (this.hasLines && hails % hailsPerReset === 0) await this.#resetInto('loader', signal)
        if (!this.hasLines && (await this.#needsHelp(loader, hails, signal))) this.#notice('setBoot0')
        if (await loader.hail(signal)) {
          wasHeard = true
          const facts = await get(loader, signal)
          if (!isRefusal(facts)) return facts
        }
        const { connectTimeoutMs: waitedMs, entry } = this.#options
        if (performance.now() >= until)
          throw new FlashlineError(wasHeard ? 'LOADER_REPLY' : 'LOADER_SILENT', {
            command: 'get',
            waitedMs,
            entry,
          })
      }
    } finally {
      this.#notice(null)
    }
  }

  /** Starts what is in the flash, by the lines. */
  async startFirmware(signal: AbortSignal): Promise<void> {
    await this.#resetInto('firmware', signal)
  }

  /** Nobody has to do anything about a boot loader that only stands in the middle of something. */
  async #needsHelp(loader: Loader, hails: number, signal: AbortSignal): Promise<boolean> {
    if (hails === hailsBeforeNotice) return !(await loader.provoke(signal))
    return hails === 2 * hailsBeforeNotice
  }

  async #resetInto(what: 'loader' | 'firmware', signal: AbortSignal): Promise<void> {
    const { boot0Line, boot0Inverted, resetLine, resetInverted, resetMs, bootMs } = this.#options
    // A line that is on pulls a bare wire low: reset is active low, BOOT0 active high.
    const boot0: ModemLines = { [boot0Line]: (what === 'loader') === boot0Inverted }
    await this.#link.setSignals({ ...boot0, [resetLine]: !resetInverted })
    await pause(resetMs, signal)
    if (what === 'firmware') await this.#link.setParity('none')
    this.#link.discard()
    await this.#link.setSignals({ ...boot0, [resetLine]: resetInverted })
    if (what === 'loader') await pause(bootMs, signal)
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted())
}
