// Which secrets the station has stored, and where: asked when the screen opens and when the settings changed. Never
// their values; the station does not tell them.
import { useCallback, useEffect, useState } from 'react'
import type { SecretName } from '../../../../preload/contract/connection-facts.ts'
import { callErrorOf } from '../../../api/call-error.ts'
import { useMay } from '../../../components/use-may.ts'
import { showNotice, useStation } from '../../../store/station-store.ts'

export interface StoredSecrets {
  readonly keptIn: 'keychain' | 'file'
  readonly stored: readonly { readonly connectionId: string; readonly name: SecretName }[]
}

/** `facts` null: not told yet. */
export function useStoredSecrets(): { readonly facts: StoredSecrets | null; readonly reload: () => void } {
  const may = useMay('connections', 'storedSecrets')
  const client = useStation((state) => state.client)
  const settings = useStation((state) => state.picture?.settings)
  const [facts, setFacts] = useState<StoredSecrets | null>(null)
  const [asked, setAsked] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `settings` and `asked` are the reasons to ask again
  useEffect(() => {
    if (!may) return
    let wanted = true
    client?.connections.storedSecrets().then(
      (answer) => wanted && setFacts(answer),
      (error: unknown) => wanted && showNotice(callErrorOf(error)),
    )
    return () => {
      wanted = false
    }
  }, [client, settings, asked, may])
  const reload = useCallback(() => setAsked((count) => count + 1), [])
  return { facts, reload }
}
