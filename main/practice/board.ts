// A simulated board: a boot loader on a console that behaves like U-Boot, memory, storage, and an application that
// says who it is and which version runs. It has power as long as its cable is plugged. Not a chip: nothing executes.
import { setTimeout as pause } from 'node:timers/promises'
import type { LinkPair } from '../transports/memory.ts'
import {
  type BoardFaults,
  type BoardMachine,
  type BoardReceiver,
  blockBytes,
  noFaults,
} from './board-machine.ts'
import { runShell } from './board-shell.ts'
import { BoardUart } from './board-uart.ts'
import { decodeDemoImage } from './demo-image.ts'
import { SparseMemory } from './sparse-memory.ts'
import type { SimulatedUnit, UnitIdentity } from './unit.ts'

export type BoardDevice = UnitIdentity

export interface BoardOptions {
  readonly device: BoardDevice
  /** What is in its storage at first. */
  readonly image: Uint8Array
  readonly storageBlocks?: number
  /** Pace of the cable towards the board; null: as fast as it goes. */
  readonly bytesPerSecond?: number | null
  readonly storageBytesPerSecond?: number | null
  /** How long it waits for a key before it boots. */
  readonly autobootMs?: number
  readonly bootMs?: number
  readonly receiver?: Partial<BoardReceiver>
  readonly faults?: Partial<BoardFaults>
}

export class SimulatedBoard implements SimulatedUnit {
  readonly device: BoardDevice
  readonly storage: Buffer
  readonly faults: BoardFaults
  /** Called after the cable was pulled, by whom- or whatever. */
  onCut: (() => void) | null = null
  readonly #machine: BoardMachine
  readonly #autobootMs: number
  readonly #bootMs: number
  #power: AbortController | null = null
  #running: Promise<void> = Promise.resolve()
  #cable: Pick<LinkPair, 'device' | 'pull'> | null = null
  /** Kept by the boot loader beside the image, as real ones do in their environment. */
  #lastVersion: string | null = null

  constructor(options: BoardOptions) {
    const {
      device,
      image,
      storageBlocks = 1024,
      bytesPerSecond = 40_000,
      storageBytesPerSecond = 1_000_000,
    } = options
    this.device = device
    this.storage = Buffer.alloc(storageBlocks * blockBytes)
    this.storage.set(image.subarray(0, this.storage.length))
    this.faults = { ...noFaults, ...options.faults }
    this.#autobootMs = options.autobootMs ?? 250
    this.#bootMs = options.bootMs ?? 100
    const uart = new BoardUart(bytesPerSecond)
    this.#machine = {
      uart,
      memory: new SparseMemory(0x4000_0000, 128 * 1024 * 1024),
      storage: this.storage,
      storageBytesPerSecond,
      receiver: { style: 'lrzsz', pollMs: 1000, attempts: 20, ...options.receiver },
      faults: this.faults,
      print: (text) => {
        if (!this.faults.silent) uart.send(Buffer.from(text, 'latin1'))
      },
      cut: () => this.cut(),
    }
  }

  get isPowered(): boolean {
    return this.#power !== null
  }

  /** Boots it. Nothing happens when it has power. */
  powerOn(): void {
    if (this.#power) return
    const power = new AbortController()
    this.#power = power
    this.#running = this.#run(power.signal)
  }

  /** Joins its serial port to the device side of a cable; one that was there is let go. */
  attach(cable: Pick<LinkPair, 'device' | 'pull'>): void {
    this.#cable = cable
    this.#machine.uart.attach(cable.device)
  }

  /** Pulls the cable: both sides are lost, and with it the power, at once, whatever it was doing. */
  cut(): void {
    const wasPowered = this.isPowered
    // A cable is pulled once: the next try is not cut again.
    this.faults.cutAfterReceivedBytes = null
    this.faults.cutAfterStoredBytes = null
    this.#machine.uart.detach()
    this.#cable?.pull()
    this.#cable = null
    this.#power?.abort()
    this.#power = null
    this.#machine.memory.clear()
    this.#machine.uart.discard()
    if (wasPowered) this.onCut?.()
  }

  /** Power off, cable gone, nothing left running. */
  async close(): Promise<void> {
    this.onCut = null
    this.cut()
    await this.#running
  }

  async #run(power: AbortSignal): Promise<void> {
    try {
      for (;;) {
        if (!(await this.#isStopped(power))) await this.#boot(power)
        await runShell(this.#machine, power)
        this.#machine.print('resetting ...\r\n')
      }
    } catch (error) {
      if (!power.aborted) throw error
    }
  }

  /** The countdown. True when a key stopped it; that key is used up. */
  async #isStopped(power: AbortSignal): Promise<boolean> {
    const { uart, print } = this.#machine
    print('\r\n\r\nPractice boot loader\r\n\r\nDRAM:  128 MiB\r\nHit any key to stop autoboot:  1 ')
    const key = await uart.read(1, this.#autobootMs, power)
    print('\b\b\b 0 \r\n')
    return key !== null
  }

  async #boot(power: AbortSignal): Promise<void> {
    const { uart, print } = this.#machine
    await pause(this.#bootMs, undefined, { signal: power })
    const image = decodeDemoImage(this.storage)
    const { deviceId, mac, sn, hardwareRevision } = this.device
    const revision = hardwareRevision === undefined ? '' : ` rev ${hardwareRevision}`
    print(`device ${deviceId} mac ${mac} sn ${sn}${revision}\r\n`)
    if (image) {
      print(`APP version ${this.faults.bootsAs ?? image.version} running\r\n`)
      this.#lastVersion = image.version
    } else {
      print('Bad image, entering recovery\r\n')
      print(this.#lastVersion ? `last version ${this.#lastVersion}\r\n` : 'no version\r\n')
    }
    // What was typed while it booted went nowhere.
    uart.discard()
  }
}
