// Looking at a data folder from the command line, also while a station runs on it. Changes nothing.
import type { Job, OutboxRow, OutboxState, WorkOrder } from '../../preload/contract/index.ts'
import type { RosterEntry } from '../store/devices.ts'
import type { HistoryQuery } from '../store/history.ts'
import { openStore, type Store } from '../store/open-store.ts'

const readAtOnce = 1000

/** Ended jobs of a filter, newest first. */
export function readHistory(dataDir: string, query: Omit<HistoryQuery, 'beforeJobId'>): Promise<Job[]> {
  return withReader(dataDir, async (store) => {
    const jobs: Job[] = []
    while (jobs.length < query.limit) {
      const limit = Math.min(readAtOnce, query.limit - jobs.length)
      const part = await store.history.part({ ...query, limit, beforeJobId: jobs.at(-1)?.jobId })
      jobs.push(...part)
      if (part.length < limit) break
    }
    return jobs
  })
}

/** Work orders, the armed one first, then the newest. */
export function readOrders(dataDir: string, limit: number): Promise<WorkOrder[]> {
  return withReader(dataDir, (store) => store.orders.list(limit))
}

/** What was refused or waits first, then what was sent, newest first; or those of one state. */
export function readOutbox(dataDir: string, limit: number, state?: OutboxState): Promise<OutboxRow[]> {
  return withReader(dataDir, (store) => store.outbox.list({ limit, ...(state && { states: [state] }) }))
}

/** The roster, in the order of device ids. */
export function readDevices(
  dataDir: string,
  query: { readonly productId: string | null; readonly limit: number },
): Promise<RosterEntry[]> {
  return withReader(dataDir, (store) => store.devices.list(query))
}

/** Closed when `read` is done. */
export async function withReader<Result>(
  dataDir: string,
  read: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(dataDir, { readOnly: true })
  try {
    return await read(store)
  } finally {
    await store.close()
  }
}
