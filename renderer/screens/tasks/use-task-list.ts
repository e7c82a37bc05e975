// The tasks that fit the filter, page by page; asked again when tasks, or what this bench did of them, changed.
import { useCallback, useEffect, useState } from 'react'
import type { TaskView } from '../../../preload/contract/task-view.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import type { StationClient } from '../../api/client.ts'
import { useStation } from '../../store/station-store.ts'
import { queryOf, type TaskFilter } from './task-filter.ts'

const pageSize = 100
/** What the station gives at once. */
const mostAtOnce = 500

export interface TaskPages {
  readonly tasks: readonly TaskView[]
  readonly total: number
  readonly syncedAt: string | null
}

export interface TaskList {
  /** Null: nothing was read yet. What was read stays while it is read again. */
  readonly pages: TaskPages | null
  readonly failed: CallError | null
  /** One page more, when there is one. */
  readonly more: () => void
}

export function useTaskList(filter: TaskFilter): TaskList {
  const client = useStation((state) => state.client)
  const changes = useStation((state) => state.picture?.changes.tasks)
  const newest = useStation((state) => state.picture?.recent[0]?.jobId)
  const [pages, setPages] = useState<TaskPages | null>(null)
  const [failed, setFailed] = useState<CallError | null>(null)
  const [extent, setExtent] = useState(pageSize)

  // biome-ignore lint/correctness/useExhaustiveDependencies: changes and ended jobs are reasons to ask again
  useEffect(() => {
    let wanted = true
    if (!client) return
    readPages(client, filter, extent).then(
      (read) => {
        if (!wanted) return
        setPages(read)
        setFailed(null)
      },
      (error: unknown) => wanted && setFailed(callErrorOf(error)),
    )
    return () => {
      wanted = false
    }
  }, [client, filter, extent, changes, newest])

  const loaded = pages?.tasks.length ?? 0
  const total = pages?.total ?? 0
  const more = useCallback(() => {
    if (loaded < total) setExtent((before) => Math.max(before, loaded + pageSize))
  }, [loaded, total])
  return { pages, failed, more }
}

async function readPages(client: StationClient, filter: TaskFilter, extent: number): Promise<TaskPages> {
  const first = await client.tasks.list(queryOf(filter, { offset: 0, limit: Math.min(extent, mostAtOnce) }))
  const tasks = [...first.tasks]
  while (tasks.length < Math.min(extent, first.total)) {
    const limit = Math.min(extent - tasks.length, mostAtOnce)
    const next = await client.tasks.list(queryOf(filter, { offset: tasks.length, limit }))
    if (next.tasks.length === 0) break
    tasks.push(...next.tasks)
  }
  return { tasks, total: first.total, syncedAt: first.syncedAt }
}
