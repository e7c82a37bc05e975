// The downloads that this page has asked for, so that it can call them off: also after a look at another screen.
import { create } from 'zustand'
import type { CatalogueView } from '../../../preload/contract/library.ts'
import { callErrorOf } from '../../api/call-error.ts'
import type { StationClient } from '../../api/client.ts'
import { showNotice } from '../../store/station-store.ts'
import { entryKey } from './firmware-rows.ts'
import { select } from './library-store.ts'

interface OwnFetches {
  readonly running: Readonly<Record<string, AbortController>>
}

export const useOwnFetches = create<OwnFetches>()(() => ({ running: {} }))

/** Resolves when it is over; says itself what went wrong. */
export async function fetchEntry(client: StationClient, entry: CatalogueView): Promise<void> {
  const key = entryKey(entry)
  const abort = new AbortController()
  useOwnFetches.setState(({ running }) => ({ running: { ...running, [key]: abort } }))
  try {
    const { connectionId, firmwareId } = entry
    await client.firmware.fetch({ connectionId, firmwareId }, { signal: abort.signal })
    select({ kind: 'entry', key })
  } catch (error) {
    if (!abort.signal.aborted) showNotice(callErrorOf(error))
  } finally {
    useOwnFetches.setState(({ running: { [key]: _, ...running } }) => ({ running }))
  }
}

export function callOffFetch(entry: CatalogueView): void {
  useOwnFetches.getState().running[entryKey(entry)]?.abort()
}
