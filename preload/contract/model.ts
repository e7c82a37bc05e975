// The nouns that cross the border: device, part, firmware, task, slot, step, job record, outbox row, settings.
// zod schemas with their types; no behaviour. Times are ISO 8601 UTC strings, sizes are bytes.
import { z } from 'zod'
import { type Connection, connectionSchema, productSchema } from './connection.ts'
import { cloudUses, usesOf } from './connection-facts.ts'
import { errorCodeSchema, errorContextSchema } from './errors.ts'
import { guardSettingsSchema } from './guards.ts'
import { brokerSettingsSchema, lanFactsSchema, lanSettingsSchema } from './lan.ts'
import { signInSettingsSchema } from './operators.ts'
import { labelSettingsSchema, scannerSettingsSchema } from './scanner.ts'
import { updateSettingsSchema } from './updates.ts'

const time = z.iso.datetime()

/** Versions are integers for the upgrade service; `text` is what the device prints. Either may be unknown. */
export const versionSchema = z.object({
  number: z.number().int().nonnegative().nullable(),
  text: z.string().nullable(),
})
export type Version = z.infer<typeof versionSchema>

/** One unit of a product. Any field may be unknown before it was identified. */
export const deviceSchema = z.object({
  deviceId: z.string().nullable(),
  mac: z.string().nullable(),
  sn: z.string().nullable(),
})
export type Device = z.infer<typeof deviceSchema>

/** Which processor or module of the device. */
export const partSchema = z.object({
  type: z.enum(['wifi', 'mcu', 'subdevice']),
  identify: z.number().int().nonnegative(),
})
export type Part = z.infer<typeof partSchema>

/** A file to be written. `url` is where it came from; null for a local file. Digests are lower-case hex. */
export const firmwareSchema = z.object({
  version: versionSchema,
  sizeBytes: z.number().int().nonnegative(),
  md5: z.string().regex(/^[0-9a-f]{32}$/),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  url: z.string().nullable(),
})
export type Firmware = z.infer<typeof firmwareSchema>

/** An assignment: from version -> to version, for whom. */
export const taskSchema = z.object({
  taskId: z.string(),
  productId: z.string(),
  name: z.string(),
  description: z.string(),
  part: partSchema,
  fromVersion: z.number().int().nonnegative(),
  toVersion: z.number().int().nonnegative(),
  /** The target image. */
  image: z.object({ url: z.string(), md5: z.string(), sizeBytes: z.number().int().nonnegative() }),
  status: z.enum(['stopped', 'running', 'pending', 'review']),
  mode: z.enum(['automatic', 'manual']),
  tag: z.enum(['formal', 'test']),
  scope: z.object({ category: z.enum(['all', 'devices']), deviceIds: z.array(z.string()) }),
  upgradedCount: z.number().int().nonnegative(),
  remainingCount: z.number().int().nonnegative().nullable(),
  /** Whose review it waits for; null unless under review. */
  reviewerId: z.string().nullable().default(null),
  createdAt: time.nullable(),
})
export type Task = z.infer<typeof taskSchema>

export const stepNames = ['identify', 'check', 'download', 'flash', 'verify', 'confirm', 'report'] as const
export const stepNameSchema = z.enum(stepNames)
export type StepName = z.infer<typeof stepNameSchema>

export const stepSchema = z.object({
  name: stepNameSchema,
  /** `skipped`: this job has nothing to do here (no cloud, or the protocol cannot prove); `detail.reason` says which. */
  outcome: z.enum(['running', 'passed', 'failed', 'skipped', 'cancelled', 'interrupted']),
  startedAt: time,
  endedAt: time.nullable(),
  doneBytes: z.number().int().nonnegative(),
  totalBytes: z.number().int().nonnegative().nullable(),
  retries: z.number().int().nonnegative(),
  detail: errorContextSchema,
})
export type Step = z.infer<typeof stepSchema>

/** What the unit most likely carries when a job ends, from what was seen before it ended. */
export const deviceStateSchema = z.enum([
  'untouched', // nothing was sent to be stored
  'receiving', // it accepted the image into RAM; its storage still holds the old firmware
  'incomplete', // past the point of no return, write not finished: it may not boot
  'written', // everything written, not yet proved
  'verified', // read back or digested by the device
  'confirmed', // booted and said the new version
])
export type DeviceState = z.infer<typeof deviceStateSchema>

export const jobOutcomeSchema = z.enum([
  'running',
  'passed',
  'failed', // the device was touched, or could not be spoken to
  'refused', // stopped before anything was written: wrong image, no task, wrong device
  'cancelled',
  'interrupted', // the station died during the job
])
export type JobOutcome = z.infer<typeof jobOutcomeSchema>

/** What the person at the bench has to do, or why nothing seems to move. */
export const noticeSchema = z.enum([
  'holdBoot', // hold the BOOT button, tap RESET
  'setBoot0', // set BOOT0, tap reset
  'tapReset', // tap reset: the boot loader listens only for a moment
  'enterRecovery', // hold the recovery button, tap reset
  'startLoader', // which boot loader is not known yet: start it, whichever it is
  'resetByHand', // done: let go of all buttons, clear BOOT0, tap reset so that the firmware starts
  'comparing', // the device digests what it has
  'waitingForFetch', // the device was told to fetch, and has not begun
  'restarting', // the device starts anew with what it took
  'erasing',
])
export type Notice = z.infer<typeof noticeSchema>

export const jobErrorSchema = z.object({
  code: errorCodeSchema,
  step: stepNameSchema.nullable(),
  context: errorContextSchema,
})
export type JobError = z.infer<typeof jobErrorSchema>

/** `lateSuccess`: the job had given up waiting, and later its cloud said that the upgrade succeeded. */
export const jobCorrectionSchema = z.object({
  at: time,
  reason: z.enum(['lateSuccess']),
  /** The outcome before. */
  was: jobOutcomeSchema,
})
export type JobCorrection = z.infer<typeof jobCorrectionSchema>

/** One device through one task on one slot; what remains of a job. */
export const jobSchema = z.object({
  jobId: z.string(),
  slotId: z.string(),
  slotName: z.string(),
  link: z.string(),
  protocol: z.string(),
  profileId: z.string(),
  productId: z.string().nullable(),
  part: partSchema,
  device: deviceSchema,
  task: z.object({ taskId: z.string(), name: z.string() }).nullable(),
  /** The work order it counts for, and its lot; null: none was armed (a rollout, the command line). */
  orderId: z.string().nullable().default(null),
  lot: z.string().nullable().default(null),
  firmware: firmwareSchema.nullable(),
  fromVersion: versionSchema,
  toVersion: versionSchema,
  /** What the device said after boot. */
  bootedVersion: versionSchema,
  operator: z.string(),
  outcome: jobOutcomeSchema,
  /** The device accepted the instruction to receive an image: an ota-log and a result are owed to the cloud. */
  touched: z.boolean(),
  deviceState: deviceStateSchema,
  /** Only while the job runs. */
  notice: noticeSchema.nullable().default(null),
  startedAt: time,
  endedAt: time.nullable(),
  steps: z.array(stepSchema),
  error: jobErrorSchema.nullable(),
  /** The record was put right after its end; `error` stays as it was. Null: it stands as it ended. */
  correction: jobCorrectionSchema.nullable().default(null),
})
export type Job = z.infer<typeof jobSchema>

export const logLineSchema = z.object({
  at: time,
  /** `device`: what the device printed; `station`: what was sent to it or noted about it. */
  source: z.enum(['device', 'station']),
  text: z.string().max(4096),
})
export type LogLine = z.infer<typeof logLineSchema>

export const slotKindSchema = z.enum(['usb', 'address', 'simulated', 'lan'])

/**
 * What the person could do about the place itself. `ftdiLatency`: its adapter keeps answers back for milliseconds, and
 * the station could not change that.
 */
export const slotAdviceSchema = z.enum(['ftdiLatency'])
export type SlotAdvice = z.infer<typeof slotAdviceSchema>

/** One position on the bench. */
export const slotSchema = z.object({
  /** Stable: from the USB topology path, the address typed by hand, the LAN device's identity, or the simulated device. */
  slotId: z.string(),
  name: z.string(),
  kind: slotKindSchema,
  /** Where a link can be opened now: `/dev/ttyUSB0`, `COM3`, `tcp://host:port`, `rfc2217://host:port`, `lan://host`, `sim://1`. */
  address: z.string(),
  present: z.boolean(),
  profileId: z.string().nullable(),
  productId: z.string().nullable(),
  /** USB facts, for the person at the bench. */
  hint: z.string().nullable(),
  /** Until the unit is removed. */
  advice: slotAdviceSchema.nullable().default(null),
  /** The serial number that was scanned for the unit in this place. */
  scannedSn: z.string().nullable().default(null),
  /** Of a device on the LAN. */
  lan: lanFactsSchema.nullable().default(null),
  /** The job that runs here, or the last one whose result was neither acknowledged nor removed with its unit. */
  jobId: z.string().nullable(),
})
export type Slot = z.infer<typeof slotSchema>

/** A USB serial port of this machine. */
export const serialPortSchema = z.object({
  /** `/dev/ttyUSB0`, `COM3` */
  address: z.string(),
  /** Maker, USB ids and serial number, as far as the adapter says. */
  hint: z.string().nullable(),
})
export type SerialPort = z.infer<typeof serialPortSchema>

/** `otaLog`, `report`: for a cloud. `record`: a finished record, for other software. */
export const outboxKindSchema = z.enum(['otaLog', 'report', 'record'])
export type OutboxKind = z.infer<typeof outboxKindSchema>

export const outboxStateSchema = z.enum([
  'waiting', // goes by itself
  'sent', // arrived
  'dead', // will not be taken as things are: a lead decides
  'dismissed', // a lead decided that it stays unsent
  'exported', // went into a file for another station, which sends it
])
export type OutboxState = z.infer<typeof outboxStateSchema>

/**
 * How it was decided that a message has arrived: the cloud said so in its answer, or, after an answer was lost, what the
 * cloud keeps was asked.
 */
export const deliverySchema = z.enum(['acknowledged', 'foundAtCloud', 'repeated', 'repeatedUnasked'])
export type Delivery = z.infer<typeof deliverySchema>

/** A result of another station: which one, and in which file it came. */
export const outboxOriginSchema = z.object({
  station: z.string().min(1).max(100),
  file: z.string().min(1).max(255),
})
export type OutboxOrigin = z.infer<typeof outboxOriginSchema>

/** What a person decided about a message, the latest decision only. */
export const outboxDecisionSchema = z.object({
  by: z.string().max(60),
  at: time,
  note: z.string().max(500),
})
export type OutboxDecision = z.infer<typeof outboxDecisionSchema>

/** Something that still has to reach a cloud or other software, or has. */
export const outboxRowSchema = z.object({
  outboxId: z.number().int(),
  jobId: z.string(),
  /** Of a record without a device id: what else the unit is known by. */
  deviceId: z.string(),
  /** Null: whichever connection takes the product's results. Of a record: who is told, as `webhook:<id>`. */
  connectionId: z.string().nullable(),
  kind: outboxKindSchema,
  state: outboxStateSchema,
  attempts: z.number().int().nonnegative(),
  createdAt: time,
  nextAttemptAt: time.nullable(),
  sentAt: time.nullable(),
  /**
   * `acknowledged`: the cloud answered. `foundAtCloud`: an answer was lost, and the cloud was found to have it.
   * `repeated`: an answer was lost, the cloud did not have it, and it was sent again. `repeatedUnasked`: the same, but the
   * cloud could not say. Null while not sent.
   */
  delivery: deliverySchema.nullable(),
  lastError: jobErrorSchema.pick({ code: true, context: true }).nullable(),
  /** Null: recorded here. */
  origin: outboxOriginSchema.nullable().default(null),
  decision: outboxDecisionSchema.nullable().default(null),
})
export type OutboxRow = z.infer<typeof outboxRowSchema>

/** The whole story of a job: the record, its console log and what became of its messages. */
export const jobRecordSchema = jobSchema.extend({
  log: z.array(logLineSchema),
  messages: z.array(outboxRowSchema),
})
export type JobRecord = z.infer<typeof jobRecordSchema>

export const outboxSummarySchema = z.object({
  waiting: z.number().int().nonnegative(),
  dead: z.number().int().nonnegative(),
  oldestAt: time.nullable(),
  lastError: errorCodeSchema.nullable(),
})
export type OutboxSummary = z.infer<typeof outboxSummarySchema>

/** The disk of the data folder. */
export const diskStateSchema = z.object({
  /** Null: it cannot be told. */
  freeBytes: z.number().int().nonnegative().nullable(),
  /** No job starts and nothing is fetched until there is room. */
  isShort: z.boolean(),
})
export type DiskState = z.infer<typeof diskStateSchema>

/** `unset`: no connection configured; `unknown`: not asked yet. */
export const cloudStateSchema = z.object({
  state: z.enum(['unset', 'unknown', 'up', 'down']),
  host: z.string().nullable(),
  error: errorCodeSchema.nullable(),
  /** The last complete round of tasks; what an offline check decides by. */
  syncedAt: time.nullable(),
})
export type CloudState = z.infer<typeof cloudStateSchema>

const settingsObject = z.strictObject({
  stationName: z.string().min(1).max(60).default('Flashline'),
  operator: z.string().max(60).default(''),
  /** Watch USB serial ports and make a slot of each. */
  watchUsb: z.boolean().default(true),
  /** As long as there is no connection, no product and no slot, the station opens a practice bench. */
  practiseUntilSet: z.boolean().default(true),
  connections: z.array(connectionSchema).max(32).default([]),
  /** Which connection gives tasks, results, progress and catalogue of each product. */
  products: z.array(productSchema).max(500).default([]),
  /** What is flashed on this bench. */
  bench: z
    .strictObject({
      productId: z.string().min(1).max(64),
      profileId: z.string().min(1).max(64),
      part: partSchema.default({ type: 'wifi', identify: 0 }),
    })
    .nullable()
    .default(null),
  /** Slots typed by hand. */
  slots: z
    .array(
      z.strictObject({
        address: z.string().min(1).max(300),
        name: z.string().max(40).default(''),
        /** What is flashed on this slot where it differs from the bench; null: the bench's. */
        productId: z.string().min(1).max(64).nullable().default(null),
        profileId: z.string().min(1).max(64).nullable().default(null),
      }),
    )
    .max(64)
    .default([]),
  lan: lanSettingsSchema.prefault({}),
  signIn: signInSettingsSchema.prefault({}),
  guards: guardSettingsSchema.prefault({}),
  scanner: scannerSettingsSchema.prefault({}),
  label: labelSettingsSchema.prefault({}),
  broker: brokerSettingsSchema.nullable().default(null),
  /** Of the desktop program. */
  updates: updateSettingsSchema.prefault({}),
})

/** Ids are unique, and a product names only connections that are there. */
export const settingsSchema = settingsObject.superRefine((settings, context) => {
  const connections = new Map<string, Connection>()
  settings.connections.forEach((connection, index) => {
    const path = ['connections', index, 'connectionId']
    if (connections.has(connection.connectionId)) context.addIssue({ code: 'custom', path, message: 'taken' })
    connections.set(connection.connectionId, connection)
  })
  const products = new Set<string>()
  settings.products.forEach((product, index) => {
    if (products.has(product.productId))
      context.addIssue({ code: 'custom', path: ['products', index, 'productId'], message: 'taken' })
    products.add(product.productId)
    for (const use of cloudUses) {
      const connectionId = product[use]
      if (connectionId === null) continue
      const connection = connections.get(connectionId)
      if (!connection || !usesOf[connection.kind].includes(use))
        context.addIssue({ code: 'custom', path: ['products', index, use], message: 'no such connection' })
    }
  })
})
export type Settings = z.infer<typeof settingsSchema>

export const profileInfoSchema = z.object({ profileId: z.string(), name: z.string(), protocol: z.string() })
export type ProfileInfo = z.infer<typeof profileInfoSchema>
