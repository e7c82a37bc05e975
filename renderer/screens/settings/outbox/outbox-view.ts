// Which messages are shown, and in which order. Pure.
import type { OutboxRow } from '../../../../preload/contract/model.ts'

export const outboxFilters = ['open', 'dead', 'waiting', 'exported', 'dismissed', 'sent'] as const
export type OutboxFilter = (typeof outboxFilters)[number]

/** What needs a person first, then what goes by itself, then what is settled; each as the station lists it. */
const order: Record<OutboxRow['state'], number> = { dead: 0, waiting: 1, exported: 2, dismissed: 3, sent: 4 }
const open: ReadonlySet<OutboxRow['state']> = new Set(['dead', 'waiting'])

export function shownRows(rows: readonly OutboxRow[], filter: OutboxFilter): OutboxRow[] {
  return rows
    .filter(({ state }) => (filter === 'open' ? open.has(state) : state === filter))
    .sort((one, other) => order[one.state] - order[other.state])
}
