// What a profile says about an AVR board with a boot loader that speaks STK500v1.
import { z } from 'zod'
import { partIds } from './parts.ts'

export const avrOptionsSchema = z.strictObject({
  /**
   * How the boot loader is started. `dtr`: DTR and RTS make a pulse on the reset pin, as on Arduino boards; with a link
   * that has no modem lines it is `hand`. `touch1200`: the port is set to 1200 baud and DTR taken away, for firmware
   * that then jumps into the boot loader. `hand`: somebody taps reset, or the boot loader waits by itself.
   */
  reset: z.enum(['dtr', 'touch1200', 'hand']).default('dtr'),
  /** Of the boot loader, bits per second. Null: the profile's. Firmware may talk at another rate than its boot loader. */
  baudRate: z.number().int().min(300).max(2_000_000).nullable().default(null),
  /** CHIP_DIFFERS for another one. Null: whatever the signature says. */
  part: z.enum(partIds).nullable().default(null),
  /** What the boot loader takes at the end of the flash. Null: as is usual for the part and the boot loader's version. */
  bootloaderBytes: z.number().int().min(0).max(16_384).nullable().default(null),
  /** DTR is off so long before the pulse: the capacitor at the reset pin has to be empty, and the firmware up. */
  dischargeMs: z.number().int().min(1).max(2000).default(250),
  /** How often the board is reset again when its boot loader does not answer. */
  resetTries: z.number().int().min(1).max(20).default(3),
  /** How long somebody has to tap reset, with `hand`. */
  handWaitMs: z.number().int().min(100).max(600_000).default(60_000),
  /** Until a command counts as not answered; Optiboot leaves after one second without a byte. */
  answerTimeoutMs: z.number().int().min(20).max(5000).default(500),
  /** How often one page is tried again. */
  maxRetries: z.number().int().min(0).max(50).default(5),
  /**
   * An address and the command that uses it leave together, which saves a round trip with every page. A boot loader
   * that loses bytes meanwhile is asked one by one after two failures.
   */
  pipelined: z.boolean().default(true),
  /** Bytes read back at once; two pages of most parts. A page at a time after two failures. */
  readBytes: z.number().int().min(64).max(256).multipleOf(64).default(256),
  /** Read each page first and write only those that differ: twice as slow for a new image, half the time for the same. */
  compareFirst: z.boolean().default(false),
})
export type AvrOptions = z.infer<typeof avrOptionsSchema>
