// Rung by whoever has news, waited for by the one who reads them. Not here: the news; they are looked up after the ring, so
// that two rings at once are one and none is lost.

export class Bell {
  #isRung = false
  #wake: (() => void) | null = null

  ring(): void {
    this.#isRung = true
    this.#wake?.()
  }

  /** Until it is rung (also when it was, since the last wait), or the time is over. The signal's reason. One at a time. */
  async wait(timeoutMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (!this.#isRung && timeoutMs > 0) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const timer = Number.isFinite(timeoutMs) ? setTimeout(resolve, timeoutMs) : undefined
      const onAbort = () => reject(signal.reason)
      signal.addEventListener('abort', onAbort, { once: true })
      this.#wake = resolve
      try {
        await promise
      } finally {
        this.#wake = null
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
      }
    }
    this.#isRung = false
  }
}
