// The diagnostics bundle.
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function diagnosticsProcedures(implementer: Implementer, { diagnostics }: StationParts) {
  return { bundle: implementer.diagnostics.bundle.handler(() => diagnostics.bundle()) }
}
