// Acknowledging results, and the cables of simulated devices.

import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function slotProcedures(implementer: Implementer, { slots, jobs, cables }: StationParts) {
  return {
    acknowledge: implementer.slots.acknowledge.handler(async ({ input }) => {
      await jobs.letGo(input.slotId)
      return slots.acknowledge(input.slotId)
    }),
    unplug: implementer.slots.unplug.handler(({ input }) => cables.unplug(input.slotId)),
    replug: implementer.slots.replug.handler(({ input }) => cables.replug(input.slotId)),
  }
}
