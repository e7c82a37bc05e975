// Kits, result files and keys as the station has them; asked again when they change.
import { useCallback, useEffect, useState } from 'react'
import { type CallError, callErrorOf } from '../../../api/call-error.ts'
import type { StationClient } from '../../../api/client.ts'
import { useStation } from '../../../store/station-store.ts'

export interface KitLists {
  readonly lists: Awaited<ReturnType<StationClient['kits']['list']>>
  readonly keys: Awaited<ReturnType<StationClient['kits']['keys']>>
}

export function useKits(): {
  /** Null: not told yet. */
  readonly told: KitLists | null
  readonly failed: CallError | null
  readonly reload: () => void
} {
  const client = useStation((state) => state.client)
  const changes = useStation((state) => state.picture?.changes.kits)
  const outbox = useStation((state) => state.picture?.outbox)
  const [told, setTold] = useState<KitLists | null>(null)
  const [failed, setFailed] = useState<CallError | null>(null)
  const [asked, setAsked] = useState(0)
  const reload = useCallback(() => setAsked((count) => count + 1), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `changes`, `outbox` and `asked` are the reasons to ask again
  useEffect(() => {
    let wanted = true
    if (client)
      Promise.all([client.kits.list(), client.kits.keys()]).then(
        ([lists, keys]) => wanted && setTold({ lists, keys }),
        (error: unknown) => wanted && setFailed(callErrorOf(error)),
      )
    return () => {
      wanted = false
    }
  }, [client, changes, outbox, asked])
  return { told, failed, reload }
}
