// How far this computer's clock is from a cloud's, and its time zone. Pure.
import type { ConnectionCheck, DoctorLine } from '../../../preload/contract/index.ts'
import { line } from './line.ts'

/** Far below what clouds bear, and far above what a synced clock ever shows. */
const goodMs = 5 * 60_000
/** Signed calls and tokens are refused from here on. */
const refusedMs = 15 * 60_000

export interface Skew {
  readonly host: string
  /** How far we are ahead; negative: behind. */
  readonly skewMs: number
}

/** What the calls of a test tell by the cloud's Date header; null when no answer had one. */
export function skewOf(checks: readonly ConnectionCheck[]): number | null {
  for (const { facts, error } of checks) {
    const skewMs = facts.skewMs ?? error?.context.skewMs
    if (typeof skewMs === 'number') return skewMs
  }
  return null
}

/** Clouds that agree are one line: the farthest. */
export function judgeClock(skews: readonly Skew[], zone: string): DoctorLine {
  const [worst] = skews.toSorted((one, two) => Math.abs(two.skewMs) - Math.abs(one.skewMs))
  if (worst === undefined) return line('clockUnasked', { zone })
  const { host, skewMs } = worst
  const off = Math.abs(skewMs)
  if (off <= goodMs) return line('clockFine', { host, zone, seconds: Math.round(off / 1000) })
  const facts = { host, zone, minutes: Math.round(off / 60_000), skewMs }
  return line(off < refusedMs ? 'clockOff' : 'clockWrong', facts)
}
