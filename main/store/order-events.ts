// What was done to work orders: appended in the transaction of the change itself, never changed. Reading: oldest first.
import type { Generated } from 'kysely'
import { z } from 'zod'
import { type OrderEvent, orderEventSchema } from '../../preload/contract/index.ts'
import type { StoreDb } from './tables.ts'

export interface OrderEventsTable {
  event_id: Generated<number>
  order_id: string
  at: string
  by: string
  what: OrderEvent['what']
  revision: number
  facts_json: string
}

/** Who did it, and when. */
export interface Hand {
  /** "": nobody. */
  readonly by: string
  readonly at: string
}

/** What the kind of event says besides. */
export type OrderEventFacts = Partial<Pick<OrderEvent, 'why' | 'changes' | 'taskId' | 'sha256' | 'jobId'>>

const factsSchema = orderEventSchema.pick({
  why: true,
  changes: true,
  taskId: true,
  sha256: true,
  jobId: true,
})
const storedFacts = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(factsSchema)

export async function appendOrderEvent(
  trx: StoreDb,
  orderId: string,
  { by, at }: Hand,
  event: OrderEventFacts & Pick<OrderEvent, 'what' | 'revision'>,
): Promise<void> {
  const { what, revision, ...facts } = event
  await trx
    .insertInto('order_events')
    .values({ order_id: orderId, at, by, what, revision, facts_json: JSON.stringify(facts) })
    .execute()
}

export async function readOrderEvents(db: StoreDb, orderId: string): Promise<OrderEvent[]> {
  const rows = await db
    .selectFrom('order_events')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('event_id')
    .execute()
  return rows.map(({ at, by, what, revision, facts_json }) => ({
    ...{ at, by, what, revision },
    ...storedFacts.parse(facts_json),
  }))
}
