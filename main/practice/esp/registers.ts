// The registers of a simulated ESP chip that a host looks at: who it is (eFuse), its flash (a command through the SPI
// controller), its watchdog. Everything else keeps what was written and reads 0 at first.
import type { UnitIdentity } from '../unit.ts'
import { type EspModel, type EspTraits, espTraits } from './models.ts'
import type { EspOptions } from './options.ts'

const magicAddress = 0x4000_1000
const spiExecute = 1 << 18
const readFlashId = 0x9f
const watchdogKey = 0x50d8_3aa1
/** Enabled, and its first stage resets the system. */
const watchdogResets = ((1 << 31) | (5 << 28)) >>> 0
/** Words that a host may change; more are forgotten. */
const keptWords = 1024

export class EspRegisters {
  /** The watchdog was set to reset the chip. */
  isWatchdogSet = false
  /** Until then the controller reads nothing. */
  isFlashAttached = false
  readonly #traits: EspTraits
  readonly #fixed: ReadonlyMap<number, number>
  readonly #written = new Map<number, number>()
  readonly #flashId: number

  constructor(options: EspOptions, flashSizeBytes: number) {
    this.#traits = espTraits[options.model]
    this.#fixed = fixedWords(options, this.#traits)
    // Winbond's, with the size as a power of two.
    this.#flashId = (Math.log2(flashSizeBytes) << 16) | 0x40ef
  }

  read(address: number): number {
    return this.#fixed.get(address) ?? this.#written.get(address) ?? 0
  }

  write(address: number, value: number, mask: number): void {
    const word = ((value & mask) | (this.read(address) & ~mask)) >>> 0
    const { spi, watchdog } = this.#traits
    if (address === spi.base && word & spiExecute) this.#runSpi()
    else if (this.#written.has(address) || this.#written.size < keptWords) this.#written.set(address, word)
    if (watchdog === null || address !== watchdog.config) return
    const isUnlocked = this.read(watchdog.protect) === watchdogKey
    this.isWatchdogSet ||= isUnlocked && (word & watchdogResets) >>> 0 === watchdogResets
  }

  #runSpi(): void {
    const { base, usr2, w0 } = this.#traits.spi
    const isAnswered = this.isFlashAttached && (this.read(base + usr2) & 0xff) === readFlashId
    this.#written.set(base + w0, isAnswered ? this.#flashId : 0)
  }
}

function fixedWords(options: EspOptions, traits: EspTraits): Map<number, number> {
  const { model, device, chipId, isUsbJtag } = options
  const words = new Map(traits.registers)
  words.set(magicAddress, chipId ?? traits.magic)
  if (traits.usbPort !== null) words.set(traits.usbPort[0], isUsbJtag ? traits.usbPort[1] : 0)
  for (const [address, value] of fuses(model, device, options)) words.set(address, value >>> 0)
  return words
}

/** The revision a chip has when nobody says another one. */
export function defaultRevision(model: EspModel): number {
  return { esp32: 300, esp32c3: 4, esp32s3: 2, esp8266: 0 }[model]
}

function fuses(model: EspModel, device: UnitIdentity, options: EspOptions): [number, number][] {
  const mac = Buffer.from(device.mac, 'hex')
  const macHigh = mac.readUInt16BE(0)
  const macLow = mac.readUInt32BE(2)
  const { revision = defaultRevision(model), secureBoot = false, flashEncryption = false } = options
  const major = Math.floor(revision / 100)
  const minor = revision % 100
  if (model === 'esp8266') {
    const base = 0x3ff0_0050
    return [
      [base, mac.readUInt8(5) << 24],
      [base + 4, mac.readUInt16BE(3)],
      [base + 12, mac.readUIntBE(0, 3)],
    ]
  }
  if (model === 'esp32') {
    const base = 0x3ff5_a000
    return [
      [base, flashEncryption ? 1 << 20 : 0],
      [base + 4, macLow],
      [base + 8, macHigh],
      // Package 1: D0WD.
      [base + 12, (1 << 9) | (major >= 1 ? 1 << 15 : 0)],
      [base + 20, (major >= 2 ? 1 << 20 : 0) | (minor << 24)],
      [base + 24, secureBoot ? 1 << 5 : 0],
      [0x3ff6_607c, major >= 3 ? 1 << 31 : 0],
    ]
  }
  const base = model === 'esp32c3' ? 0x6000_8800 : 0x6000_7000
  return [
    [base + 0x34, flashEncryption ? 1 << 18 : 0],
    [base + 0x38, secureBoot ? 1 << 20 : 0],
    [base + 0x44, macLow],
    [base + 0x48, macHigh],
    [base + 0x50, (minor & 7) << 18],
    [base + 0x58, ((minor >> 3) << 23) | (major << 24)],
  ]
}
