// How a simulated ESP chip can be built and what can be wrong with it beyond the faults of every chip. Types and data only.

import type { ChipFaults } from '../chip.ts'
import type { UnitIdentity } from '../unit.ts'
import type { WireOptions } from '../wire.ts'
import type { EspModel } from './models.ts'

/** How long the flash takes, in ms. */
export interface FlashTimes {
  /** 4 KiB. */
  readonly eraseSectorMs: number
  /** 64 KiB at once. */
  readonly eraseBlockMs: number
  /** 256 bytes. */
  readonly programPageMs: number
  readonly digestMsPerMiB: number
}

export const noFlashTimes: FlashTimes = {
  eraseSectorMs: 0,
  eraseBlockMs: 0,
  programPageMs: 0,
  digestMsPerMiB: 0,
}

/** Typical figures of the data sheets of 4 MiB NOR flash. */
export const realFlashTimes: FlashTimes = {
  eraseSectorMs: 40,
  eraseBlockMs: 150,
  programPageMs: 0.4,
  digestMsPerMiB: 150,
}

export interface EspOptions {
  readonly model: EspModel
  readonly device: UnitIdentity
  /** What is in its flash at first, from offset 0. */
  readonly stored?: Uint8Array
  /** A power of two. */
  readonly flashSizeBytes?: number
  readonly flashTimes?: FlashTimes
  readonly wire?: WireOptions
  readonly faults?: Partial<ChipFaults>
  /** False: its cable has no modem lines. */
  readonly hasLines?: boolean
  /** Talks through the chip's own USB port, which resets in its own way and knows no rate. */
  readonly isUsbJtag?: boolean
  /** Starts in the ROM loader whenever it is reset from outside, as if somebody always held its button. */
  readonly bootsInLoader?: boolean
  /** From the rise of EN until the chip looks at IO0: the capacitor of the board. */
  readonly enRiseMs?: number
  /** Major * 100 + minor, as image headers count it. */
  readonly revision?: number
  /** In place of the model's own id or magic number: a chip that nobody knows. */
  readonly chipId?: number
  readonly secureBoot?: boolean
  readonly flashEncryption?: boolean
  /** Only the commands of secure download mode are left; no registers, no stub. */
  readonly secureDownload?: boolean
  /** SYNC frames that it does not answer after each start of the loader. */
  readonly lostSyncs?: number
  /** `hangs`: takes the stub and then never says OHAI, and is dead until reset. `refused`: does not take it. */
  readonly stub?: 'works' | 'hangs' | 'refused'
  /** A rate above it is acknowledged and then missed. */
  readonly maxBaudRate?: number
  /**
   * What the stub does with a block that it already took: `refuse` with the status of a wrong checksum, or `take` it for
   * the next one, as real stubs do: then what is inflated is rubbish.
   */
  readonly repeatedBlocks?: 'refuse' | 'take'
}
