// A boot loader that answers, and how it is brought to answer again when the line broke: entry, stub, rate. Holds what
// belongs to the conversation and outlives a step of the job. Not here: what is said about flash (the other files).
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Link } from '../../transports/link.ts'
import type { ConnectContext } from '../protocol.ts'
import { Channel } from './channel.ts'
import { type Entry, enterLoader, startByLines } from './entry.ts'
import { attachFlash, describeFlash, type FlashChip, readFlashChip } from './flash-chip.ts'
import { type Identity, readIdentity } from './identity.ts'
import { Loader } from './loader.ts'
import type { EspOptions } from './options.ts'
import { changeRate, ratesBelow } from './rates.ts'
import { startBySoftware } from './soft-start.ts'
import { loadStub, startStub, stubName } from './stub.ts'

const usualBaudRate = 115_200
const assumedFlashBytes = 4 * 1024 * 1024
const stubBlockBytes = 0x4000
const nativeUsbBlockBytes = 0x800
const romBlockBytes = 0x400

export class Session {
  readonly channel: Channel
  readonly options: EspOptions
  readonly context: ConnectContext
  /** Of the ROM, and of the firmware's console. */
  readonly baseBaudRate: number
  /** Now. */
  baudRate: number
  isStub = false
  #entry: Entry | null = null
  #identity: Identity | null = null
  #flash: FlashChip | null = null
  #isNativeUsb = false
  #stubFails: boolean

  constructor(link: Link, options: EspOptions, context: ConnectContext) {
    this.channel = new Channel(link)
    this.options = options
    this.context = context
    this.baseBaudRate = context.baudRate ?? usualBaudRate
    this.baudRate = this.baseBaudRate
    this.#stubFails = options.useStub === 'never'
  }

  get identity(): Identity {
    if (this.#identity === null) throw new FlashlineError('SOFTWARE', { message: 'not opened' })
    return this.#identity
  }

  /** Null when no flash memory answers. */
  get flash(): FlashChip | null {
    return this.#flash
  }

  /** Of one request that carries flash data. */
  get blockBytes(): number {
    if (!this.isStub) return romBlockBytes
    return this.#isNativeUsb ? nativeUsbBlockBytes : stubBlockBytes
  }

  loader(signal: AbortSignal): Loader {
    return new Loader(this.channel, signal)
  }

  /** LOADER_SILENT, CHIP_UNKNOWN, CHIP_SECURED */
  async open(signal: AbortSignal): Promise<void> {
    const { flashBaudRate } = this.options
    const known = this.context.rates?.highestBaudRate ?? flashBaudRate
    await this.#reach(Math.min(flashBaudRate, known), signal)
    this.#flash = await readFlashChip(this.loader(signal), this.identity.chip.spi)
    if (!this.isStub) await describeFlash(this.loader(signal), this.#flash?.sizeBytes ?? assumedFlashBytes)
  }

  /** After bytes were lost or broken: everything anew, at the next lower rate if there is one. */
  async reopen(signal: AbortSignal): Promise<void> {
    const [next = this.baseBaudRate] = ratesBelow(this.baudRate, this.baseBaudRate).slice(1)
    if (next < this.baudRate) this.context.rates?.lower(next)
    await this.#reach(next, signal)
    if (!this.isStub) await describeFlash(this.loader(signal), this.#flash?.sizeBytes ?? assumedFlashBytes)
  }

  /** Starts the firmware, by the reset pin where there is a line to it. */
  async start(signal: AbortSignal): Promise<void> {
    const { way } = this.#entry ?? { way: 'byHand' }
    const isByLines = way !== 'byHand' && this.channel.link.hasSignals
    if (isByLines) await startByLines(this.channel, way, signal, () => this.#restoreRate())
    else await this.#startWithoutLines(signal)
    await this.#restoreRate()
  }

  async #startWithoutLines(signal: AbortSignal): Promise<void> {
    const loader = this.loader(signal)
    if (this.baudRate !== this.baseBaudRate) {
      await changeRate(loader, this.baudRate, this.baseBaudRate, this.isStub)
      this.baudRate = this.baseBaudRate
    }
    const isStarted = await startBySoftware(loader, this.identity.chip, this.isStub)
    if (!isStarted) this.context.notice?.('resetByHand')
  }

  /** A connect that failed leaves the device running what it had, if that is possible at all. */
  async letGo(signal: AbortSignal): Promise<void> {
    if (this.options.reset !== 'none' && this.channel.link.hasSignals)
      await startByLines(this.channel, this.#entry?.way ?? 'classic', signal, () => this.#restoreRate())
  }

  async #restoreRate(): Promise<void> {
    if (this.baudRate === this.baseBaudRate) return
    this.baudRate = this.baseBaudRate
    await this.channel.link.setBaud(this.baseBaudRate)
  }

  /** A loader that answers at `wanted` or at the highest rate below it that works. */
  async #reach(wanted: number, signal: AbortSignal): Promise<void> {
    await this.#enter(signal)
    const rates = this.#mayRaise ? ratesBelow(wanted, this.baseBaudRate) : []
    for (const [index, rate] of rates.entries()) {
      if (await changeRate(this.loader(signal), this.baseBaudRate, rate, this.isStub)) {
        this.baudRate = rate
        return
      }
      this.context.rates?.lower(rates[index + 1] ?? this.baseBaudRate)
      this.baudRate = rate
      await this.#enter(signal)
    }
  }

  /** Without modem lines there is no way back from a rate that does not work; many such carriers have none of their own. */
  get #mayRaise(): boolean {
    const { raiseRate } = this.options
    return raiseRate === 'auto' ? this.channel.link.hasSignals : raiseRate === 'always'
  }

  /** The ROM or, where it can be had, the stub, at the rate of the ROM. */
  async #enter(signal: AbortSignal): Promise<void> {
    await this.#restoreRate()
    await this.#sync(signal)
    this.#identity ??= await readIdentity(this.loader(signal), this.isStub ? null : this.baseBaudRate)
    if (!this.isStub && !this.#stubFails && !(await this.#startStub(signal))) {
      this.#stubFails = true
      this.context.log({ source: 'station', text: 'the stub did not start: going on with the ROM' })
      await this.#sync(signal)
    }
    if (this.isStub) return
    if (!this.identity.chip.romCanProve) throw this.#unprovable()
    await attachFlash(this.loader(signal))
  }

  /** What the ROM of an ESP8266 wrote, it cannot digest. */
  #unprovable(): FlashlineError {
    const { family } = this.identity.chip
    return this.options.useStub === 'never'
      ? new FlashlineError('PROFILE_INVALID', { issue: 'useStub', chip: family })
      : new FlashlineError('LOADER_REFUSED', { command: 'memoryEnd', chip: family })
  }

  async #sync(signal: AbortSignal): Promise<void> {
    const lastWay = this.#entry?.way ?? null
    this.#entry = await enterLoader(this.channel, this.options, this.context, lastWay, signal)
    this.isStub = this.#entry.isStub
  }

  async #startStub(signal: AbortSignal): Promise<boolean> {
    const loader = this.loader(signal)
    const { chip, revision } = this.identity
    if (chip.nativeUsb) {
      const port = (await loader.readRegister(chip.nativeUsb.register)) & 0xff
      this.#isNativeUsb = port === chip.nativeUsb.value
    }
    const program = await loadStub(stubName(chip, revision))
    try {
      this.isStub = await startStub(loader, program, {
        isNativeUsb: this.#isNativeUsb,
        baudRate: this.baseBaudRate,
      })
    } catch (error) {
      if (!(error instanceof FlashlineError) || error.code !== 'LOADER_REFUSED') throw error
    }
    return this.isStub
  }
}
