// Whether a station that ended by itself is started again: pure, for the keeper of the desktop and the one of `serve`.

const countedMs = 60_000
/** As many in that time, and it stays down: what kills it so fast is there at the next start, too. */
const mostCrashes = 3

export interface AfterCrash {
  readonly again: boolean
  /** Those that count, this one included; handed in at the next crash. */
  readonly crashesMs: readonly number[]
}

/** `earlierMs`: when it crashed before, on the clock of `nowMs`. */
export function decideAfterCrash(earlierMs: readonly number[], nowMs: number): AfterCrash {
  const crashesMs = [...earlierMs.filter((atMs) => nowMs - atMs < countedMs), nowMs]
  return { again: crashesMs.length < mostCrashes, crashesMs }
}
