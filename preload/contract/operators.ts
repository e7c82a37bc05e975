// Who stands at the bench: operators with a role and a PIN, and the session of one caller. A station without operators
// asks nobody: every caller is then a lead.
import { z } from 'zod'
import { roles } from './permissions.ts'

export const roleSchema = z.enum(roles)

export const operatorIdSchema = z.string().regex(/^[a-z0-9-]{1,40}$/)

/** 4 to 12 digits. */
export const pinSchema = z.string().regex(/^\d{4,12}$/)

export const operatorSchema = z.object({
  operatorId: operatorIdSchema,
  name: z.string().trim().min(1).max(60),
  role: roleSchema,
  /** One that may not sign in any more keeps its name in the records. */
  active: z.boolean(),
  pinSetAt: z.iso.datetime(),
})
export type Operator = z.infer<typeof operatorSchema>

/** New: `operatorId` is null. Without `pin` the old one stays; a new operator needs one. */
export const operatorDraftSchema = z.object({
  operatorId: operatorIdSchema.nullable(),
  name: operatorSchema.shape.name,
  role: roleSchema,
  active: z.boolean().default(true),
  pin: pinSchema.optional(),
})
export type OperatorDraft = z.infer<typeof operatorDraftSchema>

/** What this caller is. `open`: the station has no operators, and everybody is a lead. */
export const sessionSchema = z.object({
  open: z.boolean(),
  operator: operatorSchema.nullable(),
  /** Null: has to sign in. */
  role: roleSchema.nullable(),
  /** Factory software with a token of its own; left out: a person, or the station's own key. */
  client: z.object({ clientId: z.string(), name: z.string(), readOnly: z.boolean() }).optional(),
})
export type Session = z.infer<typeof sessionSchema>

/** In the settings. */
export const signInSettingsSchema = z.strictObject({
  /** Days after which a PIN has to be replaced; 0: never. */
  pinMaxAgeDays: z.number().int().min(0).max(3650).default(0),
  /** Minutes without a call after which a session ends; 0: never. */
  idleMinutes: z.number().int().min(0).max(1440).default(0),
})
