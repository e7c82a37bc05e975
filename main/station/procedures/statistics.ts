// What the records add up to.
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

const never = new AbortController().signal

export function statisticsProcedures(implementer: Implementer, { statistics }: StationParts) {
  return {
    read: implementer.statistics.read.handler(({ input, signal }) => statistics.read(input, signal ?? never)),
  }
}
