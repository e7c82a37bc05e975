// What a profile says about an STM32 in its system boot loader: how it gets there, what goes where, what may be erased.
import { z } from 'zod'
import { flashBase } from './chips.ts'

const lineSchema = z.enum(['dtr', 'rts'])

export const stm32OptionsSchema = z.strictObject({
  /**
   * `byHand`: somebody sets BOOT0 and taps reset. `dtrRts`: the modem lines of the cable do it; over a link without
   * lines it is `byHand`.
   */
  entry: z.enum(['byHand', 'dtrRts']).default('byHand'),
  /** Which line goes to which pin. */
  boot0Line: lineSchema.default('rts'),
  resetLine: lineSchema.default('dtr'),
  /** A bare wire: the line that is on pulls its pin low. True for a line with a transistor: on is high. */
  boot0Inverted: z.boolean().default(false),
  resetInverted: z.boolean().default(false),
  /** How long reset is held. */
  resetMs: z.number().int().min(1).max(5000).default(50),
  /** From the release of reset to the first word to the boot loader. */
  bootMs: z.number().int().min(1).max(5000).default(50),
  /** How long to look for the boot loader. */
  connectTimeoutMs: z.number().int().min(100).max(110_000).default(30_000),
  /** How long to wait for the answer to a step of a command. */
  ackTimeoutMs: z.number().int().min(20).max(60_000).default(1000),
  /** How often one block is repeated. */
  maxRetries: z.number().int().min(0).max(100).default(3),
  /** Where a file without addresses goes. */
  address: z.number().int().min(0).max(0xffff_ffff).default(flashBase),
  /** Flash size in KiB, where the chip's own register is known to be wrong. Null: as the chip says. */
  flashKiB: z.number().int().min(1).max(16_384).nullable().default(null),
  /** Chips whose option bytes make one bank of two, or two of one. Null: as delivered. */
  banks: z.enum(['one', 'two']).nullable().default(null),
  /** Pages, by number, that are never erased: settings, calibration. An image that needs one is refused. */
  keepPages: z.array(z.number().int().min(0).max(0xffff)).max(1000).default([]),
  /** Erases the whole flash instead of the pages that the image needs. */
  massErase: z.boolean().default(false),
  /** How long to wait for the erase of one page. */
  eraseTimeoutMs: z.number().int().min(100).max(60_000).default(5000),
  massEraseTimeoutMs: z.number().int().min(1000).max(600_000).default(120_000),
  /** Takes the readout protection off, which erases everything. False: a protected chip is refused. */
  unprotect: z.boolean().default(false),
  /** Lets chips that have the checksum command prove and compare by it. False: they are read back. */
  checksum: z.boolean().default(true),
  /** Without the checksum command: reads the flash first and leaves pages that are right. */
  compareFirst: z.boolean().default(false),
})
export type Stm32Options = z.infer<typeof stm32OptionsSchema>
