// Work orders: what is flashed on this bench now, in which lot and how many. At most one is armed; unarmed, a plugged
// board is left alone. And scans: a serial number bound to a slot before its unit is flashed.
import { z } from 'zod'
import { partSchema } from './model.ts'

const time = z.iso.datetime()
const count = z.number().int().nonnegative()

export const orderIdSchema = z.string().max(64)

/** What a lead fills in. */
export const orderDraftSchema = z.object({
  name: z.string().trim().min(1).max(60),
  lot: z.string().trim().max(60).default(''),
  /** Null: each slot is flashed as what it is set to (a bench of several products). */
  productId: z.string().min(1).max(64).nullable(),
  /** Null: the profile that is set for the product or slot. */
  profileId: z.string().min(1).max(64).nullable().default(null),
  part: partSchema.default({ type: 'wifi', identify: 0 }),
  /** Null: whichever task the cloud has for the unit. */
  taskId: z.string().min(1).max(64).nullable().default(null),
  /** Units to be made; null: without an end. */
  quantity: z.number().int().min(1).max(1_000_000).nullable().default(null),
  /** `automatic`: a plugged board starts by itself (task_type 0); `manual`: it waits for Start (task_type 1). */
  mode: z.enum(['automatic', 'manual']),
  /** Slots that may work on it; null: all. */
  slotIds: z.array(z.string().max(300)).max(500).nullable().default(null),
  /** A board starts only after its serial number was scanned. */
  scanFirst: z.boolean().default(false),
  /**
   * The one image of this order. Null: of each task, the image that was in the library when the order was made, else the
   * first one that is fetched for it; another one is refused from then on.
   */
  firmwareSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .default(null),
  /** Chip families that may be flashed, as boot loaders name them; empty: those that the profile allows. */
  chips: z
    .array(z.string().regex(/^[a-z0-9]{1,40}$/))
    .max(50)
    .default([]),
  /** Compared where the device says one; null: any. */
  hardwareRevision: z.string().trim().min(1).max(40).nullable().default(null),
  /** A unit that has passed before, in this order or with the same version: refused, asked about, or flashed once more. */
  repeat: z.enum(['refuse', 'ask', 'allow']).default('ask'),
  /** An older version than the unit runs. */
  downgrade: z.enum(['refuse', 'allow']).default('refuse'),
  /** `test`: test tasks, too, may run under it. */
  tag: z.enum(['formal', 'test']).default('formal'),
})
export type OrderDraft = z.infer<typeof orderDraftSchema>

/** What the guards of a job go by, whoever ordered it. */
export const orderRulesSchema = orderDraftSchema.pick({
  firmwareSha256: true,
  chips: true,
  hardwareRevision: true,
  repeat: true,
  downgrade: true,
  tag: true,
})
export type OrderRules = z.infer<typeof orderRulesSchema>

/** A unit counts once, by its MAC, serial number or device id; a retried unit is one unit. */
export const orderCountsSchema = z.object({
  units: count,
  passed: count,
  failed: count,
  /** Units whose first job passed. */
  passedFirst: count,
  /** Passed units per hour over the last hour of work; null: too little was done to say. */
  unitsPerHour: z.number().nonnegative().nullable(),
})
export type OrderCounts = z.infer<typeof orderCountsSchema>

export const workOrderSchema = orderDraftSchema.extend({
  orderId: orderIdSchema,
  /** `done`: the quantity was reached, or a person ended it. */
  state: z.enum(['ready', 'armed', 'done']),
  taskName: z.string().nullable(),
  /** Of the task; null where the order names none. */
  toVersion: count.nullable(),
  createdAt: time,
  createdBy: z.string(),
  armedAt: time.nullable(),
  armedBy: z.string().nullable(),
  /** Grows with every edit: who saves an old one is told so. */
  revision: count,
  counts: orderCountsSchema,
})
export type WorkOrder = z.infer<typeof workOrderSchema>

export const orderFieldSchema = orderDraftSchema.keyof()
export type OrderField = z.infer<typeof orderFieldSchema>

const orderValueSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string()),
  partSchema,
])
export type OrderValue = z.infer<typeof orderValueSchema>

/** One field of an edit. */
export const orderChangeSchema = z.object({
  field: orderFieldSchema,
  before: orderValueSchema,
  after: orderValueSchema,
})
export type OrderChange = z.infer<typeof orderChangeSchema>

/** What was done to an order, in the order in which it was done. */
export const orderEventSchema = z.object({
  at: time,
  /** "" where nobody did it: the quantity was reached, the station started again. */
  by: z.string(),
  what: z.enum([
    'created',
    'edited', // `changes`
    'armed',
    'disarmed', // `why`
    'finished', // `why`
    'pinned', // `taskId`, `sha256`: from now on no other image of this task
    'repeated', // `jobId`: a person said that this unit, which had passed, is flashed once more
  ]),
  /** Of the order after it. */
  revision: count,
  why: z.enum(['person', 'edit', 'anotherArmed', 'quantity', 'restart', 'end']).nullable().default(null),
  changes: z.array(orderChangeSchema).default([]),
  taskId: z.string().nullable().default(null),
  sha256: z.string().nullable().default(null),
  jobId: z.string().nullable().default(null),
})
export type OrderEvent = z.infer<typeof orderEventSchema>

/** A serial number that waits for its unit. */
export const scanSchema = z.object({
  sn: z.string().max(64),
  /** Null: for the next board that is plugged. */
  slotId: z.string().nullable(),
  at: time,
})
export type Scan = z.infer<typeof scanSchema>
