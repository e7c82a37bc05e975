// What happened, and what still waits for a cloud.

import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function historyProcedures(implementer: Implementer, { history, outbox }: StationParts) {
  return {
    history: {
      list: implementer.history.list.handler(({ input }) => history.list(input)),
      get: implementer.history.get.handler(({ input }) => history.get(input.jobId)),
    },
    outbox: {
      list: implementer.outbox.list.handler(({ input }) => outbox.list(input.limit)),
    },
  }
}
