// The images of this station's library, for a new task to be made of.
import { useEffect, useState } from 'react'
import type { LibraryImage } from '../../../preload/contract/library.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import { useStation } from '../../store/station-store.ts'

export interface Library {
  /** Null: not read yet. */
  readonly images: readonly LibraryImage[] | null
  readonly failed: CallError | null
}

export function useLibrary(): Library {
  const client = useStation((state) => state.client)
  const changes = useStation((state) => state.picture?.changes.firmware)
  const [library, setLibrary] = useState<Library>({ images: null, failed: null })
  // biome-ignore lint/correctness/useExhaustiveDependencies: changes are reasons to ask again
  useEffect(() => {
    let wanted = true
    client?.firmware.list().then(
      ({ images }) => wanted && setLibrary({ images, failed: null }),
      (error: unknown) => wanted && setLibrary(({ images }) => ({ images, failed: callErrorOf(error) })),
    )
    return () => {
      wanted = false
    }
  }, [client, changes])
  return library
}
