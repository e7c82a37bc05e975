// Factory software: tokens, webhooks, drop folders.
import type { Session } from '../../../preload/contract/index.ts'
import { recordedName } from '../caller.ts'
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function factoryProcedures(
  implementer: Implementer,
  { clients, webhooks, drops, operators, settings }: StationParts,
) {
  const nameOf = (session: Session): string => recordedName(session, operators.nameForRecords(settings.get()))
  return {
    clients: {
      list: implementer.clients.list.handler(() => clients.list()),
      create: implementer.clients.create.handler(({ input, context }) =>
        clients.create(input, nameOf(context.session)),
      ),
      revoke: implementer.clients.revoke.handler(({ input }) => clients.revoke(input.clientId)),
    },
    webhooks: {
      list: implementer.webhooks.list.handler(() => webhooks.list()),
      save: implementer.webhooks.save.handler(({ input }) => webhooks.save(input)),
      remove: implementer.webhooks.remove.handler(async ({ input, context }) => ({
        removed: await webhooks.remove(input.webhookId, nameOf(context.session)),
      })),
      test: implementer.webhooks.test.handler(({ input, signal }) =>
        webhooks.test(input.webhookId, signal ?? AbortSignal.timeout(60_000)),
      ),
    },
    dropFolders: {
      get: implementer.dropFolders.get.handler(() => drops.get()),
      set: implementer.dropFolders.set.handler(({ input }) => drops.set(input)),
    },
  }
}
