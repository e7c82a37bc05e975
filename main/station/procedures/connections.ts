// Testing connections, and which secrets are stored.

import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

const never = new AbortController().signal

export function connectionProcedures(implementer: Implementer, { connections }: StationParts) {
  return {
    storedSecrets: implementer.connections.storedSecrets.handler(() => connections.storedSecrets()),
    test: implementer.connections.test.handler(({ input, signal }) =>
      connections.test(input.connectionId, signal ?? never),
    ),
  }
}
