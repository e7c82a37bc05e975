// The record of one job: asked when it is opened, when the job ends (the log is whole then), and, while a message of it
// still waits for its cloud, when the outbox has moved.
import { useEffect, useState } from 'react'
import type { JobRecord, OutboxSummary } from '../../../preload/contract/model.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import type { Picture } from '../../store/picture.ts'
import { useStation } from '../../store/station-store.ts'

/** An outbox that empties moves many times a second. */
const gatherMs = 1000

export interface RecordView {
  readonly record: JobRecord | null
  readonly failed: CallError | null
}

export function useRecord(jobId: string, ended: boolean): RecordView {
  const client = useStation((state) => state.client)
  const [read, setRead] = useState<{ record: JobRecord; outbox: OutboxSummary | undefined } | null>(null)
  const [failed, setFailed] = useState<CallError | null>(null)
  const [moves, setMoves] = useState(0)
  const waits = read?.record.messages.some(({ state }) => state === 'waiting') ?? false
  const outbox = read?.outbox
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ended` and `moves` are the reasons to ask again
  useEffect(() => {
    let wanted = true
    // As it stands before the station looks: a move while it answers is then seen as one.
    const outbox = useStation.getState().picture?.outbox
    client?.history.get({ jobId }).then(
      (record) => wanted && setRead({ record, outbox }),
      (error: unknown) => wanted && setFailed(callErrorOf(error)),
    )
    return () => {
      wanted = false
    }
  }, [client, jobId, ended, moves])
  useEffect(() => {
    if (!waits) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const askWhenMoved = ({ picture }: { picture: Picture | null }) => {
      if (picture?.outbox === outbox) return
      timer ??= setTimeout(() => {
        timer = undefined
        setMoves((count) => count + 1)
      }, gatherMs)
    }
    askWhenMoved(useStation.getState())
    const unsubscribe = useStation.subscribe(askWhenMoved)
    return () => {
      clearTimeout(timer)
      unsubscribe()
    }
  }, [waits, outbox])
  return { record: read?.record ?? null, failed }
}
