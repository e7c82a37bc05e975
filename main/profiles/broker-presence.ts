// What devices of a product say about themselves behind a plant's broker: in which topics, and where in them. The schema of
// a profile's `presence`. Not here: who listens (bench/broker-presence.ts).
import { z } from 'zod'
import { patternSchema } from '../protocols/lan/access.ts'
import { placeSchema } from '../protocols/lan/version-query.ts'

/** Levels that name the device; `+` is any text. */
export const topicPlaceholders = ['name', 'mac', 'deviceId'] as const

const topicSchema = z
  .string()
  .max(300)
  .regex(/^(?:\+|[^+#{}\s/]*|\{(?:name|mac|deviceId)\})(?:\/(?:\+|[^+#{}\s/]*|\{(?:name|mac|deviceId)\}))*$/)

const optionalPlace = placeSchema.nullable().default(null)

const sourceSchema = z
  .strictObject({
    /** `tele/{name}/LWT` */
    topic: topicSchema,
    /** The device is there when a message matches. "": no message says so. */
    online: patternSchema.default(''),
    /** It is gone when a message matches. "": no message says so. */
    offline: patternSchema.default(''),
    /** Where its name stands, which fills its topics; needed where the topic has none. */
    name: optionalPlace,
    version: optionalPlace,
    mac: optionalPlace,
    model: optionalPlace,
    deviceId: optionalPlace,
  })
  .meta({ id: 'presenceSource' })
  .refine(({ topic, name }) => name !== null || topic.split('/').includes('{name}'), {
    path: ['topic'],
    params: { problem: 'pattern', expected: '{name}' },
  })
export type PresenceSource = z.infer<typeof sourceSchema>

export const brokerPresenceSchema = z.array(sourceSchema).min(1).max(8)
export type BrokerPresence = z.infer<typeof brokerPresenceSchema>
