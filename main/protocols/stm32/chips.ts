// What is known of a chip by the id that its boot loader says: flash, pages, RAM, where its unique id and size are read.
// Types and the look-up; the rows are in chip-table.ts. Not here: which pages an image needs (pages.ts).
import { chipTable } from './chip-table.ts'

export type Banks = 'one' | 'two'

export interface Stm32Chip {
  /** What Get ID answers. */
  readonly id: number
  /** `stm32f4` */
  readonly family: string
  readonly name: string
  /** The largest flash of this id, bytes. */
  readonly flashBytes: number
  /** Sizes of the first pages (sectors) of a bank; the last one repeats to its end. */
  readonly pages: readonly number[]
  /** The same where the flash is set up the other way than it is delivered: as one bank or as two. */
  readonly otherPages?: readonly number[]
  /** As delivered. With two banks, `pages` begins anew in the middle of the flash. */
  readonly banks: Banks
  /** Flash larger than this always has two banks. */
  readonly twoBanksAboveBytes?: number
  /** Number of the second bank's first page where that is not the next one. */
  readonly secondBankPage?: number
  /** End of the RAM that starts at 0x20000000. */
  readonly ramEnd: number
  /** Smallest piece that the flash programs at once, but at least what the boot loader takes: a power of two from 4. */
  readonly writeBytes: number
  /** Addresses of the three words of the unique id, and of the flash size in KiB (16 bits). */
  readonly uidWords: readonly [number, number, number]
  readonly sizeRegister: number
}

/** All chips of the table have it here. */
export const flashBase = 0x0800_0000

export function findChip(id: number): Stm32Chip | undefined {
  return chipTable.find((chip) => chip.id === id)
}
