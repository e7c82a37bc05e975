// One boot loader from its reset to its end: starts it, keeps it there while nobody asks for anything, finds it again
// after a failure, and lets the firmware start. Not here: the bytes (codec.ts), plan and proof (index.ts).
import { type ErrorContext, FlashlineError } from '../../../preload/contract/index.ts'
import type { Link } from '../../transports/link.ts'
import type { ConnectContext } from '../protocol.ts'
import {
  encodeRead,
  enterProgmode,
  extendedAddress,
  getParameter,
  getSync,
  leaveProgmode,
  loadAddressBytes,
  loadExtended,
  parameter,
  readSign,
} from './codec.ts'
import { canPulse, enterLoader } from './entry.ts'
import { hex, isLoaderFault, Loader, type Question } from './loader.ts'
import type { AvrOptions } from './options.ts'
import { pulseReset } from './reset.ts'

/** Assumed where the carrier's rate is not known. */
const usualBaudRate = 115_200
/** Nobody stands beside the board in mid write: it may still come back by itself. */
const handWaitAgainMs = 1500
const whileRunning = { windowMs: 300, everyMs: 150 }
/** Well below the second after which a boot loader that hears nothing leaves. */
const keepAliveMs = 300
/** After an interrupted command: longer than a page takes on the wire and in the flash. */
const quietMs = 100
/** From so many failures on each command is sent alone and each page read alone. */
const faultsUntilCareful = 2

export class Session {
  readonly #link: Link
  readonly #options: AvrOptions
  readonly #context: ConnectContext
  readonly #loader: Loader
  readonly #idle = new AbortController()
  #heartbeat: NodeJS.Timeout | null = null
  #beat: Promise<void> = Promise.resolve()
  #faults = 0
  #extended = 0
  /** Where an operation broke off, an answer may still be under way. */
  #isTorn = false
  #hasLeft = false

  constructor(link: Link, options: AvrOptions, context: ConnectContext) {
    this.#link = link
    this.#options = options
    this.#context = context
    this.#loader = new Loader(link, options.answerTimeoutMs, context.signal)
  }

  /** Bits per second while the boot loader speaks. */
  get baudRate(): number {
    return this.#options.baudRate ?? this.#firmwareBaudRate
  }

  get #firmwareBaudRate(): number {
    return this.#context.baudRate ?? usualBaudRate
  }

  /** Starts the boot loader and asks who it is. LOADER_SILENT, LOADER_REPLY. */
  async open(signal: AbortSignal): Promise<{ signature: string; major: number; minor: number }> {
    if (this.baudRate !== this.#firmwareBaudRate) await this.#link.setBaud(this.baudRate)
    await this.#enter(this.#options.handWaitMs, signal)
    return this.retry({ command: 'GET_PARAMETER' }, signal, async () => {
      const [major = 0] = await this.#ask(
        getParameter(parameter.softwareMajor),
        1,
        { command: 'GET_PARAMETER' },
        signal,
      )
      const [minor = 0] = await this.#ask(
        getParameter(parameter.softwareMinor),
        1,
        { command: 'GET_PARAMETER' },
        signal,
      )
      const signature = hex(await this.#ask(readSign, 3, { command: 'READ_SIGN' }, signal))
      await this.#ask(enterProgmode, 0, { command: 'ENTER_PROGMODE' }, signal)
      return { signature, major, minor }
    })
  }

  /** The boot loader is needed now: in sync, and nobody else speaks until end(). */
  async begin(signal: AbortSignal): Promise<void> {
    await this.#stopHeartbeat()
    if (this.#isTorn) await this.#loader.untilQuiet(quietMs, signal)
    this.#isTorn = true
    await this.retry({ command: 'ENTER_PROGMODE' }, signal, () =>
      this.#ask(enterProgmode, 0, { command: 'ENTER_PROGMODE' }, signal),
    )
  }

  /** Keeps the boot loader awake until the next begin(), when all went well. */
  end(isWhole: boolean): void {
    this.#isTorn = !isWhole
    if (!isWhole || this.#hasLeft) return
    this.#heartbeat = setInterval(() => this.#keepAlive(), keepAliveMs)
    this.#heartbeat.unref()
  }

  /** Puts the frame of encodeWrite() on the wire ahead of program(), where both its commands may go at once. */
  async startPage(frame: Uint8Array, address: number, signal: AbortSignal): Promise<boolean> {
    if (!this.#options.pipelined || this.#isCareful || extendedAddress(address) !== this.#extended)
      return false
    await this.#link.write(frame, signal)
    return true
  }

  /** Writes a page; returns how often it was tried again. `isStarted`: as startPage() said. */
  async program(
    frame: Uint8Array,
    address: number,
    isStarted: boolean,
    signal: AbortSignal,
  ): Promise<number> {
    const asked = { command: 'PROG_PAGE', address }
    let tries = 0
    await this.retry(asked, signal, async () => {
      const isOnWire = isStarted && tries === 0
      tries += 1
      if (!isOnWire) await this.#load(frame, address, signal)
      else await this.#loader.answer(0, asked, signal)
      if (!isOnWire) await this.#link.write(frame.subarray(loadAddressBytes), signal)
      await this.#loader.answer(0, asked, signal)
    })
    return tries - 1
  }

  /** Up to 256 bytes at once; page by page where that was not answered. */
  async readFlash(
    address: number,
    sizeBytes: number,
    pageBytes: number,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    return this.retry({ command: 'READ_PAGE', address }, signal, async () => {
      if (!this.#isCareful) return this.#readBlock(address, sizeBytes, signal)
      const pieces: Uint8Array[] = []
      for (let at = 0; at < sizeBytes; at += pageBytes)
        pieces.push(await this.#readBlock(address + at, Math.min(pageBytes, sizeBytes - at), signal))
      return Buffer.concat(pieces)
    })
  }

  /** Lets the firmware start. Safe in every state; a boot loader that does not hear it leaves by itself. */
  async leave(signal: AbortSignal): Promise<void> {
    if (this.#hasLeft) return
    this.#hasLeft = true
    await this.#stopHeartbeat()
    if (this.#isTorn) await this.#loader.untilQuiet(quietMs, signal)
    try {
      await this.#ask(leaveProgmode, 0, { command: 'LEAVE_PROGMODE' }, signal)
    } catch (error) {
      if (!isLoaderFault(error)) throw error
      if (canPulse(this.#link, this.#options.reset))
        await pulseReset(this.#link, this.#options.dischargeMs, signal)
    }
    if (this.baudRate !== this.#firmwareBaudRate) await this.#link.setBaud(this.#firmwareBaudRate)
  }

  /** Tries again after silence or nonsense, each time with a boot loader that was found again. TRANSFER_RETRIES */
  async retry<Result>(asked: Question, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const { maxRetries } = this.#options
    for (let repeats = 0; ; repeats += 1) {
      try {
        return await work()
      } catch (error) {
        if (!isLoaderFault(error)) throw error
        if (repeats === maxRetries)
          throw new FlashlineError('TRANSFER_RETRIES', retried(asked, repeats), { cause: error })
        this.#faults += 1
        await this.#findAgain(signal)
      }
    }
  }

  #mayPipeline(address: number): boolean {
    return this.#options.pipelined && !this.#isCareful && extendedAddress(address) === this.#extended
  }

  get #isCareful(): boolean {
    return this.#faults >= faultsUntilCareful
  }

  #ask(frame: Uint8Array, dataBytes: number, asked: Question, signal: AbortSignal): Promise<Uint8Array> {
    return this.#loader.ask(frame, dataBytes, asked, signal)
  }

  async #load(frame: Uint8Array, address: number, signal: AbortSignal): Promise<void> {
    if (extendedAddress(address) !== this.#extended) {
      await this.#ask(loadExtended(address), 1, { command: 'UNIVERSAL' }, signal)
      this.#extended = extendedAddress(address)
    }
    await this.#ask(frame.subarray(0, loadAddressBytes), 0, { command: 'LOAD_ADDRESS' }, signal)
  }

  async #readBlock(address: number, sizeBytes: number, signal: AbortSignal): Promise<Uint8Array> {
    const asked = { command: 'READ_PAGE', address }
    const frame = encodeRead(address, sizeBytes)
    if (this.#mayPipeline(address)) {
      await this.#link.write(frame, signal)
      await this.#loader.answer(0, asked, signal)
    } else {
      await this.#load(frame, address, signal)
      await this.#link.write(frame.subarray(loadAddressBytes), signal)
    }
    return this.#loader.answer(sizeBytes, asked, signal)
  }

  async #findAgain(signal: AbortSignal): Promise<void> {
    await this.#loader.untilQuiet(quietMs, signal)
    if ((await this.#loader.findSync(whileRunning, signal)) !== null)
      await this.#enter(handWaitAgainMs, signal)
  }

  async #enter(handWaitMs: number, signal: AbortSignal): Promise<void> {
    this.#extended = 0
    const { baudRate } = this
    await enterLoader(
      this.#link,
      this.#loader,
      { ...this.#options, baudRate, handWaitMs, notice: this.#context.notice },
      signal,
    )
  }

  #keepAlive(): void {
    this.#beat = this.#beat.then(async () => {
      if (this.#heartbeat === null) return
      // Whoever needs the boot loader next finds out what is wrong, and says so.
      await this.#ask(getSync, 0, { command: 'GET_SYNC' }, this.#idle.signal).catch(() => this.#stopTimer())
    })
  }

  async #stopHeartbeat(): Promise<void> {
    this.#stopTimer()
    await this.#beat
  }

  #stopTimer(): void {
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat)
    this.#heartbeat = null
  }
}

function retried({ command, address }: Question, repeats: number): ErrorContext {
  return address === undefined ? { command, repeats } : { command, offset: address, repeats }
}
