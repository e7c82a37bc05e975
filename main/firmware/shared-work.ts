// One piece of work for all who want the same: they share its result and its progress. Who aborts leaves the others
// alone; the last to leave cancels the work.

interface Shared<T, P> {
  readonly done: Promise<T>
  readonly cancel: AbortController
  readonly listeners: Set<(progress: P) => void>
  latest: P | null
}

export class SharedWork<T, P> {
  readonly #running = new Map<string, Shared<T, P>>()

  /** Joins the work of this key, or starts it. Rejects with `signal.reason` on abort. */
  async run(
    key: string,
    start: (report: (progress: P) => void, signal: AbortSignal) => Promise<T>,
    onProgress: (progress: P) => void,
    signal: AbortSignal,
  ): Promise<T> {
    for (;;) {
      signal.throwIfAborted()
      const running = this.#running.get(key)
      if (running === undefined) return this.#join(this.#start(key, start), onProgress, signal)
      if (!running.cancel.signal.aborted) return this.#join(running, onProgress, signal)
      // Being cancelled: the next starts when that one has let its file go.
      await running.done.catch(() => {})
    }
  }

  /** Resolves when nothing runs, and what was cancelled has let go. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#running.values()].map(({ done }) => done))
  }

  #start(
    key: string,
    start: (report: (progress: P) => void, signal: AbortSignal) => Promise<T>,
  ): Shared<T, P> {
    const cancel = new AbortController()
    const listeners = new Set<(progress: P) => void>()
    const report = (progress: P): void => {
      shared.latest = progress
      for (const listener of listeners) listener(progress)
    }
    const done = Promise.resolve()
      .then(() => start(report, cancel.signal))
      .finally(() => this.#running.delete(key))
    // Every caller may have left: then nobody looks at the result.
    done.catch(() => {})
    const shared: Shared<T, P> = { done, cancel, listeners, latest: null }
    this.#running.set(key, shared)
    return shared
  }

  async #join(shared: Shared<T, P>, onProgress: (progress: P) => void, signal: AbortSignal): Promise<T> {
    // A function of its own, so that two callers with the same one are still two.
    const listener = (progress: P): void => onProgress(progress)
    shared.listeners.add(listener)
    let leave = (): void => {}
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(signal.reason)
      signal.addEventListener('abort', leave, { once: true })
    })
    try {
      if (shared.latest !== null) onProgress(shared.latest)
      return await Promise.race([shared.done, left])
    } finally {
      signal.removeEventListener('abort', leave)
      shared.listeners.delete(listener)
      if (shared.listeners.size === 0) shared.cancel.abort(new DOMException('nobody waits', 'AbortError'))
    }
  }
}
