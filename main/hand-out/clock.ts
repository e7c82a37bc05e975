// Time as a parameter of the hand-out servers: tests turn it by hand.
export interface Clock {
  /** Only differences mean anything; never goes back. */
  nowMs(): number
  /** Runs it once after the delay; the returned function calls it off. */
  after(delayMs: number, run: () => void): () => void
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => {
      clearTimeout(timer)
    }
  },
}
