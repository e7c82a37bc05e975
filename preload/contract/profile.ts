// Profiles as they cross the border: what a list shows, one profile as its file says it, and the mistakes in one.
// zod schemas with their types. The sentences are in profile-texts.ts; what a profile may say is in main/profiles/.
import { z } from 'zod'
import { errorCodeSchema, errorContextSchema } from './errors.ts'
import { profileInfoSchema } from './model.ts'

export const profileProblems = [
  'syntax', // no JSON from here on; `found`: the character that stands there, empty at the end
  'duplicateKey',
  'unknownKey',
  'missing',
  'type', // `expected`: string, number, int, boolean, array, object, null
  'tooSmall', // `limit`
  'tooLarge',
  'tooShort', // `limit`: characters or items
  'tooLong',
  'pattern', // `expected`: a regular expression
  'choice', // `expected`: what may stand there
  'notRegex',
  'unknownProtocol', // `expected`: those that are known
  'noCapture', // `expected`: named groups, one of which the dialogue has to have
  'unknownCapture', // `found`: a named group that means nothing here
  'noValue', // `found`: a name in braces without a value
  'taken', // `found`: another file that has this id
  'other',
] as const
export const profileProblemSchema = z.enum(profileProblems)
export type ProfileProblem = z.infer<typeof profileProblemSchema>

export const profileMistakeSchema = z.object({
  /** `options.console.enter[2].expect`; empty for the whole. */
  place: z.string(),
  /** Counted from 1. */
  line: z.number().int(),
  column: z.number().int(),
  problem: profileProblemSchema,
  facts: errorContextSchema,
})
export type ProfileMistake = z.infer<typeof profileMistakeSchema>

/** `builtIn`: comes with the program. `plant`: in the data folder, where it wins over a built-in one of its id. */
export const profileOriginSchema = z.enum(['builtIn', 'plant'])
export type ProfileOrigin = z.infer<typeof profileOriginSchema>

export const profileEntrySchema = profileInfoSchema.extend({
  /** Families that may be flashed; empty: any. */
  chips: z.array(z.string()),
  origin: profileOriginSchema,
  /** Removing it shows the built-in one of this id again. */
  hidesBuiltIn: z.boolean(),
})
export type ProfileEntry = z.infer<typeof profileEntrySchema>

export const profileListSchema = z.object({
  profiles: z.array(profileEntrySchema),
  /** Files of the plant that were left out: PROFILE_INVALID with `file`, `place`, `line`, `column`. */
  problems: z.array(z.object({ code: errorCodeSchema, context: errorContextSchema })),
})
export type ProfileList = z.infer<typeof profileListSchema>

const jsonObject = z.record(z.string(), z.unknown())

export const profileDetailSchema = profileEntrySchema.extend({
  /** What its file says, without the defaults. */
  profile: jsonObject,
})
export type ProfileDetail = z.infer<typeof profileDetailSchema>

/** By protocol: JSON Schema (draft 2020-12) of a whole profile, what may be left out with its default. */
export const profileSchemasSchema = z.record(z.string(), jsonObject)

export const profileCheckSchema = z.object({
  /** Null while there are mistakes. */
  profileId: z.string().nullable(),
  /** In the order of the text; the first twenty. */
  mistakes: z.array(profileMistakeSchema),
  /** How many there are. */
  total: z.number().int().nonnegative(),
})
export type ProfileCheck = z.infer<typeof profileCheckSchema>

/** Characters of a profile's text, and bytes of its file. */
export const maxProfileBytes = 256 * 1024
export const profileTextInput = z.object({ text: z.string().max(4 * maxProfileBytes) })
export const profileIdInput = z.object({ profileId: z.string().max(64) })
export const profileInput = z.object({ profile: jsonObject })
