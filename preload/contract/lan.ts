// The LAN as it crosses the border: which of it the station may use, the devices that were found on it, and rollouts:
// many slots pushed in a staged order. zod schemas with their types; no behaviour.
import { z } from 'zod'
import { errorCodeSchema, errorContextSchema } from './errors.ts'

const time = z.iso.datetime()

/** `10.0.0.0/24`, `10.0.0.10-10.0.0.60`, `10.0.0.7`; IPv6 the same way. What it means: main/transports/ranges.ts. */
export const rangeTextSchema = z
  .string()
  .max(100)
  .regex(/^[0-9A-Fa-f.:]+(\/\d{1,3}|-[0-9A-Fa-f.:]+)?$/)

export const lanSettingsSchema = z.strictObject({
  /** Network interfaces that devices are looked for and served on, by name (`eth0`); none: the LAN is left alone. */
  interfaces: z.array(z.string().min(1).max(64)).max(8).default([]),
  /** Only addresses inside these are ever spoken to. */
  ranges: z.array(rangeTextSchema).max(32).default([]),
  /** Listen for devices that announce themselves (mDNS). */
  discover: z.boolean().default(true),
  /** TCP port that firmware is handed out on, on the chosen interfaces; 0: any free one. */
  handOutPort: z.number().int().min(0).max(65_535).default(0),
})
export type LanSettings = z.infer<typeof lanSettingsSchema>

/** The plant's message broker. Its password and the key of its client certificate are secrets of `@broker`. */
export const brokerSettingsSchema = z.strictObject({
  /** Without user and password: those are apart. */
  url: z
    .url({ protocol: /^mqtts?$/ })
    .max(300)
    .refine((url) => !url.includes('@')),
  username: z.string().max(200).default(''),
  /** Certificates (PEM) of the plant's own authority. */
  caPem: z.string().max(200_000).default(''),
  /** Client certificate (PEM); "": none. */
  certPem: z.string().max(200_000).default(''),
})
export type BrokerSettings = z.infer<typeof brokerSettingsSchema>

/** `unset`: no broker is set; `down`: with the reason, and it is tried again. */
export const brokerStateSchema = z.object({
  state: z.enum(['unset', 'connecting', 'up', 'down']),
  /** `mqtt://host:port` */
  address: z.string().nullable(),
  error: errorCodeSchema.nullable(),
})
export type BrokerState = z.infer<typeof brokerStateSchema>

/** Owners of secrets that are no connections: the broker, and the devices of a profile. */
export const brokerSecretOwner = '@broker'
export const profileSecretOwner = (profileId: string): string => `@ota-${profileId}`

/** How a device was found: the service it announces, a scan, its topic at the broker, or a person. */
export const lanOrigins = [
  'arduino',
  'esphome',
  'shelly',
  'tasmota',
  'http',
  'flashline',
  'scan',
  'broker',
  'hand',
] as const
export const lanOriginSchema = z.enum(lanOrigins)
export type LanOrigin = z.infer<typeof lanOriginSchema>

/** What is known of a device on the LAN, whatever address it has at the moment. */
export const lanFactsSchema = z.object({
  /** `mac:A0B1C2D3E4F5`, `id:<device id>`, or, while neither is known, `at:<address>`. */
  identity: z.string().max(200),
  origin: lanOriginSchema,
  mac: z.string().nullable(),
  deviceId: z.string().nullable(),
  model: z.string().nullable(),
  version: z.string().nullable(),
  /** What limits how many are pushed at once: the access point where it is known or typed, else the interface. */
  accessPoint: z.string().max(64),
  lastSeenAt: time.nullable(),
})
export type LanFacts = z.infer<typeof lanFactsSchema>

/** A device that was found. It becomes a slot when it is put on the bench. */
export const lanDeviceSchema = lanFactsSchema.extend({
  name: z.string(),
  /** `lan://10.0.0.7`, `lan://10.0.0.7:8080`, `mqtt:name` */
  address: z.string(),
  /** Heard or reached lately; false: it said goodbye or has not been heard for a while. */
  present: z.boolean(),
  /** Inside the ranges that the station may speak to. */
  inRange: z.boolean(),
  /** The profile that devices of its kind are usually flashed by; null: nothing is known. */
  profileId: z.string().nullable(),
  /** Its slot on the bench; null: none yet. */
  slotId: z.string().nullable(),
})
export type LanDevice = z.infer<typeof lanDeviceSchema>

/** Devices to be put on the bench. What is null is taken from what is known, else from the bench. */
export const lanPlacementSchema = z.strictObject({
  /** Of a found device; or null, and then `address` says where it is. */
  identity: z.string().max(200).nullable().default(null),
  address: z.string().min(1).max(300).nullable().default(null),
  name: z.string().max(40).default(''),
  productId: z.string().min(1).max(64).nullable().default(null),
  profileId: z.string().min(1).max(64).nullable().default(null),
  accessPoint: z.string().max(64).nullable().default(null),
})
export type LanPlacement = z.infer<typeof lanPlacementSchema>

export const lanScanSchema = z.object({
  range: z.string(),
  askedCount: z.number().int().nonnegative(),
  totalCount: z.number().int().nonnegative(),
  foundCount: z.number().int().nonnegative(),
  state: z.enum(['running', 'ended', 'cancelled']),
})
export type LanScan = z.infer<typeof lanScanSchema>

/** A network interface of this machine, as settings offer it. */
export const lanInterfaceSchema = z.object({
  name: z.string(),
  address: z.string(),
  /** Its network: `10.0.0.0/24`. */
  network: z.string(),
  internal: z.boolean(),
})
export type LanInterface = z.infer<typeof lanInterfaceSchema>

/** How many slots are started when. */
export const rolloutPlanSchema = z.strictObject({
  /** So many go first, and have to end before the rest starts; 0: all at once. */
  firstCount: z.number().int().min(0).max(1000).default(2),
  /** When more than so many have failed, no further one is started. Null: never stop. */
  maxFailed: z.number().int().min(0).max(1000).nullable().default(1),
  /** Under way at once, over all. */
  limit: z.number().int().min(1).max(256).default(16),
  /** Under way at once behind one access point or interface. */
  limitPerAccessPoint: z.number().int().min(1).max(256).default(8),
  /** An older version than a device runs. */
  downgrade: z.enum(['refuse', 'allow']).default('refuse'),
  /** `test`: test tasks, too, for the devices that they name. */
  tag: z.enum(['formal', 'test']).default('formal'),
})
export type RolloutPlan = z.infer<typeof rolloutPlanSchema>

export const rolloutItemSchema = z.object({
  slotId: z.string(),
  name: z.string(),
  accessPoint: z.string(),
  /** `skipped`: it was not there, or not able to talk, before anything began; `error` says why. */
  state: z.enum(['waiting', 'preflight', 'running', 'passed', 'failed', 'skipped', 'notStarted']),
  jobId: z.string().nullable(),
  error: z.object({ code: errorCodeSchema, context: errorContextSchema }).nullable(),
})
export type RolloutItem = z.infer<typeof rolloutItemSchema>

export const rolloutSchema = z.object({
  rolloutId: z.string(),
  /** `paused`: nothing new is started, what runs goes on. `stopped`: the same, for good. */
  state: z.enum(['running', 'paused', 'stopped', 'ended']),
  /** Which part of the order is under way. */
  stage: z.enum(['first', 'rest']),
  plan: rolloutPlanSchema,
  items: z.array(rolloutItemSchema),
  /** Who stopped it: a person, too many failures, or the end of the station that ran it. */
  stoppedBy: z.enum(['operator', 'failures', 'station']).nullable(),
  /** The rollout whose failed ones this one tries again. */
  retryOf: z.string().nullable(),
  startedAt: time,
  endedAt: time.nullable(),
})
export type Rollout = z.infer<typeof rolloutSchema>
