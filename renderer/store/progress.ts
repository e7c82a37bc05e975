// The progress of one running job as the card shows it: smoothed speed and an honest time left. Pure.
import type { StepName } from '../../preload/contract/model.ts'

export interface ProgressFacts {
  readonly step: StepName
  readonly doneBytes: number
  readonly totalBytes: number | null
  readonly bytesPerSecond: number
}

export interface Progress extends ProgressFacts {
  /** Moving average; 0 until a speed is known. */
  readonly smoothBytesPerSecond: number
  /** Station time in milliseconds of the first report of this step; null when we came later. */
  readonly firstAtMs: number | null
  /** Station time in milliseconds at which `doneBytes` last grew; null when only a snapshot told us. */
  readonly movedAtMs: number | null
}

/** A new speed counts this much per second that passed. */
const weightPerSecond = 0.25
/** A speed seen for a shorter time says nothing about the rest. */
const settleMs = 1500
/** After so long without a byte, a time left would be a guess. */
export const stalledAfterMs = 4000

/** The progress of a snapshot: a speed, but no history. */
export function firstProgress(facts: ProgressFacts): Progress {
  return { ...facts, smoothBytesPerSecond: facts.bytesPerSecond, firstAtMs: null, movedAtMs: null }
}

export function advance(before: Progress | undefined, facts: ProgressFacts, atMs: number): Progress {
  if (!before || before.step !== facts.step)
    return {
      ...facts,
      smoothBytesPerSecond: facts.bytesPerSecond,
      firstAtMs: atMs,
      movedAtMs: atMs,
    }
  const moved = facts.doneBytes !== before.doneBytes
  const sinceMs = before.movedAtMs === null ? 1000 : Math.max(0, atMs - before.movedAtMs)
  const weight = Math.min(1, (sinceMs / 1000) * weightPerSecond)
  const known = before.smoothBytesPerSecond > 0
  const smooth = known
    ? before.smoothBytesPerSecond + (facts.bytesPerSecond - before.smoothBytesPerSecond) * weight
    : facts.bytesPerSecond
  return {
    ...facts,
    smoothBytesPerSecond: smooth,
    firstAtMs: before.firstAtMs ?? atMs,
    movedAtMs: moved ? atMs : (before.movedAtMs ?? atMs),
  }
}

/** How long no byte moved, when that is long enough to say so; else null. */
export function stalledMs(progress: Progress, nowMs: number): number | null {
  if (progress.movedAtMs === null || progress.doneBytes === progress.totalBytes) return null
  const stillMs = nowMs - progress.movedAtMs
  return stillMs >= stalledAfterMs ? stillMs : null
}

/** Time to the end of this step in milliseconds, in steps a person can read; null when it is not known. */
export function timeLeftMs(progress: Progress, nowMs: number): number | null {
  const { totalBytes, doneBytes, smoothBytesPerSecond, firstAtMs } = progress
  if (totalBytes === null || smoothBytesPerSecond <= 0 || doneBytes >= totalBytes) return null
  if (firstAtMs === null || nowMs - firstAtMs < settleMs || stalledMs(progress, nowMs) !== null) return null
  const seconds = (totalBytes - doneBytes) / smoothBytesPerSecond
  const stride = seconds < 10 ? 1 : seconds < 120 ? 5 : 30
  return Math.max(1, Math.ceil(seconds / stride) * stride) * 1000
}
