// How a device is asked which version it runs, before and after. Devices on a console are asked by the dialogues of their
// profile instead.
import { z } from 'zod'
import { patternSchema } from '../lan/access.ts'
import { placeSchema, versionQuerySchema } from '../lan/version-query.ts'
import { payloadSchema, topicSchema } from './trigger-options.ts'

const optionalPlace = placeSchema.nullable().default(null)

/** A message, and where in it the device says who it is. */
const messageSchema = z.strictObject({
  topic: topicSchema,
  version: placeSchema,
  mac: optionalPlace,
  model: optionalPlace,
  deviceId: optionalPlace,
})
export type IdentityMessage = z.infer<typeof messageSchema>

const brokerVersionSchema = z.strictObject({
  by: z.literal('mqtt'),
  /** The question, and where it is answered. Null: the device cannot be asked. */
  ask: z
    .strictObject({ topic: topicSchema, payload: payloadSchema.default(''), answer: messageSchema })
    .nullable()
    .default(null),
  /** What the device says unasked whenever it has started. Null: nothing. */
  boot: messageSchema.nullable().default(null),
  /** Whether it is there, by a message that the broker keeps. Null: the broker does not know. */
  presence: z
    .strictObject({ topic: topicSchema, offline: patternSchema.min(1) })
    .nullable()
    .default(null),
  /** Until a question counts as not answered. */
  askTimeoutMs: z.number().int().min(20).max(60_000).default(5000),
})
export type BrokerVersion = z.infer<typeof brokerVersionSchema>

export const versionSchema = z.discriminatedUnion('by', [
  versionQuerySchema.extend({ by: z.literal('http') }),
  brokerVersionSchema,
])
