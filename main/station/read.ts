// Looking at a data folder from the command line, also while a station runs on it. Changes nothing.
import type { Job, OutboxRow } from '../../preload/contract/index.ts'
import type { RosterEntry } from '../store/devices.ts'
import { openStore, type Store } from '../store/open-store.ts'

/** Ended jobs, newest first. */
export function readHistory(dataDir: string, limit: number): Promise<{ total: number; jobs: Job[] }> {
  return withReader(dataDir, (store) => store.jobs.list({ limit }))
}

/** What waits or failed first, then what was sent, newest first. */
export function readOutbox(dataDir: string, limit: number): Promise<OutboxRow[]> {
  return withReader(dataDir, (store) => store.outbox.list({ limit }))
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
