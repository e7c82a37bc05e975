// What a profile may say, per protocol, as JSON Schema: the settings screen draws its fields from it. The words for the
// fields are apart, in both languages (preload/contract/profile-texts.ts). Pure.
import { z } from 'zod'
import type { Protocol } from '../protocols/protocol.ts'
import { profileSchema } from './profile.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * By protocol: the schema of a whole profile as its file says it (draft 2020-12). What may be left out has its `default`;
 * a dialogue's step and the command line of a receiver are `$defs`.
 */
export function profileJsonSchemas(
  protocols: Iterable<Pick<Protocol, 'id' | 'options'>>,
): Record<string, JsonSchema> {
  return Object.fromEntries([...protocols].map((protocol) => [protocol.id, schemaOf(protocol)]))
}

function schemaOf({ id, options }: Pick<Protocol, 'id' | 'options'>): JsonSchema {
  const whole = profileSchema.extend({ protocol: z.literal(id), options: options.default(options.parse({})) })
  return z.toJSONSchema(whole, { io: 'input', unrepresentable: 'any' })
}
