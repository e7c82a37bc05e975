// The outbox as people see it: its list, and its figures. Reads only.
import type { OutboxRow, OutboxState, OutboxSummary } from '../../preload/contract/index.ts'
import { withStoreErrors } from './open.ts'
import { fromOutboxRow } from './outbox-row.ts'
import type { StoreDb } from './tables.ts'

/** Dead ones first, oldest first in each state; sent ones newest first. */
export interface OutboxQuery {
  readonly limit: number
  /** Left out: all. */
  readonly states?: readonly OutboxState[]
}

/** What needs a person, what goes by itself, what somebody decided, what has arrived. */
const shownOrder: readonly OutboxState[] = ['dead', 'waiting', 'exported', 'dismissed', 'sent']

export function listOutbox(db: StoreDb, { limit, states = shownOrder }: OutboxQuery): Promise<OutboxRow[]> {
  return withStoreErrors(async () => {
    const rows: OutboxRow[] = []
    for (const state of shownOrder.filter((one) => states.includes(one))) {
      if (rows.length >= limit) break
      const found = await db
        .selectFrom('outbox')
        .selectAll()
        .where('state', '=', state)
        .orderBy('outbox_id', state === 'sent' ? 'desc' : 'asc')
        .limit(limit - rows.length)
        .execute()
      rows.push(...found.map(fromOutboxRow))
    }
    return rows
  })
}

/** What is open. */
export function summarizeOutbox(db: StoreDb): Promise<OutboxSummary> {
  return withStoreErrors(async () => {
    const counts = await db
      .selectFrom('outbox')
      .select((eb) => ['state', eb.fn.countAll<number>().as('rows'), eb.fn.min('created_at').as('oldest')])
      .where('state', 'in', ['waiting', 'dead'])
      .groupBy('state')
      .execute()
    const latest = await db
      .selectFrom('outbox')
      .select('error_code')
      .where('state', 'in', ['waiting', 'dead'])
      .where('error_code', 'is not', null)
      .orderBy('attempted_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    const waiting = counts.find((row) => row.state === 'waiting')
    const dead = counts.find((row) => row.state === 'dead')
    return {
      waiting: waiting?.rows ?? 0,
      dead: dead?.rows ?? 0,
      oldestAt: waiting?.oldest ?? null,
      lastError: latest?.error_code ?? null,
    }
  })
}
