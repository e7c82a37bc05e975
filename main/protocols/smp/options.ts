// What a profile says about a device that speaks SMP. Everything has a default that suits a board with Zephyr.
import { z } from 'zod'

const lineSchema = z.enum(['dtr', 'rts'])
const timeoutSchema = z.number().int().min(20).max(600_000)

export const smpOptionsSchema = z.strictObject({
  /**
   * Who has to answer: the firmware (`normal`: upload to the second slot, swap, confirm), MCUboot's serial recovery
   * (`recovery`: upload over the first slot), or whoever does (`auto`).
   */
  mode: z.enum(['auto', 'normal', 'recovery']).default('auto'),
  /** UDP port where the address names none, for devices on the LAN. */
  udpPort: z.number().int().min(1).max(65_535).default(1337),
  /** The largest packet on the way to a device on the LAN: 1500 on Ethernet and Wi-Fi, 1280 over Thread. */
  mtuBytes: z.number().int().min(576).max(9000).default(1500),
  /** How serial recovery is entered: not at all, by modem lines, or by the person at the bench. */
  entry: z.enum(['none', 'lines', 'byHand']).default('none'),
  /** The modem line at the reset pin, for entry by lines. */
  resetLine: lineSchema.default('rts'),
  /** The modem line at the recovery pin, held while reset is let go. */
  buttonLine: lineSchema.default('dtr'),
  /** How long the recovery pin is held after reset. */
  buttonHoldMs: z.number().int().min(10).max(10_000).default(500),
  /** How long the person at the bench has for entry by hand. */
  entryTimeoutMs: timeoutSchema.default(60_000),
  /** Version of SMP; `auto` tries 2, then 1. */
  smpVersion: z.union([z.literal('auto'), z.literal(1), z.literal(2)]).default('auto'),
  /** Number of the image in a device with several processors or images. */
  image: z.number().int().min(0).max(15).default(0),
  /** The device refuses an image that is not newer than what it runs. */
  upgradeOnly: z.boolean().default(false),
  /** Until the device has to have answered for the first time. */
  connectTimeoutMs: timeoutSchema.default(8000),
  /** Until a request that was not answered is sent again. */
  replyTimeoutMs: timeoutSchema.default(1000),
  /** The first chunk of an upload: the device erases its slot meanwhile. */
  eraseTimeoutMs: timeoutSchema.default(90_000),
  /** Any later chunk. */
  chunkTimeoutMs: timeoutSchema.default(3000),
  /** How often one request is sent again. */
  maxRetries: z.number().int().min(0).max(100).default(5),
  /**
   * No frame is made for a larger buffer than this, whatever the device says it has; a device that does not say is
   * tried from 512 bytes down.
   */
  maxBufferBytes: z.number().int().min(96).max(65_535).default(4096),
  /** Chunks under way at once, at most what the device has buffers for. 1: each one is answered before the next. */
  window: z.number().int().min(1).max(16).default(1),
  /** From the reset until the new firmware answers: the boot loader swaps two slots meanwhile. */
  swapTimeoutMs: timeoutSchema.default(120_000),
})
export type SmpOptions = z.infer<typeof smpOptionsSchema>
