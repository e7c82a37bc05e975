// What happened: records, what they can be filtered by, exports, lots.

import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function historyProcedures(implementer: Implementer, { history }: StationParts) {
  return {
    list: implementer.history.list.handler(({ input }) => history.list(input)),
    get: implementer.history.get.handler(({ input }) => history.get(input.jobId)),
    choices: implementer.history.choices.handler(() => history.choices()),
    export: implementer.history.export.handler(({ input }) => history.export(input)),
    lot: implementer.history.lot.handler(({ input }) => history.lot(input.lot)),
  }
}
