// The order of a rollout, as decisions about its record: which slots may start now, when the first ones are done, when too
// many have failed, when it is over. Pure; who starts jobs is station/rollouts.ts.
//
//   first: `firstCount` have to end (passed or failed); one that is skipped gives its turn to the next
//   rest:  everything else, as many at once as the limits allow
//   more than `maxFailed` failures, in either stage: nothing further starts; what runs goes on to its end
import type { Rollout, RolloutItem } from '../../preload/contract/index.ts'

const activeStates: ReadonlySet<RolloutItem['state']> = new Set(['preflight', 'running'])
/** What "retry failed only" takes up again. */
const unfinishedStates: ReadonlySet<RolloutItem['state']> = new Set(['failed', 'skipped', 'notStarted'])

export function isActive({ state }: RolloutItem): boolean {
  return activeStates.has(state)
}

export function isOver({ state, items }: Rollout): boolean {
  return (state === 'ended' || state === 'stopped') && !items.some(isActive)
}

/** The slots to start now, in their order; none while paused. */
export function nextToStart(rollout: Rollout): readonly string[] {
  const { items, plan, state, stage } = rollout
  if (state !== 'running') return []
  const active = items.filter(isActive)
  const behind = Map.groupBy(active, ({ accessPoint }) => accessPoint)
  const counts = new Map([...behind].map(([accessPoint, members]) => [accessPoint, members.length]))
  const turns = stage === 'first' ? plan.firstCount - endedCount(items) : items.length
  let room = Math.min(plan.limit, turns) - active.length
  const next: string[] = []
  for (const { slotId, accessPoint, state: itemState } of items) {
    if (room <= 0) break
    const count = counts.get(accessPoint) ?? 0
    if (itemState !== 'waiting' || count >= plan.limitPerAccessPoint) continue
    counts.set(accessPoint, count + 1)
    room -= 1
    next.push(slotId)
  }
  return next
}

/** The rollout with one of its slots changed, and what follows from it. */
export function withItem(
  rollout: Rollout,
  slotId: string,
  change: Partial<Omit<RolloutItem, 'slotId'>>,
  at: string,
): Rollout {
  const items = rollout.items.map((item) => (item.slotId === slotId ? { ...item, ...change } : item))
  return settled({ ...rollout, items }, at)
}

/** Nothing new starts for good; what runs goes on. */
export function stopped(rollout: Rollout, by: NonNullable<Rollout['stoppedBy']>, at: string): Rollout {
  if (rollout.state === 'ended' || rollout.state === 'stopped') return rollout
  const items = rollout.items.map((item) =>
    item.state === 'waiting' ? { ...item, state: 'notStarted' as const } : item,
  )
  return settled({ ...rollout, items, state: 'stopped', stoppedBy: by }, at)
}

/** Stage and state as they follow from the items. */
export function settled(rollout: Rollout, at: string): Rollout {
  const { items, plan, state } = rollout
  const failed = items.filter((item) => item.state === 'failed').length
  const goesOn = state === 'running' || state === 'paused'
  if (goesOn && plan.maxFailed !== null && failed > plan.maxFailed && items.some(isLeft))
    return stopped(rollout, 'failures', at)
  const stage = endedCount(items) >= plan.firstCount ? 'rest' : rollout.stage
  const isDone = !items.some((item) => isLeft(item) || isActive(item))
  return {
    ...rollout,
    stage,
    state: goesOn && isDone ? 'ended' : state,
    endedAt: isDone ? (rollout.endedAt ?? at) : null,
  }
}

/** Slots that did not pass, for another try. */
export function unfinished({ items }: Rollout): readonly string[] {
  return items.filter(({ state }) => unfinishedStates.has(state)).map(({ slotId }) => slotId)
}

function isLeft({ state }: RolloutItem): boolean {
  return state === 'waiting'
}

function endedCount(items: readonly RolloutItem[]): number {
  return items.filter(({ state }) => state === 'passed' || state === 'failed').length
}
