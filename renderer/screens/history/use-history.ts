// The records of a filter, page by page as they come into view. Shows the newest while its reader is at the top; further down
// it says only that there are new ones, so that nothing moves under the eyes.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { HistoryFilter } from '../../../preload/contract/history.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import { useStation } from '../../store/station-store.ts'
import {
  dropFar,
  firstPage,
  jobBefore,
  type LoadedPages,
  pageSize,
  pageToAsk,
  putPage,
} from './loaded-pages.ts'

/** Jobs of a full bench end many times a second. */
const gatherMs = 1000

export interface History {
  /** Null: none yet. Of the filter before, while `isLoading`. */
  readonly loaded: LoadedPages | null
  readonly isLoading: boolean
  readonly failed: CallError | null
  /** There are newer ones than those that are shown. */
  readonly hasNewer: boolean
  /** From the newest on. */
  readonly reload: () => void
  /** These rows are in view. */
  readonly see: (firstRow: number, lastRow: number) => void
}

export function useHistory(filter: HistoryFilter): History {
  const client = useStation((state) => state.client)
  const newest = useStation((state) => state.picture?.recent[0]?.jobId)
  const [loaded, setLoaded] = useState<LoadedPages | null>(null)
  const [isLoading, setLoading] = useState(true)
  const [failed, setFailed] = useState<CallError | null>(null)
  const [hasNewer, setNewer] = useState(false)
  const [turn, setTurn] = useState(0)
  const firstSeen = useRef(0)
  const asking = useRef(false)
  const generation = useRef(0)
  const key = JSON.stringify(filter)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is the reason to ask again, `key` is the filter
  useEffect(() => {
    generation.current += 1
    const mine = generation.current
    if (!client) return
    setLoading(true)
    client.history.list({ ...filter, limit: pageSize }).then(
      (answer) => {
        if (mine !== generation.current) return
        setLoaded(firstPage(answer))
        setLoading(false)
        setFailed(null)
        setNewer(false)
        asking.current = false
      },
      (error: unknown) => {
        if (mine !== generation.current) return
        setFailed(callErrorOf(error))
        setLoading(false)
      },
    )
  }, [client, key, turn])

  const shownNewest = useRef(newest)
  useEffect(() => {
    if (newest === shownNewest.current) return
    const timer = setTimeout(() => {
      shownNewest.current = newest
      if (firstSeen.current === 0) setTurn((count) => count + 1)
      else setNewer(true)
    }, gatherMs)
    return () => clearTimeout(timer)
  }, [newest])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the filter
  const see = useCallback(
    (firstRow: number, lastRow: number) => {
      firstSeen.current = firstRow
      if (!client || !loaded || isLoading || asking.current || failed) return
      const number = pageToAsk(loaded, firstRow, lastRow)
      if (number === null) return
      asking.current = true
      const mine = generation.current
      const beforeJobId = jobBefore(loaded, number)
      client.history.list({ ...filter, limit: pageSize, ...(beforeJobId ? { beforeJobId } : {}) }).then(
        (answer) => {
          if (mine !== generation.current) return
          asking.current = false
          setLoaded((before) => before && dropFar(putPage(before, number, answer), number))
        },
        (error: unknown) => {
          if (mine !== generation.current) return
          asking.current = false
          setFailed(callErrorOf(error))
        },
      )
    },
    [client, key, loaded, isLoading, failed],
  )
  const reload = useCallback(() => {
    setFailed(null)
    setTurn((count) => count + 1)
  }, [])
  return { loaded, isLoading, failed, hasNewer, reload, see }
}
