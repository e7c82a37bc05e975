// What the history is asked for. Everything that is given must hold; times are UTC.
import { z } from 'zod'
import { errorCodeSchema } from './errors.ts'
import { jobOutcomeSchema, versionSchema } from './model.ts'

const word = z.string().min(1).max(100)

export const historyFilterSchema = z.object({
  /** Ended at or after. */
  from: z.iso.datetime().optional(),
  /** Ended before. */
  to: z.iso.datetime().optional(),
  productId: word.optional(),
  /** The number that was to be written. */
  toVersion: z.coerce.number().int().nonnegative().optional(),
  slotId: z.string().min(1).max(300).optional(),
  operator: word.optional(),
  outcome: jobOutcomeSchema.optional(),
  errorCode: errorCodeSchema.optional(),
  orderId: word.optional(),
  lot: word.optional(),
  taskId: word.optional(),
  /** Exactly this device: its id, MAC or serial number. */
  device: word.optional(),
})
export type HistoryFilter = z.infer<typeof historyFilterSchema>

/** What a filter may choose from: values of the records of this station, most used first, lots newest first, at most 200 each. */
export const historyChoicesSchema = z.object({
  products: z.array(z.string()),
  versions: z.array(z.number().int()),
  slots: z.array(z.object({ slotId: z.string(), name: z.string() })),
  operators: z.array(z.string()),
  lots: z.array(z.string()),
  errorCodes: z.array(errorCodeSchema),
})
export type HistoryChoices = z.infer<typeof historyChoicesSchema>

/** A lot on paper. */
export const lotReportSchema = z.object({
  lot: z.string(),
  productIds: z.array(z.string()),
  /** One for each number, lowest first. */
  versions: z.array(versionSchema),
  operators: z.array(z.string()),
  firstAt: z.iso.datetime().nullable(),
  lastAt: z.iso.datetime().nullable(),
  units: z.number().int(),
  passed: z.number().int(),
  failed: z.number().int(),
  passedFirst: z.number().int(),
  failures: z.array(z.object({ code: errorCodeSchema, count: z.number().int() })),
})
export type LotReport = z.infer<typeof lotReportSchema>
