// The list of operators, asked for while somebody looks, and again when it has changed.
import { useEffect, useState } from 'react'
import type { Operator } from '../../../preload/contract/operators.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import { useStation } from '../../store/station-store.ts'

export interface OperatorsAsked {
  /** Null: not known yet. What was known stays while it is asked again. */
  readonly operators: readonly Operator[] | null
  readonly failed: CallError | null
}

export function useOperators(): OperatorsAsked {
  const client = useStation((state) => state.client)
  const changes = useStation((state) => state.picture?.changes.operators ?? 0)
  const [asked, setAsked] = useState<OperatorsAsked>({ operators: null, failed: null })
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the list has changed
  useEffect(() => {
    if (!client) return
    let stale = false
    client.operators.list().then(
      (operators) => !stale && setAsked({ operators, failed: null }),
      (error) => !stale && setAsked((before) => ({ ...before, failed: callErrorOf(error) })),
    )
    return () => {
      stale = true
    }
  }, [client, changes])
  return asked
}
