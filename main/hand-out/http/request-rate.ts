// How often one device may ask: a bucket of requests that fills again with time. Pure but for the clock it is given.
import type { Clock } from '../clock.ts'

export interface RateLimit {
  readonly perSecond: number
  /** Requests that may come at once. */
  readonly burst: number
}

/** Takes one request. 0: it may be served; else milliseconds until the next one may. */
export type TakeRequest = () => number

export function createRequestRate({ perSecond, burst }: RateLimit, clock: Clock): TakeRequest {
  let left = burst
  let filledMs = clock.nowMs()
  return () => {
    const nowMs = clock.nowMs()
    left = Math.min(burst, left + ((nowMs - filledMs) / 1000) * perSecond)
    filledMs = nowMs
    if (left < 1) return ((1 - left) / perSecond) * 1000
    left -= 1
    return 0
  }
}
