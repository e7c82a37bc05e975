// How the copies of tasks and firmware lists stand: asked when the screen opens, when the cloud's state or the settings
// changed, and after a round by hand.
import { useCallback, useEffect, useState } from 'react'
import type { SyncState } from '../../../../preload/contract/connection.ts'
import { callErrorOf } from '../../../api/call-error.ts'
import type { StationClient } from '../../../api/client.ts'
import { showNotice, useStation } from '../../../store/station-store.ts'

export interface SyncView {
  /** Null: not told yet. */
  readonly states: readonly SyncState[] | null
  readonly run: (client: StationClient) => Promise<void>
}

export function useSync(): SyncView {
  const client = useStation((state) => state.client)
  const cloud = useStation((state) => state.picture?.cloud)
  const settings = useStation((state) => state.picture?.settings)
  const [states, setStates] = useState<readonly SyncState[] | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `cloud` and `settings` are the reasons to ask again
  useEffect(() => {
    let wanted = true
    client?.sync.list().then(
      (answer) => wanted && setStates(answer),
      (error: unknown) => wanted && showNotice(callErrorOf(error)),
    )
    return () => {
      wanted = false
    }
  }, [client, cloud, settings])
  const run = useCallback(async (asked: StationClient) => setStates(await asked.sync.run()), [])
  return { states, run }
}
