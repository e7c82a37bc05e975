// How the cloud's pill looks: whether it answers, and whether the copy of its tasks is fresh enough to go without
// saying. Pure.
import type { CloudState } from '../../../preload/contract/model.ts'

export type Tone = 'good' | 'warn' | 'bad' | 'none'

/** `none`: there is no copy. */
export type TaskAge = 'none' | 'fresh' | 'old'

export interface CloudLook {
  readonly age: TaskAge
  readonly tone: Tone
  /** Which sentence of the texts; those two name the time of the copy. */
  readonly label: CloudState['state'] | 'upOld' | 'downSynced'
}

/** A round is due every few minutes; after some that did not come, the person at the bench should know. */
const oldAfterMs = 15 * 60_000

export function cloudLook(
  { state, syncedAt }: Pick<CloudState, 'state' | 'syncedAt'>,
  nowMs: number,
): CloudLook {
  const age = ageOf(syncedAt, nowMs)
  if (state === 'up')
    return age === 'old' ? { age, tone: 'warn', label: 'upOld' } : { age, tone: 'good', label: 'up' }
  // Without a copy nothing can be decided; with one the bench goes on.
  if (state === 'down')
    return age === 'none' ? { age, tone: 'bad', label: 'down' } : { age, tone: 'warn', label: 'downSynced' }
  return { age, tone: 'none', label: state }
}

function ageOf(syncedAt: string | null, nowMs: number): TaskAge {
  if (syncedAt === null) return 'none'
  return nowMs - Date.parse(syncedAt) > oldAfterMs ? 'old' : 'fresh'
}
