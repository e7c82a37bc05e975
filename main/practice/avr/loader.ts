// The boot loader of a simulated AVR board, as Optiboot 4.4 and ATmegaBOOT 1.16 behave: what they answer, what they
// ignore, what makes them give up. Neither tells that a page could not be written: only reading it back does.
import { setTimeout as pause } from 'node:timers/promises'
import type { Part } from '../../protocols/avr/parts.ts'
import type { ChipMachine } from '../chip.ts'

export type LoaderStyle = 'optiboot' | 'arduino'

export const loaderTraits = {
  /** Leaves at the first thing that it does not understand. */
  optiboot: { major: 4, minor: 4, baudRate: 115_200, windowMs: 1000, errorsUntilGone: 1, leavesAtOnce: true },
  /** Counts what it does not understand; stays after LEAVE_PROGMODE until nobody has spoken for a while. */
  arduino: { major: 1, minor: 16, baudRate: 57_600, windowMs: 1000, errorsUntilGone: 5, leavesAtOnce: false },
} as const

export interface AvrLoader {
  readonly style: LoaderStyle
  readonly part: Part
  readonly pageMs: number
  readonly windowMs: number
  readonly baudRate: number
  readonly isHalfDuplex: boolean
}

const endOfCommand = 0x20
const inSync = 0x14
const ok = 0x10
const maxBlockBytes = 256
/** What a UART keeps while the processor is busy. */
const uartBytes = 2
const extendedWords = 0x1_0000

/** Thrown to leave the loop: whoever speaks here speaks another language, or nobody speaks any more. */
class Gone extends Error {}

/** Ends when the firmware is to start. */
export async function runLoader(loader: AvrLoader, machine: ChipMachine, signal: AbortSignal): Promise<void> {
  try {
    await new Talk(loader, machine, signal).listen()
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof Gone)) throw error
  }
}

class Talk {
  readonly #loader: AvrLoader
  readonly #machine: ChipMachine
  readonly #signal: AbortSignal
  #address = 0
  #extended = 0
  #errors = 0

  constructor(loader: AvrLoader, machine: ChipMachine, signal: AbortSignal) {
    this.#loader = loader
    this.#machine = machine
    this.#signal = signal
  }

  async listen(): Promise<void> {
    const { major, minor, leavesAtOnce } = loaderTraits[this.#loader.style]
    for (;;) {
      const [command] = await this.#take(1)
      if (command === 0x41) {
        const [which] = await this.#take(1)
        await this.#answer([which === 0x81 ? major : which === 0x82 ? minor : 3])
      } else if (command === 0x42) {
        await this.#take(20)
        await this.#answer()
      } else if (command === 0x45) {
        await this.#take(5)
        await this.#answer()
      } else if (command === 0x51) {
        await this.#answer()
        if (leavesAtOnce) throw new Gone()
      } else if (command === 0x55) {
        const [low = 0, high = 0] = await this.#take(2)
        this.#address = 2 * (low + 256 * high)
        await this.#answer()
      } else if (command === 0x56) {
        const [code, , extended = 0] = await this.#take(4)
        if (code === 0x4d) this.#extended = extended
        await this.#answer([0])
      } else if (command === 0x64) await this.#programPage()
      else if (command === 0x74) await this.#readPage()
      else if (command === 0x75) await this.#answer(Buffer.from(this.#loader.part.signature, 'hex'))
      else if (command === 0x30 || command === 0x50 || this.#loader.style === 'optiboot') await this.#answer()
      else this.#misunderstood()
    }
  }

  get #start(): number {
    return this.#extended * 2 * extendedWords + this.#address
  }

  async #programPage(): Promise<void> {
    const { pageMs, part } = this.#loader
    const { wire } = this.#machine
    const bytes = await this.#take(await this.#blockBytes())
    if (!(await this.#isEnded())) return
    this.#send(Uint8Array.of(inSync))
    // Meanwhile the processor stands still: what its UART cannot keep is lost.
    if (pageMs > 0 && (await wire.read(uartBytes + 1, pageMs, this.#signal)) !== null) {
      wire.discard()
      await pause(pageMs, undefined, { signal: this.#signal })
    }
    // The lock bits keep the boot loader's own section from being written; the rest is refused by worn-out flash only.
    const start = this.#start - (this.#start % part.pageBytes)
    const bootBytes = part.bootBytes[this.#loader.style === 'optiboot' ? 'optiboot' : 'older']
    if (start < part.flashBytes - bootBytes && this.#machine.erase(start, part.pageBytes))
      this.#machine.store(start, bytes.subarray(0, part.pageBytes))
    this.#send(Uint8Array.of(ok))
  }

  async #readPage(): Promise<void> {
    const sizeBytes = await this.#blockBytes()
    const { storage } = this.#machine
    const end = Math.min(this.#start + sizeBytes, storage.length)
    const data = Buffer.alloc(sizeBytes, 0xff)
    storage.copy(data, 0, Math.min(this.#start, storage.length), end)
    await this.#answer(data)
  }

  /** Size, high byte first, and which memory. Optiboot looks at the low byte only; 0 means 256. */
  async #blockBytes(): Promise<number> {
    const [high = 0, low = 0] = await this.#take(3)
    return Math.min(high * 256 + low, maxBlockBytes) || maxBlockBytes
  }

  async #answer(data: Iterable<number> = []): Promise<void> {
    if (await this.#isEnded()) this.#send(Uint8Array.of(inSync, ...data, ok))
  }

  async #isEnded(): Promise<boolean> {
    const [byte] = await this.#take(1)
    if (byte === endOfCommand) return true
    this.#misunderstood()
    return false
  }

  #misunderstood(): void {
    this.#errors += 1
    if (this.#errors >= loaderTraits[this.#loader.style].errorsUntilGone) throw new Gone()
  }

  #send(bytes: Uint8Array): void {
    const { wire } = this.#machine
    wire.send(bytes)
    if (this.#loader.isHalfDuplex) wire.discard()
  }

  /** The window is counted from byte to byte; a block that trickles in at the wire's rate has that long as a whole. */
  async #take(count: number): Promise<Uint8Array> {
    const { windowMs, baudRate } = this.#loader
    const wireMs = (count * 20_000) / baudRate
    const bytes = await this.#machine.wire.read(count, windowMs + wireMs, this.#signal)
    if (bytes === null) throw new Gone()
    return bytes
  }
}
