// Work orders, scans, and the map of the bench.
import type { Session } from '../../../preload/contract/index.ts'
import { recordedName } from '../caller.ts'
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function orderProcedures(
  implementer: Implementer,
  { orders, numbered, scans, slotMap, operators, settings }: StationParts,
) {
  const nameOf = (session: Session): string => recordedName(session, operators.nameForRecords(settings.get()))
  return {
    orders: {
      list: implementer.orders.list.handler(({ input }) => orders.list(input.limit)),
      get: implementer.orders.get.handler(({ input }) => orders.get(input.orderId)),
      create: implementer.orders.create.handler(({ input: { number, ...draft }, context }) => {
        const by = nameOf(context.session)
        return number === undefined ? orders.create(draft, by) : numbered.make(number, draft, by)
      }),
      createFromTask: implementer.orders.createFromTask.handler(({ input, context }) =>
        orders.createFromTask(input, nameOf(context.session)),
      ),
      log: implementer.orders.log.handler(({ input }) => orders.log(input.orderId)),
      edit: implementer.orders.edit.handler(({ input: { orderId, revision, ...draft }, context }) =>
        orders.edit(orderId, revision, draft, nameOf(context.session)),
      ),
      arm: implementer.orders.arm.handler(({ input, context }) =>
        orders.arm(input.orderId, nameOf(context.session)),
      ),
      disarm: implementer.orders.disarm.handler(({ context }) => orders.disarm(nameOf(context.session))),
      finish: implementer.orders.finish.handler(({ input, context }) =>
        orders.finish(input.orderId, nameOf(context.session)),
      ),
    },
    scans: {
      take: implementer.scans.take.handler(({ input }) => scans.bind(input.text, input.slotId)),
      drop: implementer.scans.drop.handler(({ input }) => scans.drop(input.sn)),
    },
    slotMap: {
      learn: implementer.slotMap.learn.handler(({ input }) => slotMap.learn(input.on)),
      rename: implementer.slotMap.rename.handler(({ input }) => slotMap.rename(input.slotId, input.name)),
      forget: implementer.slotMap.forget.handler(({ input }) => slotMap.forget(input.slotId)),
    },
  }
}
