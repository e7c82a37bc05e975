// Which messages are shown, and in which order. Pure.
import type { OutboxRow } from '../../../../preload/contract/model.ts'

export const outboxFilters = ['open', 'dead', 'waiting', 'sent'] as const
export type OutboxFilter = (typeof outboxFilters)[number]

/** What needs a person first, then what goes by itself, then what has arrived; each as the station lists it. */
const order: Record<OutboxRow['state'], number> = { dead: 0, waiting: 1, sent: 2 }

export function shownRows(rows: readonly OutboxRow[], filter: OutboxFilter): OutboxRow[] {
  return rows
    .filter(({ state }) => (filter === 'open' ? state !== 'sent' : state === filter))
    .sort((one, other) => order[one.state] - order[other.state])
}
