// What a profile says about an ESP board. Every option has a default that fits a usual development board.
import { z } from 'zod'
import { isResetSequence } from './reset-lines.ts'

const sectorBytes = 4096
const highestAddress = 0x1000_0000

export const espOptionsSchema = z.strictObject({
  /**
   * How the board is brought into its boot loader. `auto` tries the circuit of development boards, slow and fast, and
   * that of the USB port inside the chip; `custom` plays `resetSequence`; `none` asks the person at the bench.
   * A link without modem lines is always `none`.
   */
  reset: z.enum(['auto', 'classic', 'usbJtag', 'custom', 'none']).default('auto'),
  /** As in the configuration file of esptool: `D0|R1|W0.1|D1|R0|W0.05|D0`. D is DTR, R is RTS, U both, W seconds. */
  resetSequence: z
    .string()
    .max(200)
    .refine(isResetSequence, 'not a sequence such as D0|R1|W0.1|D1|R0|W0.05|D0')
    .default('D0|R1|W0.1|D1|R0|W0.05|D0'),
  /** How long a person has to hold BOOT and tap RESET. */
  entryWaitMs: z.number().int().min(1000).max(600_000).default(60_000),
  /** `never`: speaks to the ROM only. Slower, and not possible with an ESP8266, which then could prove nothing. */
  useStub: z.enum(['auto', 'never']).default('auto'),
  /** Bits per second for the image; the highest that the slot's cable is known to carry, if that is less. */
  flashBaudRate: z.number().int().min(9600).max(3_000_000).default(460_800),
  /**
   * `auto`: the rate is raised where the modem lines lead back from one that does not work. `always`: on links without
   * modem lines too; somebody has to reset the board when a rate fails there.
   */
  raiseRate: z.enum(['auto', 'always', 'never']).default('auto'),
  /**
   * Where an image goes that does not say it: an application, a boot loader, a file system. Null: where the chip's
   * application starts, 0x10000, on an ESP8266 0. A boot loader alone needs its own address here.
   */
  address: z.number().int().min(0).max(highestAddress).multipleOf(sectorBytes).nullable().default(null),
  /** Written into the header of a boot loader; `keep` leaves what the image says. */
  flashMode: z.enum(['keep', 'qio', 'qout', 'dio', 'dout']).default('keep'),
  /** As the chip has them: `80m`, `40m`; `48m` on an ESP32-H2. */
  flashFrequency: z
    .string()
    .regex(/^(?:keep|\d{2}m)$/)
    .default('keep'),
  /** `detect`: what the flash memory says about itself. */
  flashSize: z
    .enum(['keep', 'detect', '1MB', '2MB', '4MB', '8MB', '16MB', '32MB', '64MB', '128MB'])
    .default('keep'),
  /** Flashes chips whose fuses want signed or encrypted firmware. Only for images that are. */
  allowSecured: z.boolean().default(false),
  /** Asks the device what it holds already, and sends only the rest. */
  skipEqual: z.boolean().default(true),
  /** How often a broken transfer is taken up again, each time at the next lower rate. */
  maxRestarts: z.number().int().min(0).max(20).default(5),
})
export type EspOptions = z.infer<typeof espOptionsSchema>
