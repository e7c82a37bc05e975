// A clock for days in seconds: it stands until it is turned, or, once it is let go, passes as soon as everything that is
// under way has ended, from one timer to the next.
import type { Clock } from '../../../main/clouds/clock.ts'
import type { LineClock } from '../../../main/clouds/line/line.ts'

interface Timer {
  readonly atMs: number
  readonly run: () => void
}

export class SimulatedClock implements Clock {
  #nowMs: number
  readonly #timers = new Set<Timer>()
  #isBusy: (() => boolean) | null = null
  #isPassing = false

  constructor(begin: string) {
    this.#nowMs = Date.parse(begin)
  }

  now(): Date {
    return new Date(this.#nowMs)
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, run }
    this.#timers.add(timer)
    this.#pass()
    return () => void this.#timers.delete(timer)
  }

  turnTo(at: Date): void {
    for (let next = this.#next(); next !== null && next.atMs <= at.getTime(); next = this.#next())
      this.#fire(next)
    this.#nowMs = Math.max(this.#nowMs, at.getTime())
  }

  letGo(isBusy: () => boolean): void {
    this.#isBusy = isBusy
    this.#pass()
  }

  /** Something that was under way may have ended. */
  touch(): void {
    this.#pass()
  }

  hold(): void {
    this.#isBusy = null
  }

  #pass(): void {
    if (this.#isPassing || this.#isBusy === null) return
    this.#isPassing = true
    setImmediate(() => {
      this.#isPassing = false
      const next = this.#next()
      if (this.#isBusy === null || this.#isBusy() || next === null) return
      this.#fire(next)
      this.#pass()
    })
  }

  #next(): Timer | null {
    let first: Timer | null = null
    for (const timer of this.#timers) if (first === null || timer.atMs < first.atMs) first = timer
    return first
  }

  #fire(timer: Timer): void {
    this.#timers.delete(timer)
    this.#nowMs = Math.max(this.#nowMs, timer.atMs)
    timer.run()
  }
}

/** The same time for the way to a cloud; its pauses between attempts are over at once. */
export function lineClockOf(clock: Clock, chance: () => number): LineClock {
  return {
    elapsedMs: () => clock.now().getTime(),
    async wait(_delayMs, signal) {
      signal.throwIfAborted()
    },
    chance,
  }
}
