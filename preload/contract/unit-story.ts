// One unit: what this station knows of it, what was done to it here, and what its clouds say.
import { z } from 'zod'
import { otaLogEntrySchema, upgradeProgressSchema } from './cloud-model.ts'
import { errorCodeSchema, errorContextSchema } from './errors.ts'
import { jobSchema, versionSchema } from './model.ts'

export const unitSchema = z.object({
  deviceId: z.string().nullable(),
  mac: z.string().nullable(),
  sn: z.string().nullable(),
  productId: z.string().nullable(),
  /** As it was seen last. */
  version: versionSchema,
  lastSeenAt: z.iso.datetime().nullable(),
  /** Of its last job here; null: none. */
  lastOutcome: jobSchema.shape.outcome.nullable(),
})
export type Unit = z.infer<typeof unitSchema>

const refusal = z.object({ code: errorCodeSchema, context: errorContextSchema })

/** What a cloud said, or why it did not. */
const answer = <Value extends z.ZodType>(value: Value) =>
  z.discriminatedUnion('state', [
    z.object({ state: z.literal('answered'), connectionId: z.string(), value }),
    z.object({ state: z.literal('failed'), connectionId: z.string().nullable(), error: refusal }),
    /** No connection of its product can be asked. */
    z.object({ state: z.literal('unset') }),
  ])

export const unitStorySchema = z.object({
  unit: unitSchema,
  /** Newest first, at most 100. */
  jobs: z.array(jobSchema),
  /** Newest first, at most 100. */
  otaLogs: answer(z.array(otaLogEntrySchema)),
  progress: answer(upgradeProgressSchema.nullable()),
})
export type UnitStory = z.infer<typeof unitStorySchema>
