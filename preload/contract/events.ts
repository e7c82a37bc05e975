// The one union of live events. Facts only: no sentences, no percentages; the renderer makes them.
// Every event carries `seq`: a late viewer takes a snapshot (with its seq) and then the events after it.
import { z } from 'zod'
import { brokerStateSchema, lanDeviceSchema, lanScanSchema, rolloutSchema } from './lan.ts'
import { firmwareFetchSchema } from './library.ts'
import {
  cloudStateSchema,
  diskStateSchema,
  jobSchema,
  logLineSchema,
  outboxSummarySchema,
  profileInfoSchema,
  settingsSchema,
  slotSchema,
  stepNameSchema,
  stepSchema,
} from './model.ts'
import { recoverySchema } from './record-chain.ts'
import { scanSchema, workOrderSchema } from './work-order.ts'

export const progressSchema = z.object({
  jobId: z.string(),
  step: stepNameSchema,
  doneBytes: z.number().int().nonnegative(),
  totalBytes: z.number().int().nonnegative().nullable(),
  /** 0 until it is known. */
  bytesPerSecond: z.number().nonnegative(),
  /** The cloud says so, in percent (`totalBytes` is 100); left out: the protocol. */
  source: z.literal('cloud').optional(),
})

export const changedListSchema = z.enum([
  'tasks',
  'firmware',
  'kits',
  'catalogue',
  'operators',
  'outbox',
  'units',
  'factory',
])
export type ChangedList = z.infer<typeof changedListSchema>

export const eventBodySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('slotChanged'), slot: slotSchema }),
  z.object({ type: z.literal('slotRemoved'), slotId: z.string() }),
  z.object({ type: z.literal('jobStarted'), job: jobSchema }),
  /** A fact about the job was learned: identity, task, firmware, version. */
  z.object({ type: z.literal('jobChanged'), job: jobSchema }),
  z.object({ type: z.literal('stepStarted'), jobId: z.string(), step: stepSchema }),
  /** At most ten per second and slot. */
  progressSchema.extend({ type: z.literal('progress') }),
  z.object({ type: z.literal('log'), jobId: z.string(), line: logLineSchema }),
  z.object({ type: z.literal('stepFinished'), jobId: z.string(), step: stepSchema }),
  /** The record and its outbox rows are on disk. */
  z.object({ type: z.literal('jobFinished'), job: jobSchema }),
  z.object({ type: z.literal('outboxChanged'), outbox: outboxSummarySchema }),
  z.object({ type: z.literal('cloudChanged'), cloud: cloudStateSchema }),
  z.object({ type: z.literal('diskChanged'), disk: diskStateSchema }),
  /** Null: a lead has seen it. */
  z.object({ type: z.literal('recoveryChanged'), recovery: recoverySchema.nullable() }),
  z.object({ type: z.literal('settingsChanged'), settings: settingsSchema }),
  z.object({ type: z.literal('profilesChanged'), profiles: z.array(profileInfoSchema) }),
  z.object({ type: z.literal('brokerChanged'), broker: brokerStateSchema }),
  z.object({ type: z.literal('lanDeviceChanged'), device: lanDeviceSchema }),
  z.object({ type: z.literal('lanDeviceRemoved'), identity: z.string() }),
  z.object({ type: z.literal('lanScanChanged'), scan: lanScanSchema }),
  z.object({ type: z.literal('rolloutChanged'), rollout: rolloutSchema }),
  z.object({ type: z.literal('orderChanged'), order: workOrderSchema }),
  /** All that wait. */
  z.object({ type: z.literal('scansChanged'), scans: z.array(scanSchema) }),
  /** `slotIds`: all places, in the order of the bench as it is now. */
  z.object({ type: z.literal('slotMapChanged'), learning: z.boolean(), slotIds: z.array(z.string()) }),
  /** Whoever works at the bench now; "": nobody has signed in. */
  z.object({ type: z.literal('benchOperatorChanged'), operator: z.string() }),
  /** Facts that screens ask for themselves have changed. */
  z.object({ type: z.literal('listsChanged'), lists: z.array(changedListSchema) }),
  /** At most five per second and file. `ended`: it is over, whether the file has come or not. */
  z.object({ type: z.literal('firmwareFetchChanged'), fetch: firmwareFetchSchema, ended: z.boolean() }),
])
export type EventBody = z.infer<typeof eventBodySchema>

export const stationEventSchema = z
  .object({ seq: z.number().int(), at: z.iso.datetime() })
  .and(eventBodySchema)
export type StationEvent = { seq: number; at: string } & EventBody

/** The picture at `seq`; everything later comes as events. */
export const snapshotSchema = z.object({
  seq: z.number().int(),
  version: z.string(),
  practice: z.boolean(),
  slots: z.array(slotSchema),
  /** Running jobs, and the last job of each slot that still shows its result. */
  jobs: z.array(jobSchema),
  /** Newest first; the ended ones, at most 50. */
  recent: z.array(jobSchema),
  /** Latest progress of running jobs. */
  progress: z.array(progressSchema),
  outbox: outboxSummarySchema,
  cloud: cloudStateSchema,
  disk: diskStateSchema,
  /** Of the database, until a lead has seen it. */
  recovery: recoverySchema.nullable(),
  settings: settingsSchema,
  profiles: z.array(profileInfoSchema),
  broker: brokerStateSchema,
  lanDevices: z.array(lanDeviceSchema),
  /** Null: none since the start. */
  lanScan: lanScanSchema.nullable(),
  /** Those under way, and the last ten that ended, newest first. */
  rollouts: z.array(rolloutSchema),
  /** The armed one first, then the newest; at most 50. */
  orders: z.array(workOrderSchema),
  scans: z.array(scanSchema),
  /** Places are being numbered anew. */
  learning: z.boolean(),
  /** Whoever works at the bench now; "": nobody has signed in. */
  benchOperator: z.string(),
  /** Nothing was ever set on this station. */
  firstRun: z.boolean(),
})
export type Snapshot = z.infer<typeof snapshotSchema>
