// The ended jobs, page by page, newest first; begins again when another job ends.
import { useCallback, useEffect, useState } from 'react'
import type { Job } from '../../../preload/contract/model.ts'
import { callErrorOf } from '../../api/call-error.ts'
import type { StationClient } from '../../api/client.ts'
import { showNotice, useStation } from '../../store/station-store.ts'

const pageSize = 50

export interface History {
  readonly jobs: readonly Job[] | null
  readonly total: number
  readonly more: (client: StationClient) => Promise<void>
}

export function useHistory(): History {
  const client = useStation((state) => state.client)
  const newest = useStation((state) => state.picture?.recent[0]?.jobId)
  const [jobs, setJobs] = useState<readonly Job[] | null>(null)
  const [total, setTotal] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `newest` is the reason to ask again
  useEffect(() => {
    let wanted = true
    client?.history.list({ limit: pageSize }).then(
      (page) => {
        if (!wanted) return
        setTotal(page.total)
        setJobs((before) => joinPages(page.jobs, before ?? []))
      },
      (error: unknown) => wanted && showNotice(callErrorOf(error)),
    )
    return () => {
      wanted = false
    }
  }, [client, newest])

  const more = useCallback(
    async (asked: StationClient) => {
      const last = jobs?.at(-1)
      const page = await asked.history.list({
        limit: pageSize,
        ...(last ? { beforeJobId: last.jobId } : {}),
      })
      setTotal(page.total)
      setJobs((before) => joinPages(before ?? [], page.jobs))
    },
    [jobs],
  )
  return { jobs, total, more }
}

/** Newer ones first; a job that is in both appears once. When the newer page does not reach the older, that is dropped. */
export function joinPages(newer: readonly Job[], older: readonly Job[]): readonly Job[] {
  const known = new Set(newer.map(({ jobId }) => jobId))
  return [...newer, ...older.filter(({ jobId }) => !known.has(jobId))]
}
