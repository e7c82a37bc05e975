// The address space of a simulated STM32, as its boot loader may read and write it: flash, RAM, and the registers with
// the unique id and the flash size. Not here: commands (rom.ts).
import { crc32 } from 'node:zlib'
import { flashBase, type Stm32Chip } from '../../protocols/stm32/chips.ts'
import type { ChipMachine } from '../chip.ts'
import type { UnitIdentity } from '../unit.ts'

const ramBase = 0x2000_0000
const blockBytes = 256

/** Twelve bytes that belong to this unit. */
export function uidBytes({ deviceId, mac, sn }: UnitIdentity): Buffer {
  const uid = Buffer.alloc(12)
  for (const [index, text] of [deviceId, mac, sn].entries()) uid.writeUInt32LE(crc32(text), index * 4)
  return uid
}

export class Memory {
  readonly #machine: ChipMachine
  readonly #ram: Buffer
  /** By the address of the block of 256 bytes. */
  readonly #information = new Map<number, Buffer>()
  readonly #inBlocksOnly: boolean

  constructor(machine: ChipMachine, chip: Stm32Chip) {
    this.#machine = machine
    this.#ram = Buffer.alloc(chip.ramEnd - ramBase)
    this.#inBlocksOnly = chip.family === 'stm32f4' || chip.family === 'stm32l0'
    const uid = uidBytes(machine.device)
    for (const [index, address] of chip.uidWords.entries())
      uid.copy(this.#informationAt(address), address % blockBytes, index * 4, index * 4 + 4)
    const sizeKiB = machine.storage.length / 1024
    this.#informationAt(chip.sizeRegister).writeUInt16LE(sizeKiB, chip.sizeRegister % blockBytes)
  }

  /** Null: not readable. */
  read(address: number, sizeBytes: number): Buffer | null {
    const { storage } = this.#machine
    if (within(address, sizeBytes, flashBase, storage.length))
      return storage.subarray(address - flashBase, address - flashBase + sizeBytes)
    if (within(address, sizeBytes, ramBase, this.#ram.length))
      return this.#ram.subarray(address - ramBase, address - ramBase + sizeBytes)
    const start = address % blockBytes
    const block = this.#information.get(address - start)
    // Some boot loaders give these bytes only from the start of a block on.
    if (!block || start + sizeBytes > blockBytes || (this.#inBlocksOnly && start > 0)) return null
    return block.subarray(start, start + sizeBytes)
  }

  isWritable(address: number): boolean {
    return isIn(address, flashBase, this.#machine.storage.length) || this.isRam(address)
  }

  isRam(address: number): boolean {
    return isIn(address, ramBase, this.#ram.length)
  }

  /** Flash only ever loses bits: what is not erased is refused. */
  write(address: number, bytes: Uint8Array): boolean {
    if (this.isRam(address)) {
      this.#ram.set(bytes.subarray(0, this.#ram.length - (address - ramBase)), address - ramBase)
      return true
    }
    const offset = address - flashBase
    const old = this.#machine.storage.subarray(offset, offset + bytes.length)
    return (
      old.every((byte, index) => (byte & (bytes[index] ?? 0)) === bytes[index]) &&
      this.#machine.store(offset, bytes)
    )
  }

  #informationAt(address: number): Buffer {
    const start = address - (address % blockBytes)
    const block = this.#information.get(start) ?? Buffer.alloc(blockBytes)
    this.#information.set(start, block)
    return block
  }
}

function within(address: number, sizeBytes: number, base: number, length: number): boolean {
  return address >= base && address + sizeBytes <= base + length
}

function isIn(address: number, base: number, length: number): boolean {
  return within(address, 1, base, length)
}
