// What waits for a cloud, and another try for what was refused.
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function outboxProcedures(implementer: Implementer, { outbox }: StationParts) {
  return {
    list: implementer.outbox.list.handler(({ input }) => outbox.list(input.limit)),
    retry: implementer.outbox.retry.handler(({ input }) => outbox.retry(input.outboxId)),
  }
}
