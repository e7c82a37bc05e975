// Work orders, scans, and the map of the bench.
import type { Session } from '../../../preload/contract/index.ts'
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function orderProcedures(
  implementer: Implementer,
  { orders, scans, slotMap, operators, settings }: StationParts,
) {
  const nameOf = ({ operator }: Session): string => operator?.name ?? operators.nameForRecords(settings.get())
  return {
    orders: {
      list: implementer.orders.list.handler(({ input }) => orders.list(input.limit)),
      create: implementer.orders.create.handler(({ input, context }) =>
        orders.create(input, nameOf(context.session)),
      ),
      edit: implementer.orders.edit.handler(({ input: { orderId, revision, ...draft } }) =>
        orders.edit(orderId, revision, draft),
      ),
      arm: implementer.orders.arm.handler(({ input, context }) =>
        orders.arm(input.orderId, nameOf(context.session)),
      ),
      disarm: implementer.orders.disarm.handler(() => orders.disarm()),
      finish: implementer.orders.finish.handler(({ input }) => orders.finish(input.orderId)),
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
