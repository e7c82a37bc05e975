// What the firmware screen shows: both lists as they were last told, and what is chosen. Lives as long as the page, so that
// coming back to the screen shows them at once.
import { useEffect } from 'react'
import { create } from 'zustand'
import type { CatalogueView, LibraryImage } from '../../../preload/contract/library.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import { useStation } from '../../store/station-store.ts'
import type { Selected } from './firmware-rows.ts'

export interface LibraryStore {
  /** Null: not told yet. */
  readonly images: readonly LibraryImage[] | null
  readonly totalBytes: number
  readonly entries: readonly CatalogueView[] | null
  /** Why the last question was not answered; the lists are then older. */
  readonly error: CallError | null
  readonly selected: Selected | null
}

export const useLibrary = create<LibraryStore>()(() => ({
  images: null,
  totalBytes: 0,
  entries: null,
  error: null,
  selected: null,
}))

export function select(selected: Selected): void {
  useLibrary.setState({ selected })
}

/** Asks for both lists, and again whenever one of them has changed. */
export function useLibraryLists(): LibraryStore {
  const client = useStation((state) => state.client)
  const changes = useStation(
    ({ picture }) =>
      `${picture?.changes.firmware ?? 0} ${picture?.changes.catalogue ?? 0} ${picture?.changes.tasks ?? 0}`,
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: `changes` is the reason to ask again
  useEffect(() => {
    if (!client) return
    let wanted = true
    Promise.all([client.firmware.list(), client.firmware.catalogue({})]).then(
      ([{ images, totalBytes }, entries]) =>
        wanted && useLibrary.setState({ images, totalBytes, entries, error: null }),
      (error: unknown) => wanted && useLibrary.setState({ error: callErrorOf(error) }),
    )
    return () => {
      wanted = false
    }
  }, [client, changes])
  return useLibrary()
}
