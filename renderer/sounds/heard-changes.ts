// Which sounds a change of the picture makes, and when one sound follows another too closely. Pure.
import { askingNotices } from '../../preload/contract/notice-texts.ts'
import type { Picture } from '../store/picture.ts'
import type { SoundKind } from './scores.ts'

/** One sound of a kind within this time. */
export const quietMs = 500

/** Each kind once, whatever happened at once. Only between pictures of which one came out of the other by events. */
export function heardChanges(before: Picture, after: Picture): SoundKind[] {
  const kinds = new Set<SoundKind>()
  if (before.recent !== after.recent) {
    const known = new Set(before.recent.map(({ jobId }) => jobId))
    for (const { jobId, outcome } of after.recent) {
      if (known.has(jobId)) continue
      if (outcome === 'passed') kinds.add('pass')
      else if (outcome === 'failed' || outcome === 'interrupted') kinds.add('fail')
      else if (outcome === 'refused') kinds.add('attention')
    }
  }
  if (
    before.jobs !== after.jobs &&
    Object.values(after.jobs).some((job) => asks(job, before.jobs[job.jobId]))
  )
    kinds.add('attention')
  return [...kinds]
}

function asks(job: Picture['jobs'][string], before: Picture['jobs'][string] | undefined): boolean {
  return job.notice !== null && job.notice !== before?.notice && askingNotices.has(job.notice)
}

/** When each kind was last heard, in milliseconds. */
export type LastHeard = Partial<Record<SoundKind, number>>

export function isTooSoon(last: LastHeard, kind: SoundKind, nowMs: number): boolean {
  const heardMs = last[kind]
  return heardMs !== undefined && nowMs - heardMs < quietMs
}
