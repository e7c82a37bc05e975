// The messages for the clouds: asked when the screen opens, when their numbers change, and every few seconds while some
// wait, because an attempt that fails changes no number.
import { useCallback, useEffect, useState } from 'react'
import type { OutboxRow } from '../../../../preload/contract/model.ts'
import { callErrorOf } from '../../../api/call-error.ts'
import { showNotice, useStation } from '../../../store/station-store.ts'
import type { OutboxFilter } from './outbox-view.ts'

export const askedRows = 500
const againMs = 5000

/** `rows` null: not told yet. */
/** Of one state, or all. */
export function useOutbox(filter: OutboxFilter): {
  readonly rows: readonly OutboxRow[] | null
  readonly reload: () => void
} {
  const client = useStation((state) => state.client)
  const summary = useStation((state) => state.picture?.outbox)
  const changes = useStation((state) => state.picture?.changes.outbox)
  const [rows, setRows] = useState<readonly OutboxRow[] | null>(null)
  const [asked, setAsked] = useState(0)
  const reload = useCallback(() => setAsked((count) => count + 1), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `summary`, `changes` and `asked` are the reasons to ask again
  useEffect(() => {
    let wanted = true
    const state = filter === 'open' ? {} : { state: filter }
    client?.outbox.list({ limit: askedRows, ...state }).then(
      (answer) => wanted && setRows(answer),
      (error: unknown) => wanted && showNotice(callErrorOf(error)),
    )
    return () => {
      wanted = false
    }
  }, [client, filter, summary, changes, asked])
  const waits = (summary?.waiting ?? 0) > 0
  useEffect(() => {
    if (!waits) return
    const timer = setInterval(reload, againMs)
    return () => clearInterval(timer)
  }, [waits, reload])
  return { rows, reload }
}
