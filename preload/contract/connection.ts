// What a station knows of its clouds: connections (where and as whom), which product uses which connection for what,
// and how a test of a connection went. Secrets are named here and never carried: they go in once and never come out.
import { z } from 'zod'
import { connectionKinds, secretNames } from './connection-facts.ts'
import { errorCodeSchema, errorContextSchema } from './errors.ts'

export const connectionKindSchema = z.enum(connectionKinds)

export const connectionIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/)

const common = {
  connectionId: connectionIdSchema,
  name: z.string().max(60).default(''),
  baseUrl: z.url({ protocol: /^https?$/ }).max(300),
  /** Put behind every path: some white-label hosts want `/geapp` there. */
  pathSuffix: z
    .string()
    .max(100)
    .regex(/^(\/[\w.~-]+)*$/)
    .default(''),
  /** Added to every address. */
  extraQuery: z.record(z.string().min(1).max(60), z.string().max(200)).default({}),
  /** HTTP proxy of the plant; its password is a secret. */
  proxyUrl: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .nullable()
    .default(null),
  proxyUser: z.string().max(100).default(''),
  /** Certificates (PEM) of the plant's own authority, trusted besides the usual ones. */
  caPem: z.string().max(200_000).default(''),
  /** Of one call; null: the cloud's usual one. */
  timeoutMs: z.number().int().min(100).max(300_000).nullable().default(null),
}

/** As whom an XLINK service is called. */
export const xlinkCredentialSchema = z.discriminatedUnion('kind', [
  /** A token that somebody else made; it ends when it ends. */
  z.strictObject({ kind: z.literal('token') }),
  z.strictObject({ kind: z.literal('corpAccount'), account: z.string().min(1).max(100) }),
  z.strictObject({ kind: z.literal('accessKey'), accessKeyId: z.string().min(1).max(100) }),
  z.strictObject({
    kind: z.literal('device'),
    productId: z.string().min(1).max(64),
    mac: z.string().min(1).max(32),
  }),
])
export type XlinkCredential = z.infer<typeof xlinkCredentialSchema>

export const xlinkConnectionSchema = z.strictObject({
  kind: z.literal('xlink'),
  ...common,
  corpId: z.string().max(64).default(''),
  credential: xlinkCredentialSchema.default({ kind: 'token' }),
  /** Write numbers as text, as some services want them. */
  numericStrings: z.boolean().default(false),
})

export const livingConnectionSchema = z.strictObject({
  kind: z.literal('living'),
  ...common,
  appKey: z.string().min(1).max(100),
  stage: z.enum(['RELEASE', 'PRE', 'TEST']).default('RELEASE'),
})

export const iotRpcConnectionSchema = z.strictObject({
  kind: z.literal('iot-rpc'),
  ...common,
  accessKeyId: z.string().min(1).max(100),
  /** `tuya`: as the original document; `aliyun-iot`: with Version, Format, SignatureVersion and RegionId. */
  dialect: z.enum(['tuya', 'aliyun-iot']).default('tuya'),
  regionId: z.string().max(60).default('cn-shanghai'),
  iotInstanceId: z.string().max(100).default(''),
})

export const connectionSchema = z.discriminatedUnion('kind', [
  xlinkConnectionSchema,
  livingConnectionSchema,
  iotRpcConnectionSchema,
])
export type Connection = z.infer<typeof connectionSchema>
export type XlinkConnection = z.infer<typeof xlinkConnectionSchema>
export type LivingConnection = z.infer<typeof livingConnectionSchema>
export type IotRpcConnection = z.infer<typeof iotRpcConnectionSchema>

export const secretNameSchema = z.enum(secretNames)

/** A connection, or what is no connection and has secrets too: `@broker`, `@ota-<profile>` (lan.ts). */
export const secretOwnerSchema = z.string().regex(/^@?[a-z0-9][a-z0-9-]{0,79}$/)

/** New values by owner and name; "" forgets one. They are stored apart and never read back. */
export const secretChangesSchema = z.record(
  secretOwnerSchema,
  z.partialRecord(secretNameSchema, z.string().max(4096)),
)
export type SecretChanges = z.infer<typeof secretChangesSchema>

const route = connectionIdSchema.nullable().default(null)

export const productSchema = z.strictObject({
  productId: z.string().min(1).max(64),
  name: z.string().max(60).default(''),
  /** The product's name at the clouds that say productKey; "": the same as `productId`. */
  productKey: z.string().max(64).default(''),
  tasks: route,
  results: route,
  progress: route,
  catalogue: route,
})
export type Product = z.infer<typeof productSchema>

/** One call that a test of a connection made, or left out. */
export const connectionCheckSchema = z.object({
  /** `login`, or the call as the cloud's document names it: `7 list tasks`, `ListOTAFirmware`. */
  call: z.string(),
  /** `notTried`: it would change something, or nothing was there to ask about. */
  outcome: z.enum(['works', 'failed', 'notTried']),
  error: z.object({ code: errorCodeSchema, context: errorContextSchema }).nullable(),
  durationMs: z.number().nonnegative(),
  /** Facts worth knowing: how many tasks, how far the clocks are apart. */
  facts: errorContextSchema,
})
export type ConnectionCheck = z.infer<typeof connectionCheckSchema>

/** How the copy of one product's tasks or firmware list stands. */
export const syncStateSchema = z.object({
  productId: z.string(),
  what: z.enum(['tasks', 'catalogue']),
  connectionId: z.string(),
  /** The last round that came to its end; null: none yet. */
  syncedAt: z.iso.datetime().nullable(),
  items: z.number().int().nonnegative(),
  /** Kept, but no longer named by the cloud. */
  vanished: z.number().int().nonnegative(),
  /** List items that could not be read in the last round, at most 20: which one, and which field. */
  problems: z.array(
    z.object({ index: z.number().int().nonnegative(), id: z.string().nullable(), field: z.string() }),
  ),
  error: z.object({ code: errorCodeSchema, context: errorContextSchema }).nullable(),
})
export type SyncState = z.infer<typeof syncStateSchema>
