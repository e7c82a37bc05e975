// A simulated chip: flash that stays, a serial port, reset, and a program (its boot loader and its firmware) that runs
// from power-on or reset to the next one. What the program says and does is in the folder of its boot loader. Nothing
// executes: the firmware is what the program makes of the bytes in the flash.
import type { LinkPair, WireState } from '../transports/memory.ts'
import type { SimulatedUnit, UnitIdentity } from './unit.ts'
import { noWireFaults, Wire, type WireFaults, type WireOptions } from './wire.ts'

/** Everything that can be wrong with a chip. All may be changed while it runs. */
export interface ChipFaults extends WireFaults {
  /** The flash takes a write without an error, but a bit of the byte at this offset in it stays wrong. */
  lieAt: number | null
  /** Writing or erasing at or behind this offset in the flash is refused, as worn-out flash is. */
  refuseFrom: number | null
  /** The cable is pulled when this many bytes were stored. */
  cutAfterStoredBytes: number | null
  /** It stops answering when this many bytes were stored. */
  hangAfterStoredBytes: number | null
  /** After the next reset it runs its boot loader or old firmware again, whatever was written. */
  ignoresNewFirmware: boolean
}

export const noChipFaults: ChipFaults = {
  ...noWireFaults,
  lieAt: null,
  refuseFrom: null,
  cutAfterStoredBytes: null,
  hangAfterStoredBytes: null,
  ignoresNewFirmware: false,
}

export interface Lines {
  readonly dtr: boolean
  readonly rts: boolean
}

/** The chip as its program sees it. */
export interface ChipMachine {
  readonly wire: Wire
  readonly device: UnitIdentity
  readonly storage: Buffer
  readonly faults: ChipFaults
  /** Modem lines as they are now; null where the cable has none. True: asserted (the pin is low). */
  readonly lines: Lines | null
  /** Held by somebody's finger since the last reset: the button or jumper that asks for the boot loader. */
  readonly isBootHeld: boolean
  /** Programs flash: sets bytes, obeys the switches. False: refused. Bytes count towards `cutAfterStoredBytes`. */
  store(offset: number, bytes: Uint8Array): boolean
  /** Sets bytes to 0xff. False: refused. */
  erase(offset: number, sizeBytes: number): boolean
}

export interface ChipProgram {
  /**
   * Runs until it resets itself (then it is started anew) or is aborted by a reset or the loss of power; then it rejects
   * with the signal's reason. RAM is what its variables hold.
   */
  run(machine: ChipMachine, signal: AbortSignal): Promise<void>
  /** What a change of the modem lines does to the reset pin. Left out: nothing. */
  onLines?(now: Lines, before: Lines): 'hold' | 'release' | 'pulse' | null
}

export interface ChipOptions {
  readonly device: UnitIdentity
  readonly program: ChipProgram
  readonly storageBytes: number
  /** What is stored at first, from offset 0; the rest is 0xff. */
  readonly stored?: Uint8Array
  readonly wire?: WireOptions
  readonly faults?: Partial<ChipFaults>
  /** False: its cable has no modem lines and does not tell its rate. */
  readonly hasLines?: boolean
}

export class SimulatedChip implements SimulatedUnit {
  readonly device: UnitIdentity
  readonly storage: Buffer
  readonly faults: ChipFaults
  readonly onWire?: (state: WireState) => void
  onCut: (() => void) | null = null
  /** Told of every write to the flash. */
  onStored: ((offset: number, sizeBytes: number) => void) | null = null
  readonly #program: ChipProgram
  readonly #wire: Wire
  #lines: Lines | null = null
  #isBootHeld = false
  #isHeld = false
  #power: AbortController | null = null
  #life: AbortController | null = null
  #running: Promise<void> = Promise.resolve()
  #cable: Pick<LinkPair, 'device' | 'pull'> | null = null
  #storedBytes = 0

  constructor(options: ChipOptions) {
    const { device, program, storageBytes, stored = new Uint8Array(0), hasLines = true } = options
    this.device = device
    this.storage = Buffer.alloc(storageBytes, 0xff)
    this.storage.set(stored.subarray(0, storageBytes))
    this.faults = { ...noChipFaults, ...options.faults }
    this.#program = program
    this.#wire = new Wire(options.wire ?? {}, this.faults)
    if (hasLines) this.onWire = (state) => this.#stationSet(state)
  }

  get isPowered(): boolean {
    return this.#power !== null
  }

  powerOn(): void {
    if (this.#power) return
    this.#power = new AbortController()
    this.#start()
  }

  attach(cable: Pick<LinkPair, 'device' | 'pull'>): void {
    this.#cable = cable
    this.#wire.attach(cable.device)
  }

  /** The reset button; `boot` is held down meanwhile and let go afterwards. */
  reset({ boot = false } = {}): void {
    this.#isBootHeld = boot
    if (this.#power) this.#start()
  }

  cut(): void {
    const wasPowered = this.isPowered
    // A cable is pulled once: the next try is not cut again.
    this.faults.cutAfterStoredBytes = null
    this.#wire.detach()
    this.#cable?.pull()
    this.#cable = null
    this.#lines = null
    this.#isHeld = false
    this.#power?.abort()
    this.#life?.abort()
    this.#power = null
    this.#wire.discard()
    if (wasPowered) this.onCut?.()
  }

  async close(): Promise<void> {
    this.onCut = null
    this.cut()
    await this.#running
  }

  #stationSet(state: WireState): void {
    this.#wire.stationSet(state)
    const before = this.#lines ?? { dtr: false, rts: false }
    this.#lines = { dtr: state.dtr, rts: state.rts }
    if (before.dtr === state.dtr && before.rts === state.rts) return
    const effect = this.#program.onLines?.(this.#lines, before) ?? null
    if (effect === 'hold') {
      this.#isHeld = true
      this.#life?.abort()
    } else if (effect === 'pulse' || (effect === 'release' && this.#isHeld)) {
      this.#isHeld = false
      if (this.#power) this.#start()
    }
  }

  /** Ends what runs and starts the program anew; the old one may take a moment to notice. */
  #start(): void {
    this.#life?.abort()
    if (this.#isHeld) return
    const life = new AbortController()
    this.#life = life
    this.#storedBytes = 0
    const earlier = this.#running
    this.#running = earlier.then(() => this.#live(life.signal))
  }

  async #live(signal: AbortSignal): Promise<void> {
    const machine = this.#machine()
    try {
      while (!signal.aborted) {
        this.#wire.discard()
        await this.#program.run(machine, signal)
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  #machine(): ChipMachine {
    const chip = this
    return {
      wire: this.#wire,
      device: this.device,
      storage: this.storage,
      faults: this.faults,
      get lines() {
        return chip.#lines
      },
      get isBootHeld() {
        return chip.#isBootHeld
      },
      store: (offset, bytes) => this.#store(offset, bytes),
      erase: (offset, sizeBytes) => {
        if (!this.#mayChange(offset, sizeBytes)) return false
        this.storage.fill(0xff, offset, offset + sizeBytes)
        return true
      },
    }
  }

  #store(offset: number, bytes: Uint8Array): boolean {
    if (!this.#mayChange(offset, bytes.length)) return false
    const { lieAt, cutAfterStoredBytes, hangAfterStoredBytes } = this.faults
    this.storage.set(bytes, offset)
    this.onStored?.(offset, bytes.length)
    if (lieAt !== null && lieAt >= offset && lieAt < offset + bytes.length)
      this.storage.writeUInt8((this.storage[lieAt] ?? 0) ^ 0x10, lieAt)
    this.#storedBytes += bytes.length
    if (hangAfterStoredBytes !== null && this.#storedBytes >= hangAfterStoredBytes) this.faults.silent = true
    if (cutAfterStoredBytes !== null && this.#storedBytes >= cutAfterStoredBytes) this.cut()
    return true
  }

  #mayChange(offset: number, sizeBytes: number): boolean {
    const { refuseFrom } = this.faults
    if (offset < 0 || offset + sizeBytes > this.storage.length) return false
    return refuseFrom === null || offset + sizeBytes <= refuseFrom
  }
}
