// Start, start all, cancel.
import { asFlashlineError } from '../../../preload/contract/index.ts'
import type { Implementer } from '../implementer.ts'
import { requireArmed } from '../job-order.ts'
import type { StationParts } from '../parts.ts'

export function jobProcedures(implementer: Implementer, { slots, jobs, orders }: StationParts) {
  return {
    start: implementer.jobs.start.handler(({ input }) => jobs.start(input.slotId)),
    startAll: implementer.jobs.startAll.handler(async () => {
      requireArmed(orders.armed)
      const ready = slots.list().filter((slot) => slots.isReady(slot))
      const results = await Promise.allSettled(ready.map((slot) => jobs.start(slot.slotId)))
      const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.jobId] : []))
      // One slot that cannot start must not stop the others; when none could, the reason is the answer.
      const refused = results.find((result) => result.status === 'rejected')
      if (started.length === 0 && refused) throw asFlashlineError(refused.reason)
      return { started }
    }),
    cancel: implementer.jobs.cancel.handler(async ({ input }) => ({
      cancelled: await jobs.cancel(input.jobId),
    })),
  }
}
