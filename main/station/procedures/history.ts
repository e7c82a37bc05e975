// What happened: records, what they can be filtered by, exports, lots.

import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function historyProcedures(implementer: Implementer, { history, chain }: StationParts) {
  return {
    list: implementer.history.list.handler(({ input }) => history.list(input)),
    get: implementer.history.get.handler(({ input }) => history.get(input.jobId)),
    choices: implementer.history.choices.handler(() => history.choices()),
    export: implementer.history.export.handler(({ input }) => history.export(input)),
    chain: implementer.history.chain.handler(() => chain.state()),
    verify: implementer.history.verify.handler(() => chain.verify()),
    lot: implementer.history.lot.handler(({ input }) => history.lot(input.lot)),
  }
}
