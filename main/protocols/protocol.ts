// How a boot loader is spoken to. One folder per protocol implements it; job/ knows only these types.
import type { z } from 'zod'
import type { LogLine } from '../../preload/contract/index.ts'
import type { Link } from '../transports/link.ts'

/** The bytes to write, with their digests (lower-case hex). Shared by all slots: never changed in place. */
export interface Image {
  readonly fileName: string
  readonly bytes: Uint8Array
  readonly sizeBytes: number
  readonly md5: string
  readonly sha256: string
}

export interface ChipInfo {
  readonly family: string
  readonly mac: string | null
  readonly uid: string | null
  /** Bytes; null where the device cannot say. */
  readonly flashSizeBytes: number | null
}

/** What will be done, decided before the device is touched. Pure data. */
export interface FlashPlan {
  readonly image: Image
  readonly regions: readonly { readonly address: number; readonly sizeBytes: number }[]
  /** Bytes that will cross the link. */
  readonly totalBytes: number
  readonly skippedBytes: number
  readonly estimatedMs: number
}

export type WriteEvent =
  /** The device took the instruction to receive the image. Yielded once, before the first progress. */
  | { readonly kind: 'accepted' }
  /** From the next byte on a cut leaves the device with neither the old nor the new firmware whole. */
  | { readonly kind: 'pointOfNoReturn' }
  | { readonly kind: 'progress'; readonly doneBytes: number; readonly totalBytes: number }
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
  /** `none`: the protocol ends with the receiver's word; the profile must say that this is enough. */
  readonly proof: 'deviceDigest' | 'readBack' | 'none'
  /** Pure. IMAGE_TOO_LARGE when it does not fit the device. */
  plan(image: Image): FlashPlan
  write(plan: FlashPlan, signal: AbortSignal): AsyncIterable<WriteEvent>
  verify(plan: FlashPlan, signal: AbortSignal): AsyncIterable<VerifyEvent>
  /** Starts the firmware that is in the device. Safe to call in teardown; leaves a device that was not written as it was. */
  reset(signal: AbortSignal): Promise<void>
}

export interface ConnectContext {
  readonly signal: AbortSignal
  /** Console lines, for the record. */
  readonly log: (line: Omit<LogLine, 'at'>) => void
  /** Bits per second of the carrier, for estimates; 115200 is assumed where it is not said. */
  readonly baudRate?: number
}

export interface Protocol<Options = unknown> {
  readonly id: string
  /** Validates the profile's `options`; the settings screen draws it. */
  readonly options: z.ZodType<Options>
  connect(link: Link, options: Options, context: ConnectContext): Promise<Target>
}
