// What a profile says about a device whose boot loader fetches by TFTP when its console is told to. The command line
// around the fetch is that of the receivers (ymodem/options.ts). Not here: playing the scripts (board.ts).
import { z } from 'zod'
import { consoleScriptSchema } from '../console/script.ts'
import { afterTransfer, beforeTransfer, checkScripts } from '../ymodem/options.ts'

/** What a fetch script may name besides the values of the image. */
export const fetchValues = ['serverIp', 'blockSize', 'windowSize'] as const

const consoleSchema = z
  .strictObject({
    ...beforeTransfer,
    /**
     * Brings up the network and fetches `{fileName}` from `{serverIp}` into RAM, to the prompt behind it. May ask for
     * `{blockSize}` and `{windowSize}`. Captures `received`: decimal bytes, must be the image's size.
     */
    fetch: consoleScriptSchema,
    ...afterTransfer,
  })
  .superRefine((board, context) => checkScripts(board, context, fetchValues))
  .meta({ id: 'receiverConsole' })

export const tftpOptionsSchema = z.strictObject({
  /** Our address as the device sees it; null: that of the interface that images are handed out on. */
  serverHost: z
    .string()
    .regex(/^[0-9A-Fa-f.:]{2,45}$/)
    .nullable()
    .default(null),
  /** Bytes of a block that the device shall ask for; the station grants 1468 at most, which fits an Ethernet frame. */
  blockSize: z.number().int().min(8).max(65_464).default(1468),
  /** Blocks on the way before the device has to answer. 1 is what every boot loader knows. */
  windowSize: z.number().int().min(1).max(16).default(1),
  /** From the first command to the first request, and later without any byte. */
  fetchTimeoutMs: z.number().int().min(1000).max(600_000).default(60_000),
  /** What the device can take, where its command line is not asked (`console.capacity`). Null: not known. */
  capacityBytes: z.number().int().min(1).max(2_147_483_647).nullable().default(null),
  /** The command line that starts the fetch. A profile without it is PROFILE_INVALID when a device is connected. */
  console: consoleSchema.optional(),
})
export type TftpOptions = z.infer<typeof tftpOptionsSchema>
export type FetchConsole = z.infer<typeof consoleSchema>
