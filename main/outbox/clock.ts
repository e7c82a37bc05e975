// Time as a parameter: tests turn it by hand.
export interface Clock {
  now(): Date
  /** Runs it once after the delay; the returned function calls it off. */
  after(delayMs: number, run: () => void): () => void
}

export const systemClock: Clock = {
  now: () => new Date(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => {
      clearTimeout(timer)
    }
  },
}
