// A clock that stands still until somebody waits, and then jumps to where he waits for. It keeps the waits.
import type { Clock } from '../../main/clouds/clock.ts'

export interface TurnedClock extends Clock {
  /** Each wait that began, in milliseconds. */
  readonly waitsMs: number[]
  /** Moves on without anybody waiting: a call that took its time. */
  pass(ms: number): void
  elapsedMs(): number
}

export function createTurnedClock(): TurnedClock {
  let nowMs = 0
  const waitsMs: number[] = []
  return {
    waitsMs,
    now: () => new Date(nowMs),
    elapsedMs: () => nowMs,
    pass(ms) {
      nowMs += ms
    },
    after(delayMs, run) {
      waitsMs.push(delayMs)
      let calledOff = false
      queueMicrotask(() => {
        if (calledOff) return
        nowMs += delayMs
        run()
      })
      return () => {
        calledOff = true
      }
    },
  }
}
