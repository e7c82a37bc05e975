// The SPI flash of a simulated ESP chip: erased in sectors, programmed only from ones to zeros, so that a missing erase
// shows in the bytes. Takes as long as it is told.
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { ChipMachine } from '../chip.ts'
import type { FlashTimes } from './options.ts'

export const sectorBytes = 4096
const blockBytes = 65_536
const pageBytes = 256

export class NorFlash {
  readonly #machine: ChipMachine
  readonly #times: FlashTimes
  readonly #signal: AbortSignal
  #owedMs = 0

  /** Its waits end with `signal`. */
  constructor(machine: ChipMachine, times: FlashTimes, signal: AbortSignal) {
    this.#machine = machine
    this.#times = times
    this.#signal = signal
  }

  get sizeBytes(): number {
    return this.#machine.storage.length
  }

  /** Erases whole sectors or, where it can, a whole block; returns where it stopped, or null when it was refused. */
  async eraseNext(offset: number, untilOffset: number): Promise<number | null> {
    const isBlock = offset % blockBytes === 0 && untilOffset - offset >= blockBytes
    const sizeBytes = isBlock ? blockBytes : sectorBytes
    await this.#take(isBlock ? this.#times.eraseBlockMs : this.#times.eraseSectorMs)
    return this.#machine.erase(offset, sizeBytes) ? offset + sizeBytes : null
  }

  /** False: refused. Both rounded out to sectors. */
  async erase(offset: number, sizeBytes: number): Promise<boolean> {
    const until = Math.ceil((offset + sizeBytes) / sectorBytes) * sectorBytes
    let at: number | null = Math.floor(offset / sectorBytes) * sectorBytes
    while (at !== null && at < until) at = await this.eraseNext(at, until)
    return at !== null
  }

  /** False: refused. */
  async program(offset: number, bytes: Uint8Array): Promise<boolean> {
    for (let at = 0; at < bytes.length; at += sectorBytes) {
      const part = bytes.subarray(at, at + sectorBytes)
      await this.#take(this.#times.programPageMs * Math.ceil(part.length / pageBytes))
      const { storage } = this.#machine
      const left = part.slice()
      for (let index = 0; index < left.length; index += 1)
        left[index] = (left[index] ?? 0) & (storage[offset + at + index] ?? 0xff)
      const isStored = this.#machine.store(offset + at, left)
      // Storing may have pulled the cable.
      this.#signal.throwIfAborted()
      if (!isStored) return false
    }
    return true
  }

  /** Null: not all of it is there. */
  read(offset: number, sizeBytes: number): Buffer | null {
    const end = offset + sizeBytes
    return end <= this.sizeBytes ? this.#machine.storage.subarray(offset, end) : null
  }

  /** MD5; null: not all of it is there. */
  async digest(offset: number, sizeBytes: number): Promise<Buffer | null> {
    const bytes = this.read(offset, sizeBytes)
    if (bytes === null) return null
    await this.#take((this.#times.digestMsPerMiB * sizeBytes) / 1_048_576)
    return createHash('md5').update(bytes).digest()
  }

  /** Timers count whole milliseconds: what is shorter is owed. */
  async #take(ms: number): Promise<void> {
    this.#owedMs += ms
    if (this.#owedMs < 1) return
    const startMs = performance.now()
    await pause(this.#owedMs, undefined, { signal: this.#signal })
    this.#owedMs -= performance.now() - startMs
  }
}
