// The records of several jobs, a few at a time; a job that is not known is named apart.
import { useEffect, useState } from 'react'
import type { Job } from '../../../preload/contract/model.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import { useStation } from '../../store/station-store.ts'

const askedAtOnce = 8

export interface Records {
  /** Null until all are there. */
  readonly found: { readonly jobs: readonly Job[]; readonly unknown: readonly string[] } | null
  readonly failed: CallError | null
}

export function useRecords(jobIds: readonly string[]): Records {
  const client = useStation((state) => state.client)
  const [found, setFound] = useState<Records['found']>(null)
  const [failed, setFailed] = useState<CallError | null>(null)
  const key = jobIds.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the list
  useEffect(() => {
    if (!client) return
    let wanted = true
    const ask = async () => {
      const jobs: Job[] = []
      const unknown: string[] = []
      for (let start = 0; start < jobIds.length && wanted; start += askedAtOnce) {
        const some = jobIds.slice(start, start + askedAtOnce)
        const answers = await Promise.all(
          some.map((jobId) =>
            client.history.get({ jobId }).catch((error: unknown) => {
              if (callErrorOf(error).code !== 'JOB_UNKNOWN') throw error
              unknown.push(jobId)
              return null
            }),
          ),
        )
        jobs.push(...answers.filter((job) => job !== null))
      }
      if (!wanted) return
      setFound({ jobs, unknown })
      setFailed(null)
    }
    ask().catch((error: unknown) => wanted && setFailed(callErrorOf(error)))
    return () => {
      wanted = false
    }
  }, [client, key])
  return { found, failed }
}
