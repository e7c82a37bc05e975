// Factory software (MES) and how it meets a station: clients with a token of their own, webhooks and a drop folder that are
// told of finished records, and a drop folder that work orders come in by. Schemas only.
import { z } from 'zod'
import { errorCodeSchema, errorContextSchema } from './errors.ts'
import { jobRecordSchema } from './model.ts'
import { type Role, roles } from './permissions.ts'

const time = z.iso.datetime()
const failureSchema = z.object({ at: time, code: errorCodeSchema, context: errorContextSchema })

/** `reader`: asks for what a technician sees, and changes nothing. For software that only collects. */
export const clientRoles = ['reader', ...roles] as const
export const clientRoleSchema = z.enum(clientRoles)
export type ClientRole = z.infer<typeof clientRoleSchema>

export const clientIdSchema = z.string().regex(/^[0-9a-f]{12}$/)

/** Factory software that has a token of its own. What it does is recorded as `client:<name>`. */
export const clientSchema = z.object({
  clientId: clientIdSchema,
  name: z.string().trim().min(1).max(40),
  role: clientRoleSchema,
  createdAt: time,
  createdBy: z.string(),
  /** From then on its token is refused; null: never by itself. */
  expiresAt: time.nullable(),
  /** To the minute; null: not yet. */
  lastUsedAt: time.nullable(),
  /** Null: its token is taken, unless it has expired. */
  revokedAt: time.nullable(),
})
export type Client = z.infer<typeof clientSchema>

export const clientDraftSchema = z.object({
  name: clientSchema.shape.name,
  role: clientRoleSchema,
  expiresAt: time.nullable().default(null),
})
export type ClientDraft = z.infer<typeof clientDraftSchema>

/** The token is in this answer and nowhere else. */
export const newClientSchema = z.object({ client: clientSchema, token: z.string() })
export type NewClient = z.infer<typeof newClientSchema>

/** What a client may as the roles of persons go. */
export const roleOfClient = (role: ClientRole): Role => (role === 'reader' ? 'technician' : role)

/** Which finished records somebody is told of. */
export const recordChoiceSchema = z.object({
  which: z.enum(['all', 'passed', 'failed']).default('all'),
  /** Only those of this work order; null: of any, and of none. */
  orderId: z.string().min(1).max(64).nullable().default(null),
})
export type RecordChoice = z.infer<typeof recordChoiceSchema>

export const webhookIdSchema = z.string().regex(/^[0-9a-f]{12}$/)

/** As the Standard Webhooks specification writes one: 24 to 64 random bytes in base64. */
export const webhookSecretSchema = z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/)

const webhookUrlSchema = z.url().max(500)

export const webhookSchema = recordChoiceSchema.extend({
  webhookId: webhookIdSchema,
  name: z.string().trim().min(1).max(60),
  url: webhookUrlSchema,
  /** Plain http may be used, to this computer and to private addresses only. */
  plainHttp: z.boolean(),
  active: z.boolean(),
  /** It answered 410 Gone then, and was switched off; null: it did not. */
  goneAt: time.nullable(),
  createdAt: time,
})
export type Webhook = z.infer<typeof webhookSchema>

/** New: `webhookId` is null. Without `secret` a new one gets one that is made here; another keeps the one it has. */
export const webhookDraftSchema = recordChoiceSchema.extend({
  webhookId: webhookIdSchema.nullable().default(null),
  name: webhookSchema.shape.name,
  url: webhookUrlSchema,
  plainHttp: z.boolean().default(false),
  active: z.boolean().default(true),
  secret: webhookSecretSchema.optional(),
})
export type WebhookDraft = z.infer<typeof webhookDraftSchema>

/** `secret`: one that was made here, shown this once; null: the one that was given, or that was there before. */
export const savedWebhookSchema = z.object({ webhook: webhookSchema, secret: z.string().nullable() })
export type SavedWebhook = z.infer<typeof savedWebhookSchema>

/** What a webhook is sent, signed, as the body of a POST. */
export const webhookEventSchema = z.object({
  /** Also in the header `webhook-id`; the same however often it is sent. */
  id: z.string(),
  /** `record.corrected`: a record that was told before was put right. `test`: somebody asked for it; `data` is null. */
  type: z.enum(['record.finished', 'record.corrected', 'test']),
  /** When the job ended, or its record was put right. */
  timestamp: time,
  station: z.string(),
  /** As `GET /jobs/{jobId}` gives it; a long log is cut in its middle. */
  data: jobRecordSchema.omit({ messages: true }).nullable(),
})
export type WebhookEvent = z.infer<typeof webhookEventSchema>

const folderSchema = z.string().trim().min(1).max(500)

/** Null: there is none. Paths are absolute, as the station's computer sees them. */
export const dropFoldersSchema = z.object({
  in: z.object({ folder: folderSchema }).nullable().default(null),
  out: recordChoiceSchema
    .extend({
      folder: folderSchema,
      /** A file for each record. */
      json: z.boolean().default(true),
      /** A table for each day. */
      csv: z.boolean().default(false),
    })
    .refine(({ json, csv }) => json || csv)
    .nullable()
    .default(null),
})
export type DropFolders = z.infer<typeof dropFoldersSchema>

/** How they stand. */
export const dropFolderStatesSchema = z.object({
  folders: dropFoldersSchema,
  /** Since the start of the station. */
  in: z.object({
    taken: z.number().int(),
    refused: z.number().int(),
    /** The last file that was refused. */
    lastRefused: failureSchema.extend({ file: z.string() }).nullable(),
    /** Why the folder cannot be read or its files not moved; null: it can, or there is none. */
    failure: failureSchema.nullable(),
  }),
  out: z.object({ failure: failureSchema.nullable() }),
})
export type DropFolderStates = z.infer<typeof dropFolderStatesSchema>

/** How other software numbers a work order; the order's id here is `mes-<number>`. */
export const orderNumberSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/)
