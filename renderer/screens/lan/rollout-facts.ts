// What a rollout has come to, counted. Pure.
import type { Rollout, RolloutItem } from '../../../preload/contract/lan.ts'

export const rolloutGroups = ['passed', 'failed', 'skipped', 'running', 'waiting', 'notStarted'] as const
export type RolloutGroup = (typeof rolloutGroups)[number]

/** Being asked whether it is there counts as running. */
export function groupOf({ state }: RolloutItem): RolloutGroup {
  return state === 'preflight' ? 'running' : state
}

export function countGroups({ items }: Rollout): Record<RolloutGroup, number> {
  const counts = { passed: 0, failed: 0, skipped: 0, running: 0, waiting: 0, notStarted: 0 }
  for (const item of items) counts[groupOf(item)] += 1
  return counts
}

/** What needs attention first. */
const ranks: Record<RolloutItem['state'], number> = {
  failed: 0,
  skipped: 1,
  running: 2,
  preflight: 3,
  waiting: 4,
  notStarted: 5,
  passed: 6,
}

export function orderedItems({ items }: Rollout): RolloutItem[] {
  return items.toSorted((a, b) => ranks[a.state] - ranks[b.state])
}

/** How many another try would take up; 0 while something runs. */
export function retryCount(rollout: Rollout): number {
  const { failed, skipped, notStarted, running, waiting } = countGroups(rollout)
  return running + waiting > 0 ? 0 : failed + skipped + notStarted
}

/** Nothing of it is under way or still to come. */
export function isOver(rollout: Rollout): boolean {
  return rollout.endedAt !== null
}
