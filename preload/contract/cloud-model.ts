// What clouds tell besides tasks: issued upgrades, operations on a task, shares of versions, progress of one device, and
// firmware catalogues. Data that crosses the border to screens and to the command line's --json.
import { z } from 'zod'
import { partSchema, taskSchema } from './model.ts'

const time = z.iso.datetime()
const count = z.number().int().nonnegative()

/** A list item that could not be read; the rest of its list stands. */
export const unreadItemSchema = z.object({ index: count, id: z.string().nullable(), field: z.string() })
export type UnreadItem = z.infer<typeof unreadItemSchema>

/** What a lead fills in to make a task. */
export const taskDraftSchema = z.object({
  productId: z.string().min(1).max(64),
  name: z.string().min(1).max(64),
  description: z.string().min(1).max(500),
  part: partSchema,
  fromVersion: count,
  fromImage: z.object({ url: z.string(), md5: z.string(), sizeBytes: count }),
  toVersion: count,
  image: taskSchema.shape.image,
  mode: taskSchema.shape.mode.default('automatic'),
  tag: taskSchema.shape.tag.default('formal'),
  /** Null: the cloud's own default for the tag. */
  scope: taskSchema.shape.scope.nullable().default(null),
})
export type TaskDraft = z.infer<typeof taskDraftSchema>

/** An upgrade that was issued to a device, and whether it was completed. Fields that were not asked for are null. */
export const otaLogEntrySchema = z.object({
  logId: z.string().nullable(),
  productId: z.string().nullable(),
  taskId: z.string().nullable(),
  deviceId: z.string().nullable(),
  mac: z.string().nullable(),
  sn: z.string().nullable(),
  status: z.enum(['issued', 'completed']).nullable(),
  executedAt: time.nullable(),
})
export type OtaLogEntry = z.infer<typeof otaLogEntrySchema>

/** Who did what to a task. */
export const taskOperationSchema = z.object({
  operationId: z.string(),
  content: z.string(),
  operatorId: z.string(),
  operatorName: z.string(),
  operatorAccount: z.string(),
  at: time.nullable(),
})
export type TaskOperation = z.infer<typeof taskOperationSchema>

/** How many of a task's devices run which version. */
export const versionShareSchema = z.object({
  totalDevices: count,
  shares: z.array(z.object({ version: count.nullable(), devices: count })),
})
export type VersionShare = z.infer<typeof versionShareSchema>

/** How far one device's upgrade is, as its cloud sees it. */
export const upgradeProgressSchema = z.object({
  deviceId: z.string().nullable(),
  module: z.string(),
  currentVersion: z.string().nullable(),
  firmwareVersion: z.string().nullable(),
  state: z.enum(['waiting', 'upgrading', 'succeeded', 'failed']),
  /** 0 to 100 while it goes well; null when it failed or was not told. */
  percent: z.number().int().min(0).max(100).nullable(),
  /** Which part of the upgrade failed. */
  failure: z.enum(['upgrade', 'download', 'verification', 'write', 'unknown']).nullable(),
  /** The cloud calls it abnormal: not finished ten minutes after its task was made. It may still succeed. */
  stalled: z.boolean(),
  /** A person has to confirm on the device or in the app. */
  needsConfirmation: z.boolean(),
  description: z.string(),
})
export type UpgradeProgress = z.infer<typeof upgradeProgressSchema>

/** One firmware package of a catalogue. The catalogue's status words: see the client. */
export const catalogueEntrySchema = z.object({
  firmwareId: z.string(),
  name: z.string(),
  description: z.string(),
  /** As the catalogue writes it. */
  version: z.string(),
  fromVersion: z.string(),
  module: z.string(),
  productKey: z.string(),
  productName: z.string(),
  sizeBytes: count,
  /** Lower case; null when the digest's method is not one we know: the image can then not be proved. */
  digest: z.object({ method: z.enum(['md5', 'sha256']), hex: z.string() }).nullable(),
  status: z.enum(['unverified', 'verified', 'verifying', 'failed', 'exempt', 'unknown']),
  /** As the catalogue gave it, for `unknown`. */
  statusCode: z.number().int().nullable(),
  /** Full package, or the catalogue's number of another kind. */
  packageType: z.union([z.literal('full'), z.number().int()]),
  createdAt: time.nullable(),
  modifiedAt: time.nullable(),
})
export type CatalogueEntry = z.infer<typeof catalogueEntrySchema>
