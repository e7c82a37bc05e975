// In the settings: how careful the station is right before it writes to a device. What an order itself demands is part of
// the order (work-order.ts).
import { z } from 'zod'

export const guardSettingsSchema = z.strictObject({
  /** An answer about a task that is older than this is asked for again right before the first write; 0: always. */
  taskAgeSeconds: z.number().int().min(0).max(3600).default(30),
})
export type GuardSettings = z.infer<typeof guardSettingsSchema>
