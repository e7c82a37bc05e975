// Bounds one wait after another by a signal and a deadline. A link waits thousands of times a second, mostly under the
// same signal: the listener stays while the signal does, and one timer serves many deadlines. A deadline says how long a
// device may be silent while somebody listens: when this process was held up over it (a slow disk, a machine without time
// for it), what arrived meanwhile has not been looked at yet, so the wait goes on for as long as it was late.

/** Later than timers usually are. */
const heldUpMs = 20

/** The longest wait a timer can do; about 24 days. */
const longestTimerMs = 2 ** 31 - 1

export class Watchdog {
  #signal: AbortSignal | null = null
  #timer: NodeJS.Timeout | undefined
  #timerAtMs = 0
  /** Of the wait that is guarded now; Infinity: none. */
  #deadlineMs = Number.POSITIVE_INFINITY
  #onAbort: ((reason: unknown) => void) | null = null
  #onTimeout: (() => void) | null = null

  /** Guards one wait until disarm(), in place of the one before. The signal is not aborted yet. */
  arm(
    signal: AbortSignal,
    timeoutMs: number,
    onAbort: (reason: unknown) => void,
    onTimeout: () => void,
  ): void {
    this.#onAbort = onAbort
    this.#onTimeout = onTimeout
    if (signal !== this.#signal) this.#listen(signal)
    if (timeoutMs === Number.POSITIVE_INFINITY) return
    this.#deadlineMs = performance.now() + Math.max(0, timeoutMs)
    // A timer that is due before the deadline looks at it then; only one that comes too late is made anew.
    if (this.#timer === undefined || this.#timerAtMs > this.#deadlineMs) this.#start(timeoutMs)
    else this.#timer.ref()
  }

  disarm(): void {
    this.#onAbort = null
    this.#onTimeout = null
    this.#deadlineMs = Number.POSITIVE_INFINITY
    // What nobody waits for must not keep the program alive.
    this.#timer?.unref()
  }

  /** Leaves no timer and no listener behind. May be armed again. */
  release(): void {
    this.disarm()
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#listen(null)
  }

  #listen(signal: AbortSignal | null): void {
    this.#signal?.removeEventListener('abort', this.#aborted)
    this.#signal = signal
    signal?.addEventListener('abort', this.#aborted)
  }

  #start(timeoutMs: number): void {
    clearTimeout(this.#timer)
    const delayMs = Math.min(Math.max(0, timeoutMs), longestTimerMs)
    this.#timerAtMs = performance.now() + delayMs
    this.#timer = setTimeout(this.#due, delayMs)
  }

  readonly #due = (): void => {
    this.#timer = undefined
    if (this.#deadlineMs === Number.POSITIVE_INFINITY) return
    const leftMs = this.#deadlineMs - performance.now()
    // Timers may come a hair early; a wait that lasts as long as asked is no promise to the microsecond.
    if (leftMs >= 1) this.#start(leftMs)
    else if (-leftMs >= heldUpMs) this.#goOn(-leftMs)
    else this.#onTimeout?.()
  }

  #goOn(lateMs: number): void {
    this.#deadlineMs = performance.now() + lateMs
    this.#start(lateMs)
  }

  readonly #aborted = (): void => {
    this.#onAbort?.(this.#signal?.reason)
  }
}
