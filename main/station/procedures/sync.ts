// The copies of tasks and firmware lists: how they stand, and a round by hand.

import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function syncProcedures(implementer: Implementer, { sync }: StationParts) {
  return {
    list: implementer.sync.list.handler(() => sync.list()),
    run: implementer.sync.run.handler(() => sync.run()),
  }
}
