// What the ROM loader and the stub of a simulated ESP chip share: the chip they run on, and the commands that both
// answer in the same way.
import type { ChipMachine } from '../chip.ts'
import { encodeAnswer, type FrameReader } from './frames.ts'
import type { EspTraits } from './models.ts'
import type { NorFlash } from './nor-flash.ts'
import type { EspOptions } from './options.ts'
import type { EspRegisters } from './registers.ts'

export interface EspCore {
  readonly options: EspOptions
  readonly traits: EspTraits
  readonly machine: ChipMachine
  readonly registers: EspRegisters
  readonly flash: NorFlash
  readonly frames: FrameReader
  readonly signal: AbortSignal
}

export interface Answer {
  /** 0: success. */
  readonly error: number
  readonly value?: number
  readonly data?: Uint8Array
  /** Done after the answer is on its way. A number is an error that is told later; `leave`: the loader ends. */
  readonly after?: () => number | 'leave' | Promise<number | 'leave'>
}

export const success: Answer = { error: 0 }

export function send(
  { machine }: EspCore,
  op: number,
  { value = 0, data }: Answer,
  status: Uint8Array,
): void {
  const body = data === undefined ? status : Buffer.concat([data, status])
  machine.wire.send(encodeAnswer(op, value, body))
}

/** Words of 32 bits, as many as the data holds. */
export function words(data: Buffer, count: number): number[] {
  return Array.from({ length: count }, (_, index) => data.readUInt32LE(4 * index))
}

/** Any number of: address, value, mask, delay. False: it is something else. */
export function writeRegisters({ registers }: EspCore, data: Buffer): boolean {
  if (data.length === 0 || data.length % 16 !== 0) return false
  for (let at = 0; at < data.length; at += 16) {
    const [address = 0, value = 0, mask = 0] = words(data.subarray(at), 3)
    registers.write(address, value, mask)
  }
  return true
}

/** flags32, crypt count 8, key purposes 7 * 8, chip id 32, version 32 */
export function securityInfo({ options, traits }: EspCore): Uint8Array {
  const info = Buffer.alloc(20)
  const { secureBoot, flashEncryption, secureDownload, chipId } = options
  info.writeUInt32LE((secureBoot ? 1 : 0) | (secureDownload ? 4 : 0), 0)
  info.writeUInt8(flashEncryption ? 1 : 0, 4)
  info.writeUInt32LE(chipId ?? traits.imageChipId ?? 0, 12)
  return info
}

/** Sets the chip's port; a rate that it cannot do goes wrong without a word: never an error. */
export function setRate({ options, machine }: EspCore, baudRate: number): 0 {
  const { maxBaudRate = Number.POSITIVE_INFINITY } = options
  machine.wire.setUart(baudRate <= maxBaudRate ? baudRate : Math.round(baudRate * 0.8))
  return 0
}

/** A block: size32, number32, 0, 0, bytes. Null: the frame says something else about itself. */
export function decodeBlock(data: Buffer): { number: number; bytes: Buffer } | null {
  if (data.length < 16 || data.readUInt32LE(0) !== data.length - 16) return null
  return { number: data.readUInt32LE(4), bytes: data.subarray(16) }
}
