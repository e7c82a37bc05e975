// The statistics of a query: asked when it changes, and again when jobs have ended, not more often than a person reads.
// What was shown stays until the answer is there.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Statistics, StatisticsQuery } from '../../../preload/contract/statistics.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import { useStation } from '../../store/station-store.ts'

/** A full bench ends several jobs a second. */
const againMs = 5000

export interface StatisticsView {
  readonly statistics: Statistics | null
  readonly isLoading: boolean
  readonly failed: CallError | null
  readonly reload: () => void
}

/** `query` null: nothing is asked. */
export function useStatistics(query: StatisticsQuery | null): StatisticsView {
  const client = useStation((state) => state.client)
  const newest = useStation((state) => state.picture?.recent[0]?.jobId)
  const [statistics, setStatistics] = useState<Statistics | null>(null)
  const [failed, setFailed] = useState<CallError | null>(null)
  const [isLoading, setLoading] = useState(true)
  const [asks, setAsks] = useState(0)
  const askedNewest = useRef(newest)
  const key = query && JSON.stringify(query)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asks` is a reason to ask again; `key` is the query
  useEffect(() => {
    if (!client || !query) return
    const stop = new AbortController()
    setLoading(true)
    askedNewest.current = useStation.getState().picture?.recent[0]?.jobId
    client.statistics.read(query, { signal: stop.signal }).then(
      (read) => {
        if (stop.signal.aborted) return
        setStatistics(read)
        setFailed(null)
        setLoading(false)
      },
      (error: unknown) => {
        if (stop.signal.aborted) return
        setFailed(callErrorOf(error))
        setLoading(false)
      },
    )
    return () => stop.abort()
  }, [client, key, asks])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (newest === askedNewest.current) return
    // One that waits already asks for this job, too.
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      setAsks((count) => count + 1)
    }, againMs)
  }, [newest])
  useEffect(() => () => clearTimeout(timer.current), [])
  const reload = useCallback(() => setAsks((count) => count + 1), [])
  return { statistics, isLoading, failed, reload }
}
