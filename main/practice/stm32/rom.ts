// The boot loader in the ROM of a simulated STM32, from the device's side. Source: ST AN3155, the figures "device side".
// A command's bytes are waited for without end, as the ROM does: a station that goes away leaves it in the middle.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '../../protocols/stm32/pages.ts'
import type { ChipMachine } from '../chip.ts'
import type { Memory } from './memory.ts'

const ack = Uint8Array.of(0x79)
const nak = Uint8Array.of(0x1f)

export interface RomOptions {
  readonly id: number
  readonly pages: readonly Page[]
  /** 0x43 or 0x44 */
  readonly eraseCommand: number
  readonly hasChecksum: boolean
  readonly canMassErase: boolean
  readonly eraseMsPerPage: number
  readonly writeMsPerBlock: number
  /** Some answer a command that the protection forbids with two NAKs. */
  readonly naksTwice: boolean
}

/** Option bytes: they stay. */
export interface Protection {
  isOn: boolean
}

/** What ends the boot loader: a jump into the flash, or a reset. */
export type RomEnd = 'go' | 'reset'

export class Rom {
  readonly #options: RomOptions
  readonly #machine: ChipMachine
  readonly #memory: Memory
  readonly #protection: Protection
  readonly #signal: AbortSignal
  readonly #commands: ReadonlyMap<number, () => Promise<RomEnd | undefined>>

  constructor(
    options: RomOptions,
    machine: ChipMachine,
    memory: Memory,
    protection: Protection,
    signal: AbortSignal,
  ) {
    this.#options = options
    this.#machine = machine
    this.#memory = memory
    this.#protection = protection
    this.#signal = signal
    this.#commands = new Map([
      [0x00, () => this.#get()],
      [0x01, () => this.#answer([0x31, 0, 0])],
      [0x02, () => this.#answer([1, options.id >> 8, options.id & 0xff])],
      [0x11, () => this.#read()],
      [0x21, () => this.#go()],
      [0x31, () => this.#write()],
      [options.eraseCommand, () => (options.eraseCommand === 0x43 ? this.#erase() : this.#extendedErase())],
      [0x82, () => this.#protect()],
      [0x92, () => this.#unprotect()],
      ...(options.hasChecksum ? [[0xa1, () => this.#checksum()] as const] : []),
    ])
  }

  async run(): Promise<RomEnd> {
    const { wire } = this.#machine
    do wire.followBaud('even')
    while ((await this.#byte()) !== 0x7f)
    wire.send(ack)
    for (;;) {
      const code = await this.#byte()
      const command = this.#commands.get(code)
      if (((await this.#byte()) ^ code) !== 0xff || !command) {
        wire.send(nak)
      } else if (this.#protection.isOn && code > 0x02 && code !== 0x92) {
        wire.send(nak)
        if (this.#options.naksTwice) wire.send(nak)
      } else {
        wire.send(ack)
        const end = await command()
        if (end) return end
      }
    }
  }

  async #bytes(count: number): Promise<Uint8Array> {
    return (
      (await this.#machine.wire.read(count, Number.POSITIVE_INFINITY, this.#signal)) ?? new Uint8Array(count)
    )
  }

  async #byte(): Promise<number> {
    return (await this.#bytes(1))[0] ?? 0
  }

  /** Says whether the command goes on. */
  #judge(isGood: boolean): boolean {
    this.#machine.wire.send(isGood ? ack : nak)
    return isGood
  }

  /** Four bytes and their XOR; null: the checksum is wrong. */
  async #word(): Promise<number | null> {
    const frame = await this.#bytes(5)
    return xorOf(frame) === 0 ? Buffer.from(frame).readUInt32BE(0) : null
  }

  async #answer(bytes: readonly number[]): Promise<undefined> {
    this.#machine.wire.send(Uint8Array.of(...bytes, 0x79))
  }

  async #get(): Promise<undefined> {
    const { hasChecksum } = this.#options
    const codes = [...this.#commands.keys(), 0x63, 0x73].sort((one, other) => one - other)
    return this.#answer([codes.length, hasChecksum ? 0x33 : 0x31, ...codes])
  }

  async #read(): Promise<undefined> {
    const address = await this.#word()
    if (!this.#judge(address !== null && this.#memory.read(address, 1) !== null)) return
    const [count = 0, check = 0] = await this.#bytes(2)
    const bytes = (count ^ check) === 0xff ? this.#memory.read(address ?? 0, count + 1) : null
    // In one piece: nothing comes between the ACK and its data.
    this.#machine.wire.send(bytes ? Buffer.concat([ack, bytes]) : nak)
  }

  async #go(): Promise<RomEnd | undefined> {
    const address = await this.#word()
    if (!this.#judge(address !== null && this.#memory.isWritable(address))) return undefined
    // Code that somebody put into RAM: host tools put a reset there.
    return this.#memory.isRam(address ?? 0) ? 'reset' : 'go'
  }

  async #write(): Promise<undefined> {
    const address = await this.#word()
    if (!this.#judge(address !== null && this.#memory.isWritable(address)) || address === null) return
    const count = await this.#byte()
    const rest = await this.#bytes(count + 2)
    const isGood = (xorOf(rest) ^ count) === 0 && (count + 1) % 4 === 0 && address % 4 === 0
    if (isGood) await this.#busy(this.#options.writeMsPerBlock)
    this.#judge(isGood && this.#memory.write(address, rest.subarray(0, count + 1)))
  }

  async #erase(): Promise<undefined> {
    const count = await this.#byte()
    if (count === 0xff) {
      const isAll = (await this.#byte()) === 0
      this.#judge(!isAll || (await this.#eraseAll()))
      return
    }
    const rest = await this.#bytes(count + 2)
    const isGood = (xorOf(rest) ^ count) === 0
    this.#judge(isGood && (await this.#erasePages([...rest.subarray(0, count + 1)])))
  }

  async #extendedErase(): Promise<undefined> {
    const head = await this.#bytes(2)
    const count = Buffer.from(head).readUInt16BE(0)
    if (count >= 0xfff0) {
      const isAll = ((await this.#byte()) ^ xorOf(head)) === 0 && count === 0xffff
      this.#judge(isAll && (await this.#eraseAll()))
      return
    }
    if (!(count < this.#options.pages.length)) {
      this.#judge(false)
      return
    }
    const rest = Buffer.from(await this.#bytes(2 * (count + 1) + 1))
    const numbers = Array.from({ length: count + 1 }, (_, index) => rest.readUInt16BE(2 * index))
    this.#judge((xorOf(rest) ^ xorOf(head)) === 0 && (await this.#erasePages(numbers)))
  }

  async #erasePages(numbers: readonly number[]): Promise<boolean> {
    const { pages, eraseMsPerPage } = this.#options
    const start = pages[0]?.address ?? 0
    for (const number of numbers) {
      const page = pages.find((one) => one.number === number)
      await this.#busy(eraseMsPerPage)
      if (!page || !this.#machine.erase(page.address - start, page.sizeBytes)) return false
    }
    return true
  }

  async #eraseAll(): Promise<boolean> {
    if (!this.#options.canMassErase) return false
    await this.#busy(this.#options.eraseMsPerPage * 4)
    return this.#machine.erase(0, this.#machine.storage.length)
  }

  async #protect(): Promise<RomEnd> {
    this.#judge(true)
    this.#protection.isOn = true
    return 'reset'
  }

  async #unprotect(): Promise<RomEnd | undefined> {
    await this.#busy(this.#options.eraseMsPerPage * 4)
    if (!this.#judge(this.#machine.erase(0, this.#machine.storage.length))) return undefined
    this.#protection.isOn = false
    return 'reset'
  }

  async #checksum(): Promise<undefined> {
    const address = await this.#word()
    if (!this.#judge(address !== null && this.#memory.read(address, 4) !== null)) return
    const words = await this.#word()
    const bytes = words ? this.#memory.read(address ?? 0, words * 4) : null
    if (!this.#judge(bytes !== null) || bytes === null) return
    const polynomial = await this.#word()
    if (!this.#judge(polynomial !== null)) return
    const initial = await this.#word()
    if (!this.#judge(initial !== null)) return
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE(crcOf(bytes, polynomial ?? 0, initial ?? 0))
    this.#machine.wire.send(Buffer.concat([ack, crc, Uint8Array.of(xorOf(crc))]))
  }

  async #busy(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.#signal })
  }
}

function xorOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum ^ byte, 0)
}

/** As the CRC unit computes it: words with their lowest byte first, each taken from its highest bit. */
function crcOf(bytes: Buffer, polynomial: number, initial: number): number {
  let crc = initial
  for (let at = 0; at < bytes.length; at += 4) {
    crc ^= bytes.readUInt32LE(at)
    for (let bit = 0; bit < 32; bit += 1)
      crc = crc < 0 || crc > 0x7fff_ffff ? (crc << 1) ^ polynomial : crc << 1
  }
  return crc >>> 0
}
