// One task, as new as it is known: asked from its cloud when it is opened, and kept current by the list beside it.
import { useCallback, useEffect, useState } from 'react'
import type { TaskView } from '../../../preload/contract/task-view.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import type { StationClient } from '../../api/client.ts'
import { useStation } from '../../store/station-store.ts'
import type { TaskPlace } from './task-place.ts'

export interface OpenTask {
  readonly task: TaskView | null
  readonly failed: CallError | null
  /** Asks the cloud now. */
  readonly refresh: (client: StationClient) => Promise<void>
  /** What an action answered. */
  readonly take: (task: TaskView) => void
}

/** `listed`: the same task in the list, if it is there. For one task: give it a key. */
export function useTask({ productId, taskId }: TaskPlace, listed: TaskView | null): OpenTask {
  const client = useStation((state) => state.client)
  const changes = useStation((state) => state.picture?.changes.tasks)
  const [task, setTask] = useState(listed)
  const [failed, setFailed] = useState<CallError | null>(null)

  const refresh = useCallback(
    async (asked: StationClient) => {
      try {
        const read = await asked.tasks.get({ productId, taskId })
        setTask((before) => newer(read, before))
        setFailed(null)
      } catch (error) {
        setFailed(callErrorOf(error))
      }
    },
    [productId, taskId],
  )
  // A task that the list does not show is asked for when any of them changed.
  const unlisted = listed === null ? changes : undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: `unlisted` is a reason to ask again
  useEffect(() => {
    if (client) void refresh(client)
  }, [client, refresh, unlisted])

  const newest = newer(task, listed)
  if (newest !== task) setTask(newest)
  return { task: newest, failed, refresh, take: setTask }
}

/** By when its cloud last said so: all are read from one copy. */
export function newer(one: TaskView | null, other: TaskView | null): TaskView | null {
  if (!one || !other) return one ?? other
  return (other.syncedAt ?? '') > (one.syncedAt ?? '') ? other : one
}
