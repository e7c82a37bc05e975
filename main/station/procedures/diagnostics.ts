// The diagnostics bundle, and the check of this computer.
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function diagnosticsProcedures(implementer: Implementer, { diagnostics, doctor }: StationParts) {
  return {
    bundle: implementer.diagnostics.bundle.handler(() => diagnostics.bundle()),
    doctor: implementer.diagnostics.doctor.handler(() => doctor.report()),
  }
}
