// The picture and the live events.

import { contractError, type Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function stationProcedures(
  implementer: Implementer,
  { hub, snapshot, ports, operators, databaseCare }: StationParts,
) {
  return {
    snapshot: implementer.station.snapshot.handler(snapshot),
    seenRecovery: implementer.station.seenRecovery.handler(() => databaseCare.seen()),
    ports: implementer.station.ports.handler(() => ports()),
    events: implementer.station.events.handler(({ input, context, signal }) =>
      whileLetIn(hub.after(input.afterSeq, signal), () => operators.sessionOf(context.caller)),
    ),
  }
}

/** A client whose token is revoked hears nothing more, and why. `requireIn` throws then. */
async function* whileLetIn<Event>(
  events: AsyncIterable<Event>,
  requireIn: () => unknown,
): AsyncGenerator<Event> {
  try {
    for await (const event of events) {
      requireIn()
      yield event
    }
  } catch (error) {
    // What ends a stream in its middle passes by whoever translates the refusals of calls.
    throw contractError(error)
  }
}
