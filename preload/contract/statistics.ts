// What the records add up to: yield, pace, time per step, and what fails where. Shares are 0 to 1, times milliseconds.
import { z } from 'zod'
import { errorCodeSchema } from './errors.ts'
import { stepNameSchema } from './model.ts'

const count = z.number().int().nonnegative()
const share = z.number().min(0).max(1).nullable()

export const statisticsQuerySchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  productId: z.string().min(1).max(100).optional(),
  lot: z.string().min(1).max(100).optional(),
  orderId: z.string().min(1).max(100).optional(),
})
export type StatisticsQuery = z.infer<typeof statisticsQuerySchema>

/**
 * `badCable`: it repeats or slows where its peers do not. `slow`: slower than its peers without repeats. `failing`: it
 * fails far more than its peers. Null: nothing stands out, or too little was done to say.
 */
export const slotHintSchema = z.enum(['badCable', 'slow', 'failing'])
export type SlotHint = z.infer<typeof slotHintSchema>

export const statisticsSchema = z.object({
  /** Jobs, by how they ended; `refused`: before anything was written. One that the station's death cut off is `failed`. */
  jobs: z.object({ total: count, passed: count, failed: count, refused: count, cancelled: count }),
  /** A unit counts once, by its MAC, serial number or device id; a job that learned none of them stands for itself. */
  units: count,
  /** Of its last job, save that one which failed and left the unit alone does not undo a pass. */
  unitsPassed: count,
  unitsPassedFirst: count,
  yield: share,
  firstPassYield: share,
  /** Passed units per hour of those hours in which anything was flashed. */
  unitsPerHour: z.number().nonnegative().nullable(),
  /** Hours (of UTC, up to 62 days) or days, without gaps. Jobs that passed or failed. */
  series: z.object({
    step: z.enum(['hour', 'day']),
    points: z.array(z.object({ at: z.iso.datetime(), passed: count, failed: count })),
  }),
  /** Of passed jobs. */
  steps: z.array(z.object({ step: stepNameSchema, medianMs: z.number(), p95Ms: z.number(), jobs: count })),
  /** Most units first that it happened to, also refused ones. `lostMs`: time that jobs took which ended so. */
  failures: z.array(
    z.object({
      code: errorCodeSchema,
      /** The step that has more than half of them, if one does. */
      step: stepNameSchema.nullable(),
      jobs: count,
      units: count,
      lostMs: z.number().nonnegative(),
      /** The slot (its id) that has more than half of them, of two at least, while it has not more than half of all jobs. */
      mostlySlot: z.string().nullable(),
      /** The version, in the same way. */
      mostlyVersion: z.number().int().nullable(),
    }),
  ),
  slots: z.array(
    z.object({
      slotId: z.string(),
      name: z.string(),
      /** That passed or failed. */
      jobs: count,
      failed: count,
      retriesPerJob: z.number().nonnegative(),
      /** Median of the flash step of passed jobs. */
      bytesPerSecond: z.number().nonnegative().nullable(),
      /** Beside the median of the other slots that use the same profile; null: none. */
      speedRatio: z.number().nonnegative().nullable(),
      hint: slotHintSchema.nullable(),
    }),
  ),
  firmware: z.array(
    z.object({
      productId: z.string().nullable(),
      version: z.number().int().nullable(),
      jobs: count,
      passed: count,
      failed: count,
      firstPassYield: share,
    }),
  ),
})
export type Statistics = z.infer<typeof statisticsSchema>
