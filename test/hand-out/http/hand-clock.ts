// A clock that stands still until the test turns it.
import type { Clock } from '../../../main/hand-out/clock.ts'

export interface HandClock extends Clock {
  /** Moves on and runs what has become due, in order. */
  advance(ms: number): void
}

export function createHandClock(): HandClock {
  let nowMs = 0
  const timers = new Set<{ readonly dueMs: number; readonly run: () => void }>()
  return {
    nowMs: () => nowMs,
    after(delayMs, run) {
      const timer = { dueMs: nowMs + delayMs, run }
      timers.add(timer)
      return () => {
        timers.delete(timer)
      }
    },
    advance(ms) {
      const endMs = nowMs + ms
      for (;;) {
        const [next] = [...timers].filter(({ dueMs }) => dueMs <= endMs).toSorted((a, b) => a.dueMs - b.dueMs)
        if (next === undefined) break
        timers.delete(next)
        nowMs = next.dueMs
        next.run()
      }
      nowMs = endMs
    },
  }
}
