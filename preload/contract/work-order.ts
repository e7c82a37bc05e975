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
})
export type OrderDraft = z.infer<typeof orderDraftSchema>

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

/** A serial number that waits for its unit. */
export const scanSchema = z.object({
  sn: z.string().max(64),
  /** Null: for the next board that is plugged. */
  slotId: z.string().nullable(),
  at: time,
})
export type Scan = z.infer<typeof scanSchema>
