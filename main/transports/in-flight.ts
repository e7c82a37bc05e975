// So many at a time, the others in the order in which they came.

export class InFlight {
  readonly #limit: number
  readonly #waiting = new Set<() => void>()
  #count = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Resolves when there is room; whoever was let in says with the returned function, once, that it is done. */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    if (this.#count < this.#limit) this.#count += 1
    else await this.#turn(signal)
    return () => this.#leave()
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', giveUp)
        this.#waiting.delete(enter)
        resolve()
      }
      const giveUp = () => {
        this.#waiting.delete(enter)
        reject(signal.reason)
      }
      signal.addEventListener('abort', giveUp, { once: true })
      this.#waiting.add(enter)
    })
  }

  /** The place goes to the next one, if there is one. */
  #leave(): void {
    const [next] = this.#waiting
    if (next === undefined) this.#count -= 1
    else next()
  }
}
