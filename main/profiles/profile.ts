// How one product is flashed: which protocol, which rate, how to learn who the device is and what it runs, and how
// to confirm what it boots. The schema of the files in resources/profiles/ and of a plant's own.
import { z } from 'zod'
import { consoleScriptSchema } from '../protocols/console/script.ts'
import { brokerPresenceSchema } from './broker-presence.ts'

export const profileSchema = z.strictObject({
  profileId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  name: z.string().min(1).max(80),
  description: z.string().max(500).default(''),
  protocol: z.string().max(40),
  baudRate: z.number().int().min(300).max(12_000_000).default(115_200),
  /** Firmware model for the result report. */
  model: z.string().min(1).max(20),
  /** Options of the protocol, validated by its own schema when the profile is loaded. */
  options: z.record(z.string(), z.unknown()).default({}),
  /**
   * Console dialogue before the boot loader is entered. Its captures `version`, `mac`, `sn` and `deviceId` are the
   * device's identity, `hardwareRevision` is what a work order may compare. Null: the device cannot say; the operator or
   * the boot loader must.
   */
  identify: consoleScriptSchema.nullable().default(null),
  /**
   * How DTR and RTS stand while the firmware is asked, where they are wired to its reset or boot pins: after an open both
   * are on. Null: they are left so.
   */
  idleLines: z.strictObject({ dtr: z.boolean(), rts: z.boolean() }).nullable().default(null),
  /** A device whose firmware is broken cannot answer; then the boot loader and the roster have to know it. */
  identifyMayFail: z.boolean().default(false),
  /** Console dialogue after the reset; must capture `version`. Null: the device does not print it. */
  confirm: consoleScriptSchema.nullable().default(null),
  /** After the reset the boot loader or the firmware itself proves, over the protocol, what runs. */
  confirmByProtocol: z.boolean().default(false),
  /** Chip families that may be flashed, as the boot loader names them (`esp32c3`); empty: any. CHIP_DIFFERS */
  chips: z
    .array(z.string().regex(/^[a-z0-9]{1,40}$/))
    .max(50)
    .default([]),
  /** Where neither dialogue nor boot loader tells the version: take what the last job or the roster knew. */
  versionFromRoster: z.boolean().default(false),
  /** Where nothing tells it: what a device is taken to run, such as `0.0.0` for a blank board. Null: it is refused. */
  assumedVersion: z.string().max(40).nullable().default(null),
  /**
   * How a printed version becomes the integer of the upgrade service: the sum of its dotted numbers times these
   * weights (`2.0.1` with [10000, 100, 1] is 20001). One weight: the version is printed as that integer.
   */
  versionWeights: z.array(z.number().int().min(1)).min(1).max(4).default([1]),
  /**
   * Refuses an image whose own version is another than the task's, where both are known. Only for firmware whose build
   * writes the released version into the image.
   */
  imageVersionMustMatch: z.boolean().default(false),
  /**
   * Who says how far an upgrade is: the protocol, the cloud that the product's progress comes from (a device that fetches
   * from its own cloud), or first the one and then the other. The cloud's word ends the step where it is asked.
   */
  progressFrom: z.enum(['protocol', 'cloud', 'both']).default('protocol'),
  /**
   * What such devices say behind the plant's broker when they come, go and start, by which they are found. Null: nothing is
   * known.
   */
  presence: brokerPresenceSchema.nullable().default(null),
  /** A protocol that proves nothing (`proof: none`) is only accepted when the profile says so here. */
  acceptUnproved: z.boolean().default(false),
})
export type Profile = z.infer<typeof profileSchema>
