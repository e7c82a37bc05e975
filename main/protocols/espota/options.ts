// What a profile may say about a device that takes Arduino OTA. The defaults are those of an ESP32.
import { z } from 'zod'
import { versionQuerySchema } from '../lan/version-query.ts'

const timeoutSchema = z.number().int().min(50).max(600_000)

export const espotaOptionsSchema = z.strictObject({
  /** UDP port of the invitation where the address names none: 3232 on an ESP32, 8266 on an ESP8266, 2040 on an RP2040. */
  port: z.number().int().min(1).max(65_535).default(3232),
  /** What the image replaces: the application, or the file system, which is overwritten in place. */
  target: z.enum(['app', 'fileSystem']).default('app'),
  /** `esp`: an application has to be an ESP image. `any`: everything is sent as it is (other chips, packed images). */
  imageFormat: z.enum(['esp', 'any']).default('esp'),
  /** Chip families that an application may be made for (`esp8266`), where its file says so; empty: any. */
  imageChips: z
    .array(z.string().regex(/^[a-z0-9]{1,40}$/))
    .max(50)
    .default([]),
  /** Until the device has taken the invitation, which is repeated meanwhile. */
  inviteTimeoutMs: timeoutSchema.default(30_000),
  /** From its yes until it has connected. */
  connectTimeoutMs: timeoutSchema.default(10_000),
  /** A device that acknowledges nothing for so long has stopped. */
  ackTimeoutMs: timeoutSchema.default(10_000),
  /** From the last byte until it says that the image is right. */
  finishTimeoutMs: timeoutSchema.default(60_000),
  /** Bytes sent and not acknowledged, at most. */
  windowBytes: z.number().int().min(1024).max(1_048_576).default(16_384),
  /** How the firmware is asked for its version; null: it does not say. */
  version: versionQuerySchema.nullable().default(null),
  /** From the end of the update until the new firmware has said its version. */
  restartTimeoutMs: timeoutSchema.default(60_000),
})
export type EspotaOptions = z.infer<typeof espotaOptionsSchema>
