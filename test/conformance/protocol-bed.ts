// What the suite of protocols needs of one: its device with fault switches, its options, and images that fit and do not
// fit. One bed a protocol, in protocol-beds/.
import type { ChipFaults } from '../../main/practice/chip.ts'
import type { SimulatedUnit } from '../../main/practice/unit.ts'
import type { Image } from '../../main/protocols/protocol.ts'
import type { ErrorCode } from '../../preload/contract/index.ts'

export interface BedUnit {
  readonly unit: SimulatedUnit
  /** Throws for a switch that this device does not have; the bed lists those in `lacks`. */
  set(faults: Partial<ChipFaults>): void
}

export interface Refused {
  readonly name: string
  /** The device on the bench; the bed's usual one when left out. */
  readonly create?: () => BedUnit
  readonly image: Image
  readonly options?: Record<string, unknown>
  readonly code: ErrorCode
}

export interface ProtocolBed {
  readonly protocolId: string
  /** The rate that the link is opened with. */
  readonly baudRate: number
  /** With deadlines that are short enough for a test of silence. */
  readonly options: Record<string, unknown>
  /** A device with the old firmware in it. */
  create(): BedUnit
  /** New firmware of `version`, several blocks long. */
  readonly image: Image
  readonly version: string
  /** What the device must hold afterwards: bytes at offsets of its storage. */
  readonly expected: readonly { readonly offset: number; readonly bytes: Uint8Array }[]
  /** What the boot loader itself says. */
  readonly family: string
  /** Too large, at a wrong address, for another chip: refused before anything is written. */
  readonly refused: readonly Refused[]
  /** An offset in the storage where a wrong byte must be found, and what verify() names it. */
  readonly lie: { readonly offset: number; readonly address: number | null } | null
  /** Codes of a device that never answers. */
  readonly silentCodes: readonly ErrorCode[]
  /** Codes of flash that refuses; null: the device cannot refuse. */
  readonly refusedWriteCodes: readonly ErrorCode[] | null
  /** The device starts its boot loader over the wire by itself; otherwise somebody has to hold a button. */
  readonly bringToLoader?: (unit: SimulatedUnit) => unknown
  /** The phase in which the device is first spoken to; a plain receiver is only sent to. */
  readonly firstTalk: 'connect' | 'write'
  /** Its old firmware boots until the new one is whole: a cut in mid write passes no point of no return. */
  readonly keepsOldFirmware: boolean
  /** What cannot be tried on this device, and why: read by people. */
  readonly lacks: Readonly<Partial<Record<'hang' | 'noiseInAnswers' | 'bitFlips', string>>>
}
