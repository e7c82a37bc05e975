// Start, start all, cancel.
import { asFlashlineError, type Session } from '../../../preload/contract/index.ts'
import { recordedName } from '../caller.ts'
import type { Implementer } from '../implementer.ts'
import { type JobPurpose, requireArmed } from '../job-order.ts'
import type { StationParts } from '../parts.ts'

export function jobProcedures(
  implementer: Implementer,
  { slots, jobs, orders, operators, settings }: StationParts,
) {
  return {
    start: implementer.jobs.start.handler(({ input: { slotId, again }, context: { session } }) => {
      const purpose = purposeOf(session)
      if (!again) return jobs.start(slotId, purpose)
      const againBy = recordedName(session, operators.nameForRecords(settings.get()))
      return jobs.start(slotId, { ...purpose, againBy })
    }),
    startAll: implementer.jobs.startAll.handler(async ({ context: { session } }) => {
      requireArmed(orders.armed)
      const ready = slots.list().filter((slot) => slots.isReady(slot))
      const results = await Promise.allSettled(
        ready.map((slot) => jobs.start(slot.slotId, purposeOf(session))),
      )
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

/** Jobs of factory software name it; a person's name whoever works at the bench. */
function purposeOf(session: Session): JobPurpose & { readonly kind: 'workOrder' } {
  const by = session.client ? { by: recordedName(session, '') } : {}
  return { kind: 'workOrder', againBy: null, ...by }
}
