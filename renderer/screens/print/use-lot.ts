// A lot and all its jobs, asked page by page until the last.
import { useEffect, useState } from 'react'
import type { LotReport } from '../../../preload/contract/history.ts'
import type { Job } from '../../../preload/contract/model.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import { useStation } from '../../store/station-store.ts'

const jobsAtOnce = 500

export interface Lot {
  /** Null until everything is there. */
  readonly found: { readonly report: LotReport; readonly jobs: readonly Job[] } | null
  /** Jobs that came so far. */
  readonly read: number
  readonly failed: CallError | null
}

export function useLot(lot: string): Lot {
  const client = useStation((state) => state.client)
  const [found, setFound] = useState<Lot['found']>(null)
  const [read, setRead] = useState(0)
  const [failed, setFailed] = useState<CallError | null>(null)
  useEffect(() => {
    if (!client) return
    const controller = new AbortController()
    const { signal } = controller
    const ask = async () => {
      const report = await client.history.lot({ lot }, { signal })
      const jobs: Job[] = []
      for (;;) {
        const last = jobs.at(-1)
        const behind = last ? { beforeJobId: last.jobId } : {}
        const page = await client.history.list({ lot, limit: jobsAtOnce, ...behind }, { signal })
        jobs.push(...page.jobs)
        setRead(jobs.length)
        if (page.jobs.length < jobsAtOnce) break
      }
      setFound({ report, jobs })
      setFailed(null)
    }
    ask().catch((error: unknown) => signal.aborted || setFailed(callErrorOf(error)))
    return () => controller.abort()
  }, [client, lot])
  return { found, read, failed }
}
