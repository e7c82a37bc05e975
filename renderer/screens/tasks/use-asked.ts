// What a task's cloud tells besides the task itself: asked when it is opened, and again when the task became another one.
import { useEffect, useState } from 'react'
import type { TaskView } from '../../../preload/contract/task-view.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import type { StationClient } from '../../api/client.ts'
import { useStation } from '../../store/station-store.ts'

export interface Asked<Answer> {
  /** Null: not yet. The old one stays while it is asked again. */
  readonly answer: Answer | null
  readonly failed: CallError | null
}

/** `ask` must be the same function at every drawing. */
export function useAsked<Answer>(
  task: TaskView,
  ask: (client: StationClient, task: Pick<TaskView, 'productId' | 'taskId'>) => Promise<Answer>,
): Asked<Answer> {
  const client = useStation((state) => state.client)
  const { productId, taskId, fingerprint, upgradedCount } = task
  const [asked, setAsked] = useState<Asked<Answer>>({ answer: null, failed: null })

  // biome-ignore lint/correctness/useExhaustiveDependencies: what the task became is the reason to ask again
  useEffect(() => {
    let wanted = true
    if (!client) return
    ask(client, { productId, taskId }).then(
      (answer) => wanted && setAsked({ answer, failed: null }),
      (error: unknown) => wanted && setAsked(({ answer }) => ({ answer, failed: callErrorOf(error) })),
    )
    return () => {
      wanted = false
    }
  }, [client, ask, productId, taskId, fingerprint, upgradedCount])
  return asked
}
