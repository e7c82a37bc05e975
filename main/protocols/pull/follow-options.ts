// How a device tells what becomes of its fetch: in a topic, on a page that is asked again and again, or on its console.
import { z } from 'zod'
import { consoleScriptSchema } from '../console/script.ts'
import { pathSchema, patternSchema } from '../lan/access.ts'
import { placeSchema } from '../lan/version-query.ts'
import { topicSchema } from './trigger-options.ts'

/** What one message or answer may say. */
const words = {
  /** Where it stands how far it is: 0 to 100. 100 is done, less than 0 has failed. Null: it does not count. */
  percent: placeSchema.nullable().default(null),
  /** Where it stands why it has failed. Null: the message itself. */
  reason: placeSchema.nullable().default(null),
  /** A message that matches means: it took the image. "": none does. */
  done: patternSchema.default(''),
  /** A message that matches means: it has failed. "": none does. */
  failed: patternSchema.default(''),
}
export type FollowWords = z.infer<z.ZodObject<typeof words>>

export const followSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('mqtt'), topic: topicSchema, ...words }),
  z.strictObject({
    by: z.literal('http'),
    path: pathSchema,
    everyMs: z.number().int().min(100).max(60_000).default(1000),
    ...words,
  }),
  /** Played on from the instruction: its last step is the device's word that it took the image. */
  z.strictObject({ by: z.literal('console'), script: consoleScriptSchema }),
])
export type Follow = z.infer<typeof followSchema>

/** The device says that it took the image, and not only that it has fetched it. */
export function saysDone(follow: Follow | null): boolean {
  if (follow === null) return false
  return follow.by === 'console' || follow.done !== '' || follow.percent !== null
}
