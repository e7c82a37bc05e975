// How a boot loader is spoken to. One folder per protocol implements it; job/ knows only these types.
import type { z } from 'zod'
import type { ErrorContext, LogLine, Notice } from '../../preload/contract/index.ts'
import type { HandOut } from '../hand-out/hand-out.ts'
import type { Link } from '../transports/link.ts'

/** The bytes to write, with their digests (lower-case hex). Shared by all slots: never changed in place. */
export interface Image {
  readonly fileName: string
  readonly bytes: Uint8Array
  readonly sizeBytes: number
  readonly md5: string
  readonly sha256: string
  /** As the task or the person calls it, for devices that are told; left out: nobody knows. */
  readonly version?: string
}

export interface ChipInfo {
  /** Lower case, one word: `esp32c3`, `stm32f4`, `atmega328p`. */
  readonly family: string
  /** As its maker writes it, with its revision where it is known: `ESP32-C3 (revision 0.4)`. */
  readonly name?: string
  readonly mac: string | null
  readonly uid: string | null
  /** The cloud's id of the device, where the device itself knows it. */
  readonly deviceId?: string | null
  /** Bytes; null where the device cannot say. */
  readonly flashSizeBytes: number | null
  /** What else the boot loader told, for people and the record: crystal, boot loader version, protection. */
  readonly facts?: ErrorContext
}

/** Bytes and where they belong in the device. */
export interface Region {
  readonly address: number
  readonly bytes: Uint8Array
}

/** What will be done, decided before the device is touched. Pure data. */
export interface FlashPlan {
  readonly image: Image
  /** Ascending, without overlap. */
  readonly regions: readonly Region[]
  /** Bytes to be written, as progress counts them. */
  readonly totalBytes: number
  readonly estimatedMs: number
  /** Written inside the image, where its format has a place for it. */
  readonly version?: string | null
}

export type WriteEvent =
  /** The device took the instruction to receive the image. Yielded once, before the first progress. */
  | { readonly kind: 'accepted' }
  /** From the next byte on a cut leaves the device with neither the old nor the new firmware whole. */
  | { readonly kind: 'pointOfNoReturn' }
  /** It has refused what it was sent, and still boots what it had. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'progress'; readonly doneBytes: number; readonly totalBytes: number }
  /** The device already holds these bytes, by its own digest: they were not sent. Counted in the progress. */
  | { readonly kind: 'skipped'; readonly sizeBytes: number }
  /** Something was repeated at this offset. */
  | { readonly kind: 'retry'; readonly offset: number }

export type VerifyEvent =
  | { readonly kind: 'progress'; readonly doneBytes: number; readonly totalBytes: number }
  /** The proof, for the record: which digest of what, computed by whom. Yielded once, last. */
  | {
      readonly kind: 'proved'
      readonly by: 'deviceDigest' | 'readBack'
      readonly algorithm: string
      readonly digest: string
    }

/** A device whose boot loader answers. */
export interface Target {
  readonly chip: ChipInfo
  /** Version of the firmware in the device, where the boot loader can read it. */
  readonly version?: string | null
  /** `none`: the protocol ends with the receiver's word; the profile must say that this is enough. */
  readonly proof: 'deviceDigest' | 'readBack' | 'none'
  /** Pure. IMAGE_TOO_LARGE when it does not fit the device. */
  plan(image: Image): FlashPlan
  write(plan: FlashPlan, signal: AbortSignal): AsyncIterable<WriteEvent>
  verify(plan: FlashPlan, signal: AbortSignal): AsyncIterable<VerifyEvent>
  /** Starts the firmware that is in the device. Safe to call in teardown; leaves a device that was not written as it was. */
  reset(signal: AbortSignal): Promise<void>
  /**
   * Where the boot loader or the firmware can say what runs after reset(): waits for it, and proves that it is the
   * plan's image. VERSION_UNSEEN, SWAP_REVERTED.
   */
  confirm?(plan: FlashPlan, signal: AbortSignal): Promise<{ readonly version: string | null }>
}

/** The rates that one slot's cable and adapter can do, as its last jobs found out. */
export interface RateMemory {
  /** A protocol that raises the rate goes no higher; null: nothing is known. */
  readonly highestBaudRate: number | null
  /** A higher rate than this one lost or broke bytes. */
  lower(baudRate: number): void
}

export interface ConnectContext {
  readonly signal: AbortSignal
  /** Console lines, for the record. */
  readonly log: (line: Omit<LogLine, 'at'>) => void
  /** Bits per second of the carrier, for estimates; 115200 is assumed where it is not said. */
  readonly baudRate?: number
  /** What the person at the bench has to do or to know now; null takes it back. Taken back by the job at its end. */
  readonly notice?: (notice: Notice | null) => void
  readonly rates?: RateMemory
  /** Serves an image to a device that fetches it itself. Left out: this station hands out nothing (HANDOUT_UNSET). */
  readonly handOut?: HandOut
  /** The password that devices of this profile want before they take an image; "" when none is stored. Never logged. */
  readonly password?: () => string
}

export interface Protocol<Options = unknown> {
  readonly id: string
  /** Validates the profile's `options`, all of which have a good default; the settings screen draws it. */
  readonly options: z.ZodType<Options>
  connect(link: Link, options: Options, context: ConnectContext): Promise<Target>
  /**
   * Only devices on a network: is it there, and would it talk? Asks as little as possible, changes nothing, and rejects
   * with the reason why not (LAN_UNREACHABLE, DEVICE_OFFLINE, ...). Before a staged group starts on it.
   */
  preflight?(
    link: Link,
    options: Options,
    context: Pick<ConnectContext, 'signal' | 'password'>,
  ): Promise<void>
}
