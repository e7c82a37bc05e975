// The two slots of a simulated MCUboot device and what the boot loader makes of them at a start: try, keep, take back.
// A swap is done at once and cannot be cut: the real one goes on where it was cut.
// Source: MCUboot, "Bootloader design", Image Trailer and High-Level Operation (swap types), with an alignment of 8.
//
//   trailer, at the end of a slot: ... copy done(8)  image ok(8)  magic(16)
import type { ChipMachine } from '../chip.ts'
import { readStoredImage, type StoredImage } from './mcuboot-image.ts'

const magic = Buffer.from('77c295f360d2ef7f3552500f2cb67980', 'hex')
const imageOkBack = 24
const copyDoneBack = 32
/** Kept free at the end of a slot. */
export const trailerBytes = 64
const flagSet = 0x01

export type SwapType = 'none' | 'test' | 'permanent' | 'revert'

export class Slots {
  readonly #machine: ChipMachine
  readonly slotBytes: number

  constructor(machine: ChipMachine, slotBytes: number) {
    this.#machine = machine
    this.slotBytes = slotBytes
  }

  image(slot: number): StoredImage | null {
    return readStoredImage(this.#slot(slot))
  }

  bytes(slot: number, sizeBytes: number): Buffer {
    return this.#slot(slot).subarray(0, sizeBytes)
  }

  /** False: refused. */
  erase(slot: number): boolean {
    return this.#machine.erase(slot * this.slotBytes, this.slotBytes)
  }

  /** False: refused. */
  store(slot: number, offset: number, bytes: Uint8Array): boolean {
    return this.#machine.store(slot * this.slotBytes + offset, bytes)
  }

  /** What the next start will do. */
  get swapType(): SwapType {
    if (this.#hasMagic(1)) return this.#flag(1, imageOkBack) ? 'permanent' : 'test'
    const isTrial = this.#hasMagic(0) && this.#flag(0, copyDoneBack) && !this.#flag(0, imageOkBack)
    return isTrial ? 'revert' : 'none'
  }

  /** Asks for a swap at the next start. False: refused. */
  requestSwap(isPermanent: boolean): boolean {
    const trailer = Buffer.alloc(imageOkBack, 0xff)
    if (isPermanent) trailer[0] = flagSet
    trailer.set(magic, imageOkBack - magic.length)
    return this.store(1, this.slotBytes - imageOkBack, trailer)
  }

  /** What runs stays. False: refused. */
  confirm(): boolean {
    return this.store(0, this.slotBytes - imageOkBack, Uint8Array.of(flagSet))
  }

  /** What the boot loader does at a start. Returns whether slots were swapped. */
  boot(refusesNew: boolean): boolean {
    const type = this.swapType
    if (type === 'none') return false
    if (type !== 'revert' && (refusesNew || this.image(1)?.isValid !== true)) {
      this.#slot(1).fill(0xff)
      return false
    }
    const [first, second] = [this.#slot(0), this.#slot(1)]
    const old = Buffer.from(first)
    first.set(second)
    second.set(old)
    first.fill(0xff, this.slotBytes - trailerBytes)
    second.fill(0xff, this.slotBytes - trailerBytes)
    first.set(magic, this.slotBytes - magic.length)
    first[this.slotBytes - copyDoneBack] = flagSet
    if (type !== 'test') first[this.slotBytes - imageOkBack] = flagSet
    return true
  }

  #slot(slot: number): Buffer {
    const start = slot * this.slotBytes
    return this.#machine.storage.subarray(start, start + this.slotBytes)
  }

  #hasMagic(slot: number): boolean {
    return this.#slot(slot).subarray(-magic.length).equals(magic)
  }

  #flag(slot: number, back: number): boolean {
    return this.#slot(slot)[this.slotBytes - back] === flagSet
  }
}
