// The progress of one running job as the card shows it: smoothed speed and an honest time left. Pure.
import type { StepName } from '../../preload/contract/model.ts'

export interface ProgressFacts {
  readonly step: StepName
  readonly doneBytes: number
  readonly totalBytes: number | null
  readonly bytesPerSecond: number
  /** The cloud says so, in percent; left out: the protocol, in bytes. */
  readonly source?: 'cloud' | undefined
}

export interface Progress extends ProgressFacts {
  /** What the card says and reckons with; 0 until a speed is known. */
  readonly smoothBytesPerSecond: number
  /** Station time in milliseconds at which bytes began to move in this step; null when we came later. */
  readonly firstAtMs: number | null
  /** `doneBytes` at that time. */
  readonly firstBytes: number
  /** Station time in milliseconds at which `doneBytes` last grew; null when only a snapshot told us. */
  readonly movedAtMs: number | null
}

/** A new speed counts this much per second that passed. */
const weightPerSecond = 0.4
/** So long the speed is the average since the bytes began to move: the station's window still holds the wait before. */
const earlyMs = 3000
/** A speed seen for a shorter time says nothing about the rest. */
const settleMs = 1500
/** After so long without a byte, a time left would be a guess. */
export const stalledAfterMs = 4000

/** The progress of a snapshot: a speed, but no history. */
export function firstProgress(facts: ProgressFacts): Progress {
  return {
    ...facts,
    smoothBytesPerSecond: facts.bytesPerSecond,
    firstAtMs: null,
    firstBytes: facts.doneBytes,
    movedAtMs: null,
  }
}

export function advance(before: Progress | undefined, facts: ProgressFacts, atMs: number): Progress {
  const { doneBytes } = facts
  const begins =
    !before || before.step !== facts.step || before.source !== facts.source || doneBytes < before.doneBytes
  if (begins || (before.doneBytes === 0 && doneBytes > 0))
    return { ...facts, smoothBytesPerSecond: 0, firstAtMs: atMs, firstBytes: doneBytes, movedAtMs: atMs }
  const moved = doneBytes !== before.doneBytes
  return {
    ...facts,
    smoothBytesPerSecond: smooth(before, facts, atMs),
    firstAtMs: before.firstAtMs ?? atMs,
    firstBytes: before.firstBytes,
    movedAtMs: moved ? atMs : (before.movedAtMs ?? atMs),
  }
}

function smooth(before: Progress, facts: ProgressFacts, atMs: number): number {
  const { firstAtMs, firstBytes, movedAtMs, smoothBytesPerSecond } = before
  if (firstAtMs !== null && atMs - firstAtMs < earlyMs) {
    const sinceMs = atMs - firstAtMs
    return sinceMs < 300 ? 0 : ((facts.doneBytes - firstBytes) * 1000) / sinceMs
  }
  if (smoothBytesPerSecond === 0) return facts.bytesPerSecond
  const sinceMs = movedAtMs === null ? 1000 : Math.max(0, atMs - movedAtMs)
  const weight = Math.min(1, (sinceMs / 1000) * weightPerSecond)
  return smoothBytesPerSecond + (facts.bytesPerSecond - smoothBytesPerSecond) * weight
}

/** How long no byte moved, when that is long enough to say so; else null. A cloud is asked too seldom to tell. */
export function stalledMs(progress: Progress, nowMs: number): number | null {
  const { movedAtMs, doneBytes, totalBytes, source } = progress
  if (movedAtMs === null || doneBytes === totalBytes || source === 'cloud') return null
  const stillMs = nowMs - movedAtMs
  return stillMs >= stalledAfterMs ? stillMs : null
}

/** Time to the end of this step in milliseconds, in steps a person can read; null when it is not known. */
export function timeLeftMs(progress: Progress, nowMs: number): number | null {
  const { totalBytes, doneBytes, smoothBytesPerSecond, firstAtMs, source } = progress
  if (source === 'cloud' || totalBytes === null || smoothBytesPerSecond <= 0 || doneBytes >= totalBytes)
    return null
  if (firstAtMs === null || nowMs - firstAtMs < settleMs || stalledMs(progress, nowMs) !== null) return null
  const seconds = (totalBytes - doneBytes) / smoothBytesPerSecond
  const stride = seconds < 10 ? 1 : seconds < 120 ? 5 : 30
  return Math.max(1, Math.ceil(seconds / stride) * stride) * 1000
}
