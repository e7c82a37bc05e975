// Rollouts: many slots in a staged order.
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function rolloutProcedures(implementer: Implementer, { rollouts }: StationParts) {
  return {
    start: implementer.rollouts.start.handler(({ input }) => rollouts.start(input.slotIds, input.plan)),
    list: implementer.rollouts.list.handler(() => rollouts.list()),
    pause: implementer.rollouts.pause.handler(({ input }) => rollouts.pause(input.rolloutId)),
    resume: implementer.rollouts.resume.handler(({ input }) => rollouts.resume(input.rolloutId)),
    stop: implementer.rollouts.stop.handler(({ input }) => rollouts.stop(input.rolloutId, input.cancel)),
    retryFailed: implementer.rollouts.retryFailed.handler(({ input }) =>
      rollouts.retryFailed(input.rolloutId),
    ),
  }
}
