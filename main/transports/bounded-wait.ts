// Waits for work that nobody can be sure will ever end: it ends with the work, a time limit, or one of several signals,
// whichever is first, and leaves no timer or listener behind. The work itself is not stopped: that is the owner's part.

export interface Bounds {
  /** The first that is aborted rejects the wait with its reason. */
  readonly signals: readonly AbortSignal[]
  readonly timeoutMs: number
  readonly timeoutError: () => unknown
}

export function boundedWait<T>(work: Promise<T>, bounds: Bounds): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const timer = Number.isFinite(bounds.timeoutMs)
    ? setTimeout(() => reject(bounds.timeoutError()), bounds.timeoutMs)
    : undefined
  const listeners = bounds.signals.map((signal) => ({ signal, onAbort: () => reject(signal.reason) }))
  for (const { signal, onAbort } of listeners) {
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  }
  work.then(resolve, reject)
  const cleanUp = (): void => {
    clearTimeout(timer)
    for (const { signal, onAbort } of listeners) signal.removeEventListener('abort', onAbort)
  }
  promise.then(cleanUp, cleanUp)
  return promise
}
