// The picture and the live events.

import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function stationProcedures(implementer: Implementer, { hub, snapshot, ports }: StationParts) {
  return {
    snapshot: implementer.station.snapshot.handler(snapshot),
    ports: implementer.station.ports.handler(() => ports()),
    events: implementer.station.events.handler(({ input, signal }) => hub.after(input.afterSeq, signal)),
  }
}
