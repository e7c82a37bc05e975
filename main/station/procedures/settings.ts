// Settings, without secrets on the way out.

import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function settingsProcedures(implementer: Implementer, { settings }: StationParts) {
  return {
    get: implementer.settings.get.handler(() => settings.get()),
    set: implementer.settings.set.handler(({ input }) => settings.set(input.settings, input.secrets)),
  }
}
