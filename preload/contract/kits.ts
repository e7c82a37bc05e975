// Offline kits and result files: what one says of itself, and what a station says about it. How they lie in a file:
// docs/kits.md.
import { z } from 'zod'
import { errorCodeSchema, errorContextSchema } from './errors.ts'
import { sha256Schema } from './library.ts'
import { orderIdSchema } from './work-order.ts'

const time = z.iso.datetime()
const count = z.number().int().nonnegative()
const id = z.string().min(1).max(64)

/** An Ed25519 public key: 32 bytes as base64url. */
export const publicKeySchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** A kit of everything that a bench of some products needs stays well below. */
export const largestKitBytes = 1024 * 1024 * 1024
export const largestResultsBytes = 128 * 1024 * 1024

/** What the manifest of a kit says, the list of its files aside. */
export const kitAboutSchema = z.strictObject({
  kitId: z.uuid(),
  /** Kits of one series follow each other; with the key that signed them it is one of a kind. */
  series: z.string().min(1).max(100),
  /** Grows within a series. */
  sequence: z.number().int().positive(),
  name: z.string().trim().min(1).max(60),
  createdAt: time,
  createdBy: z.string().max(60),
  stationName: z.string().max(60),
  validFrom: time,
  validTo: time,
  /** The only station that may take it, by its key; null: any. */
  station: publicKeySchema.nullable(),
})
export type KitAbout = z.infer<typeof kitAboutSchema>

export const kitImageSchema = z.strictObject({
  sha256: sha256Schema,
  md5: z.string().regex(/^[0-9a-f]{32}$/),
  sizeBytes: count,
  name: z.string().max(200),
})
export type KitImage = z.infer<typeof kitImageSchema>

/** What is in a kit, for a person who decides about it. */
export const kitSummarySchema = z.object({
  ...kitAboutSchema.shape,
  publicKey: publicKeySchema,
  fingerprint: z.string(),
  tasks: z.array(z.object({ taskId: z.string(), name: z.string(), productId: z.string(), toVersion: count })),
  orders: z.array(z.object({ orderId: z.string(), name: z.string(), lot: z.string() })),
  profiles: z.array(z.object({ profileId: z.string(), name: z.string() })),
  images: z.array(kitImageSchema),
  devices: count,
})
export type KitSummary = z.infer<typeof kitSummarySchema>

const refusalSchema = z.object({ code: errorCodeSchema, context: errorContextSchema })

/** A whole and unchanged kit, and what taking it in would come to. */
export const kitPreviewSchema = z.object({
  kit: kitSummarySchema,
  /** The name under which its key is trusted; null: it is not. */
  signer: z.string().nullable(),
  /** Why it would be refused now; null: it would be taken. */
  refusal: refusalSchema.nullable(),
  /** It is here already. */
  isKnown: z.boolean(),
  /** Profiles of its own that this station has otherwise. */
  differingProfiles: z.array(z.string()),
})
export type KitPreview = z.infer<typeof kitPreviewSchema>

export const importedKitSchema = z.object({
  kit: kitSummarySchema,
  isKnown: z.boolean(),
  ordersAdded: count,
  /** Not changed, since a person has begun, armed or ended them here. */
  ordersKept: count,
  /** Left as this station has them. */
  profilesKept: z.array(z.string()),
  /** The product that this bench flashes from now on, since nothing said so before; null: that stays as it was. */
  bench: z.string().nullable(),
})
export type ImportedKit = z.infer<typeof importedKitSchema>

export const kitEntrySchema = z.object({
  kit: kitSummarySchema,
  importedAt: time,
  importedBy: z.string(),
  /** `replaced`: a newer one of its series is here. */
  state: z.enum(['valid', 'early', 'expired', 'replaced']),
})
export type KitEntry = z.infer<typeof kitEntrySchema>

export const kitDraftSchema = z
  .object({
    name: z.string().trim().min(1).max(60),
    /** Running tasks of these products, and what is known of their devices. */
    productIds: z.array(id).max(50).default([]),
    orderIds: z.array(orderIdSchema).max(50).default([]),
    /** Besides those that the orders and this bench use. */
    profileIds: z.array(id).max(50).default([]),
    validFrom: time,
    validTo: time,
    station: publicKeySchema.nullable().default(null),
  })
  .refine(({ productIds, orderIds }) => productIds.length + orderIds.length > 0, {
    path: ['productIds'],
    message: 'empty',
  })
  .refine(({ validFrom, validTo }) => Date.parse(validFrom) < Date.parse(validTo), {
    path: ['validTo'],
    message: 'order',
  })
export type KitDraft = z.infer<typeof kitDraftSchema>

export const stationKeySchema = z.object({ publicKey: publicKeySchema, fingerprint: z.string() })
export type StationKey = z.infer<typeof stationKeySchema>

export const trustedKeySchema = stationKeySchema.extend({
  name: z.string().trim().min(1).max(60),
  addedBy: z.string(),
  addedAt: time,
})
export type TrustedKey = z.infer<typeof trustedKeySchema>

export const resultsAboutSchema = z.strictObject({
  fileId: z.uuid(),
  createdAt: time,
  createdBy: z.string().max(60),
  stationName: z.string().max(60),
  jobs: count,
  messages: count,
})
export type ResultsAbout = z.infer<typeof resultsAboutSchema>

/** A whole and unchanged result file. */
export const resultsPreviewSchema = z.object({
  results: resultsAboutSchema.extend({ publicKey: publicKeySchema, fingerprint: z.string() }),
  signer: z.string().nullable(),
  refusal: refusalSchema.nullable(),
})
export type ResultsPreview = z.infer<typeof resultsPreviewSchema>

export const resultFileSchema = z.object({
  fileId: z.string(),
  direction: z.enum(['out', 'in']),
  name: z.string(),
  stationName: z.string(),
  at: time,
  by: z.string(),
  jobs: count,
  messages: count,
  /** Of one that came in: messages that this station did not have. */
  added: count,
})
export type ResultFile = z.infer<typeof resultFileSchema>

/** A file that is ready to be fetched. */
export const madeFileSchema = z.object({ fileId: z.string(), name: z.string(), sizeBytes: count })
export type MadeFile = z.infer<typeof madeFileSchema>
