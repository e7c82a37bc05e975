// How far a task is, as its cloud counts it. Pure.
import type { Task } from '../../../preload/contract/model.ts'

export interface TaskProgress {
  readonly upgraded: number
  /** Null: the cloud does not tell how many there are. */
  readonly total: number | null
  /** 0 to 1, and null without a total. */
  readonly share: number | null
}

type Counted = Pick<Task, 'upgradedCount' | 'remainingCount' | 'scope'>

export function progressOf({ upgradedCount, remainingCount, scope }: Counted): TaskProgress {
  const named = scope.category === 'devices' ? scope.deviceIds.length : null
  const counted = remainingCount === null ? null : upgradedCount + remainingCount
  const total = named === null ? counted : Math.max(named, upgradedCount)
  return {
    upgraded: upgradedCount,
    total,
    share: total === null || total === 0 ? null : upgradedCount / total,
  }
}
