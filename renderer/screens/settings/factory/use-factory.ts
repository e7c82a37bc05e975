// Clients, webhooks and drop folders, asked for while somebody looks, and again when they have changed.
import { useEffect, useState } from 'react'
import type { Client, DropFolderStates, Webhook } from '../../../../preload/contract/factory.ts'
import { type CallError, callErrorOf } from '../../../api/call-error.ts'
import { useStation } from '../../../store/station-store.ts'

export interface FactoryLists {
  readonly clients: readonly Client[]
  readonly webhooks: readonly Webhook[]
  readonly drops: DropFolderStates
}

/** Null: not known yet. What was known stays while it is asked again. */
export function useFactory(): { readonly lists: FactoryLists | null; readonly failed: CallError | null } {
  const client = useStation((state) => state.client)
  const changes = useStation((state) => state.picture?.changes.factory ?? 0)
  const [lists, setLists] = useState<FactoryLists | null>(null)
  const [failed, setFailed] = useState<CallError | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when something has changed
  useEffect(() => {
    if (!client) return
    let stale = false
    Promise.all([client.clients.list(), client.webhooks.list(), client.dropFolders.get()]).then(
      ([clients, webhooks, drops]) => {
        if (stale) return
        setLists({ clients, webhooks, drops })
        setFailed(null)
      },
      (error) => !stale && setFailed(callErrorOf(error)),
    )
    return () => {
      stale = true
    }
  }, [client, changes])
  return { lists, failed }
}
