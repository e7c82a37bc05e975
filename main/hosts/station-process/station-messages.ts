// What goes over the line between a keeper and the process of its station. The contract does not: that goes through the
// ports that `port` carries.
import { z } from 'zod'
import { errorCodeSchema, errorContextSchema } from '../../../preload/contract/index.ts'

/** What a station is opened with; as StationOptions, where it can be sent. */
export const openOptionsSchema = z.object({
  dataDir: z.string().min(1),
  resourcesDir: z.string().min(1),
  practice: z.boolean(),
  practiceKind: z.enum(['boards', 'chips', 'lan']),
  version: z.string(),
})
export type OpenOptions = z.infer<typeof openOptionsSchema>

export const toStationSchema = z.discriminatedUnion('type', [
  /** Once, before anything else. */
  z.object({ type: z.literal('open'), options: openOptionsSchema }),
  /** With one port: the contract is served on it. */
  z.object({ type: z.literal('port'), holder: z.enum(['page', 'program']) }),
  /** Jobs are cancelled and their records written; the answer is `closed`. */
  z.object({ type: z.literal('close') }),
])
export type ToStation = z.infer<typeof toStationSchema>

export const fromStationSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), practice: z.boolean() }),
  /** It could not be opened. */
  z.object({ type: z.literal('failed'), code: errorCodeSchema, context: errorContextSchema }),
  /** Nothing is left to do: the process may be ended. */
  z.object({ type: z.literal('closed') }),
])
export type FromStation = z.infer<typeof fromStationSchema>
