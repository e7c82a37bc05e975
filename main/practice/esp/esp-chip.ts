// A simulated ESP chip on its board: reset pins, the choice between loader and firmware, and what follows from it. The
// loaders are in rom.ts and stub.ts. Proved by an unmodified esptool-js that flashes and verifies it.
import { setTimeout as pause } from 'node:timers/promises'
import { runAppConsole } from '../app-console.ts'
import { type ChipMachine, type ChipProgram, type Lines, SimulatedChip } from '../chip.ts'
import { loadEspApp } from './app-image.ts'
import type { EspCore } from './core.ts'
import { FrameReader } from './frames.ts'
import { espTraits } from './models.ts'
import { NorFlash } from './nor-flash.ts'
import { type EspOptions, noFlashTimes } from './options.ts'
import { appOffsets } from './partition-table.ts'
import { defaultRevision, EspRegisters } from './registers.ts'
import { RomLoader } from './rom.ts'
import { FlasherStub } from './stub.ts'

const consoleBaudRate = 115_200
/** What full-speed USB comes to in practice, as a rate. */
const usbBaudRate = 8_000_000

type ResetBy = 'hand' | 'lines' | 'itself'

export function createEspChip(options: EspOptions): SimulatedChip {
  const { device, stored, faults, hasLines, isUsbJtag = false, flashSizeBytes = 4 * 1024 * 1024 } = options
  return new SimulatedChip({
    device,
    program: new EspProgram({ ...options, flashSizeBytes }),
    storageBytes: flashSizeBytes,
    wire: { ...(isUsbJtag && { isUsb: true, lineBaudRate: usbBaudRate }), ...options.wire },
    ...(stored && { stored }),
    ...(faults && { faults }),
    ...(hasLines !== undefined && { hasLines }),
  })
}

class EspProgram implements ChipProgram {
  readonly #options: EspOptions & { readonly flashSizeBytes: number }
  /** Only by hand a button is held. */
  #resetBy: ResetBy = 'hand'
  #isHeldInReset = false
  /** What the chip's own USB port was told last without a reset, and what it was when the reset came. */
  #isLoaderAsked = false
  #isLoaderDue = false
  /** What ran last; for a chip that ignores new firmware. Undefined: nothing did yet. */
  #ranVersion: string | null | undefined

  constructor(options: EspOptions & { readonly flashSizeBytes: number }) {
    this.#options = options
  }

  onLines({ dtr, rts }: Lines): 'hold' | 'release' | 'pulse' | null {
    if (this.#options.isUsbJtag) return this.#onUsbLines(dtr, rts)
    // Two transistors: EN is low only with RTS alone, IO0 only with DTR alone.
    const isEnLow = rts && !dtr
    if (this.#isHeldInReset && !isEnLow) this.#resetBy = 'lines'
    this.#isHeldInReset = isEnLow
    return isEnLow ? 'hold' : 'release'
  }

  #onUsbLines(dtr: boolean, rts: boolean): 'pulse' | null {
    if (!rts) this.#isLoaderAsked = dtr
    if (!rts || dtr) return null
    this.#isLoaderDue = this.#isLoaderAsked
    this.#resetBy = 'lines'
    return 'pulse'
  }

  async run(machine: ChipMachine, signal: AbortSignal): Promise<void> {
    const reset = { by: this.#resetBy, isLoaderDue: this.#isLoaderDue }
    this.#resetBy = 'hand'
    this.#isLoaderDue = false
    if (this.#ranVersion === undefined) this.#ranVersion = this.#storedVersion(machine)
    const { enRiseMs = 2 } = this.#options
    await pause(enRiseMs, undefined, { signal })
    if (this.#isLoaderChosen(machine, reset)) await this.#runLoader(machine, signal)
    else await this.#runFirmware(machine, signal)
    this.#resetBy = 'itself'
  }

  #isLoaderChosen({ lines, isBootHeld }: ChipMachine, reset: { by: ResetBy; isLoaderDue: boolean }): boolean {
    const { isUsbJtag = false, bootsInLoader = false } = this.#options
    if (reset.by === 'hand' && isBootHeld) return true
    if (reset.by !== 'itself' && bootsInLoader) return true
    if (isUsbJtag) return reset.isLoaderDue
    return lines?.dtr === true && !lines.rts
  }

  async #runLoader(machine: ChipMachine, signal: AbortSignal): Promise<void> {
    const { model, flashTimes = noFlashTimes, flashSizeBytes } = this.#options
    const traits = espTraits[model]
    this.#print(machine, traits.downloadText)
    machine.wire.setUart(consoleBaudRate)
    const core: EspCore = {
      options: this.#options,
      traits,
      machine,
      registers: new EspRegisters(this.#options, flashSizeBytes),
      flash: new NorFlash(machine, flashTimes, signal),
      frames: new FrameReader(machine.wire),
      signal,
    }
    const next = await new RomLoader(core).run()
    const { stub = 'works' } = this.#options
    if (next === 'crash' || (next === 'stub' && stub === 'hangs')) await this.#hang(machine, signal)
    if (next === 'stub') await new FlasherStub(core).run()
  }

  async #runFirmware(machine: ChipMachine, signal: AbortSignal): Promise<void> {
    this.#print(machine, espTraits[this.#options.model].flashBootText)
    machine.wire.setUart(consoleBaudRate)
    const version = machine.faults.ignoresNewFirmware ? this.#ranVersion : this.#storedVersion(machine)
    this.#ranVersion = version
    if (version) return runAppConsole(machine, version, signal)
    const word = machine.storage.readUInt32LE(espTraits[this.#options.model].bootLoaderOffset)
    this.#print(machine, `invalid header: 0x${word.toString(16).padStart(8, '0')}\r\n`)
    return this.#hang(machine, signal)
  }

  #storedVersion({ storage }: ChipMachine): string | null {
    const { model, revision = defaultRevision(model) } = this.#options
    // Beside the table: an application without one, and one of the ESP8266 that needs no boot loader.
    for (const offset of [...appOffsets(storage), 0x1_0000, 0]) {
      const app = loadEspApp(model, storage, offset, revision)
      if (app !== null) return app.version
    }
    return null
  }

  /** Until a reset from outside. */
  async #hang({ wire }: ChipMachine, signal: AbortSignal): Promise<never> {
    for (;;) await wire.readSome(signal)
  }

  /** As the ROM prints: at its own rate. */
  #print({ wire }: ChipMachine, text: string): void {
    wire.setUart(espTraits[this.#options.model].romBaudRate)
    wire.send(Buffer.from(text, 'latin1'))
  }
}
