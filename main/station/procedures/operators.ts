// Signing in and out, and the list of operators. The session of a call is found before it gets here: implementer.ts.
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function operatorProcedures(implementer: Implementer, { operators }: StationParts) {
  return {
    current: implementer.operators.current.handler(({ context }) => context.session),
    list: implementer.operators.list.handler(() => operators.list()),
    signIn: implementer.operators.signIn.handler(({ input, context }) =>
      operators.signIn(context.caller, input),
    ),
    resume: implementer.operators.resume.handler(({ input, context }) =>
      operators.resume(context.caller, input.token),
    ),
    signOut: implementer.operators.signOut.handler(({ context }) => operators.signOut(context.caller)),
    save: implementer.operators.save.handler(({ input, context }) => operators.save(context.caller, input)),
    remove: implementer.operators.remove.handler(async ({ input, context }) => ({
      removed: await operators.remove(context.caller, input.operatorId),
    })),
  }
}
