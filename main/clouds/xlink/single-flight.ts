// One piece of work at a time, however many wait for it. Who joins gets the same end; who leaves does not end it for the
// others, and when all have left it is aborted.

/** `start` gets what the first caller gave, and a signal of its own. Rejects with the caller's `signal.reason` on abort. */
export function singleFlight<A, T>(
  start: (given: A, signal: AbortSignal) => Promise<T>,
): (given: A, signal: AbortSignal) => Promise<T> {
  let flight: { readonly end: Promise<T>; readonly stop: AbortController; waiting: number } | null = null

  function begin(given: A) {
    const stop = new AbortController()
    const begun = { end: start(given, stop.signal), stop, waiting: 0 }
    const over = () => {
      if (flight === begun) flight = null
    }
    begun.end.then(over, over)
    return begun
  }

  return async (given, signal) => {
    signal.throwIfAborted()
    flight ??= begin(given)
    const mine = flight
    mine.waiting += 1
    const { promise: left, reject: leave } = Promise.withResolvers<never>()
    const onAbort = () => leave(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await Promise.race([mine.end, left])
    } finally {
      signal.removeEventListener('abort', onAbort)
      mine.waiting -= 1
      if (mine.waiting === 0) {
        if (flight === mine) flight = null
        mine.stop.abort(signal.reason)
      }
    }
  }
}
