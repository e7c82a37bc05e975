// What waits for a cloud or other software, and what a lead decides about what was refused.
import type { Session } from '../../../preload/contract/index.ts'
import { recordedName } from '../caller.ts'
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function outboxProcedures(
  implementer: Implementer,
  { outbox, operators, settings }: Pick<StationParts, 'outbox' | 'operators' | 'settings'>,
) {
  const byOf = (session: Session) => recordedName(session, operators.nameForRecords(settings.get()))
  return {
    list: implementer.outbox.list.handler(({ input }) => outbox.list(input)),
    retry: implementer.outbox.retry.handler(({ input, context }) =>
      outbox.retry(input.outboxId, { by: byOf(context.session), note: input.note }),
    ),
    dismiss: implementer.outbox.dismiss.handler(({ input, context }) =>
      outbox.dismiss(input.outboxId, { by: byOf(context.session), note: input.note }),
    ),
    takeBack: implementer.outbox.takeBack.handler(({ input, context }) =>
      outbox.takeBack(input.outboxId, { by: byOf(context.session), note: input.note }),
    ),
  }
}
