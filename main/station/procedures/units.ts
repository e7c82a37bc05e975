// Units: looked for, and the story of one.
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

const never = new AbortController().signal

export function unitProcedures(implementer: Implementer, { units }: StationParts) {
  return {
    search: implementer.units.search.handler(({ input }) => units.search(input.text, input.limit)),
    story: implementer.units.story.handler(({ input, signal }) => {
      const { deviceId = null, mac = null, sn = null } = input
      return units.story({ deviceId, mac, sn }, signal ?? never)
    }),
  }
}
