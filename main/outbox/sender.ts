// Sends what the outbox holds to the cloud, in order per device, for as long as it takes. Rows are in the database only:
// nothing is lost when this dies. A row is marked as sent in its own transaction right after the acknowledgement.
import { asFlashlineError, FlashlineError, type OutboxSummary } from '../../preload/contract/index.ts'
import type { ResultSink } from '../clouds/cloud.ts'
import type { OutboxMessage } from '../store/job-store.ts'
import type { Outbox, OutboxHead } from '../store/outbox.ts'
import { type Clock, systemClock } from './clock.ts'
import { backOffMs, judge, planSends } from './schedule.ts'

/** More than may go at once, so that heads under way never hide one that is due. */
const HEADS_PER_LOOK = 64
const ATTEMPT_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 5000

export interface OutboxSenderOptions {
  readonly store: Outbox
  /** Null while no cloud is configured: rows wait then, without attempts. Asked before every send. */
  readonly sink: () => ResultSink | null
  /** Rows were added, sent, failed or died. */
  readonly onChange: (summary: OutboxSummary) => void
  /** The database refused; the sender goes on trying. */
  readonly onError?: (error: FlashlineError) => void
  readonly clock?: Clock
  /** 0 <= x < 1 */
  readonly random?: () => number
}

export interface OutboxSender {
  start(): void
  /** Sends nothing new, waits for what is under way at most so long, then aborts it: those rows stay waiting. */
  stop(options?: { timeoutMs?: number }): Promise<void>
  /** Rows were added. */
  kick(): void
  /** The cloud or its token changed: every row may try again now. */
  retryNow(): void
  /** Resolves when nothing waits, no cloud is set, or time is up. Starts the sender, and stops it if it was not on. */
  drain(options: { timeoutMs: number }): Promise<OutboxSummary>
}

export function createOutboxSender(options: OutboxSenderOptions): OutboxSender {
  return new Sender(options)
}

class Sender implements OutboxSender {
  readonly #options: OutboxSenderOptions
  readonly #clock: Clock
  readonly #random: () => number
  readonly #underWay = new Map<string, Promise<void>>()
  /** Acknowledged by the cloud, but the database did not take the mark: only the mark is tried again. */
  readonly #acknowledged = new Set<number>()
  /** Failed since `retryNow`: these keep to their back-off. */
  readonly #failedSince = new Set<number>()
  #forgetBackOff = false
  #stopping: AbortController | null = null
  #looking: Promise<void> | null = null
  #lookAgain = false
  #cancelTimer: () => void = () => {}
  #pausedUntil: Date | null = null
  #pauses = 0
  #told = ''
  #idle: (() => void)[] = []

  constructor(options: OutboxSenderOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#random = options.random ?? Math.random
  }

  start(): void {
    if (this.#stopping !== null) return
    this.#stopping = new AbortController()
    this.#look()
  }

  async stop({ timeoutMs = STOP_TIMEOUT_MS }: { timeoutMs?: number } = {}): Promise<void> {
    const stopping = this.#stopping
    if (stopping === null) return
    this.#stopping = null
    this.#cancelTimer()
    await this.#looking
    const cancel = this.#clock.after(timeoutMs, () => stopping.abort())
    try {
      await Promise.all(this.#underWay.values())
    } finally {
      cancel()
    }
  }

  kick(): void {
    this.#look()
  }

  retryNow(): void {
    this.#forgetBackOff = true
    this.#failedSince.clear()
    this.#resume()
    this.#look()
  }

  async drain({ timeoutMs }: { timeoutMs: number }): Promise<OutboxSummary> {
    const wasOn = this.#stopping !== null
    this.start()
    this.retryNow()
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.after(timeoutMs, resolve)
      this.#idle.push(() => {
        cancel()
        resolve()
      })
    })
    if (!wasOn) await this.stop()
    return this.#options.store.summary()
  }

  /** One look at a time: two at once could both start the same row. */
  #look(): void {
    this.#lookAgain = true
    if (this.#looking !== null || this.#stopping === null) return
    this.#looking = this.#lookWhileAsked().finally(() => {
      this.#looking = null
      if (this.#lookAgain && this.#stopping !== null) this.#look()
    })
  }

  async #lookWhileAsked(): Promise<void> {
    while (this.#lookAgain && this.#stopping !== null) {
      this.#lookAgain = false
      try {
        await this.#lookOnce(this.#stopping.signal)
      } catch (error) {
        this.#pause()
        this.#wakeAt(this.#pausedUntil)
        this.#options.onError?.(asFlashlineError(error))
      }
    }
  }

  async #lookOnce(stop: AbortSignal): Promise<void> {
    const sink = this.#options.sink()
    // Taken before the rows are read: one that ends meanwhile is still `waiting` in what was read, and must not go twice.
    const busyDevices = new Set(this.#underWay.keys())
    const heads = await this.#options.store.heads(HEADS_PER_LOOK)
    if (this.#stopping?.signal !== stop) return
    this.#cancelTimer()
    if (sink !== null) {
      const schedule = planSends(heads.map(this.#withBackOff), {
        now: this.#clock.now(),
        busyDevices,
        pausedUntil: this.#pausedUntil,
        probing: this.#pauses > 0,
      })
      for (const head of schedule.go) this.#begin(head, sink, stop)
      this.#wakeAt(schedule.wakeAt)
    }
    await this.#tell()
    if (sink === null || (heads.length === 0 && this.#underWay.size === 0)) {
      for (const resolve of this.#idle.splice(0)) resolve()
    }
  }

  #withBackOff = (head: OutboxHead): OutboxHead =>
    this.#forgetBackOff && !this.#failedSince.has(head.outboxId) ? { ...head, nextAttemptAt: null } : head

  #begin(head: OutboxHead, sink: ResultSink, stop: AbortSignal): void {
    const attempt = this.#attempt(head, sink, stop)
      .catch((error: unknown) => {
        // The database refused the outcome. The row waits as it was; nothing else would be taken either.
        this.#pause()
        this.#options.onError?.(asFlashlineError(error))
      })
      .finally(() => {
        this.#underWay.delete(head.deviceId)
        this.#look()
      })
    this.#underWay.set(head.deviceId, attempt)
  }

  async #attempt({ outboxId, attempts }: OutboxHead, sink: ResultSink, stop: AbortSignal): Promise<void> {
    const { store } = this.#options
    if (!this.#acknowledged.has(outboxId)) {
      const message = await store.message(outboxId)
      try {
        await send(sink, message, stop)
      } catch (cause) {
        // Stopped, not failed: the row is as if it had not been tried.
        if (stop.aborted) return
        await this.#fail(outboxId, attempts + 1, asFlashlineError(cause))
        return
      }
      this.#acknowledged.add(outboxId)
    }
    await store.markSent(outboxId, this.#clock.now())
    this.#acknowledged.delete(outboxId)
    this.#resume()
  }

  async #fail(outboxId: number, failures: number, error: FlashlineError): Promise<void> {
    const { store } = this.#options
    const now = this.#clock.now()
    const verdict = judge(error.code)
    if (verdict === 'pause') this.#pause()
    else this.#resume()
    if (verdict === 'dead') {
      await store.markDead(outboxId, now, error)
      return
    }
    this.#failedSince.add(outboxId)
    const next = new Date(now.getTime() + backOffMs(failures, this.#random()))
    await store.markRetry(outboxId, now, next, error)
  }

  /** Several rows that fail together count as one failure of the cloud. */
  #pause(): void {
    const now = this.#clock.now()
    if (this.#pausedUntil !== null && this.#pausedUntil > now) return
    this.#pauses += 1
    this.#pausedUntil = new Date(now.getTime() + backOffMs(this.#pauses, this.#random()))
  }

  #resume(): void {
    this.#pauses = 0
    this.#pausedUntil = null
  }

  #wakeAt(at: Date | null): void {
    this.#cancelTimer()
    if (at === null) return
    const delayMs = Math.max(0, at.getTime() - this.#clock.now().getTime())
    this.#cancelTimer = this.#clock.after(delayMs, () => this.#look())
  }

  async #tell(): Promise<void> {
    const summary = await this.#options.store.summary()
    const told = JSON.stringify(summary)
    if (told === this.#told) return
    this.#told = told
    this.#options.onChange(summary)
  }
}

/** Bounded in time, and given up at once when stopped, also by a client that does not listen. */
async function send(sink: ResultSink, message: OutboxMessage, stop: AbortSignal): Promise<void> {
  const timeout = AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)
  const signal = AbortSignal.any([stop, timeout])
  signal.throwIfAborted()
  let giveUp = () => {}
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason)
    signal.addEventListener('abort', giveUp, { once: true })
  })
  try {
    const sending =
      message.kind === 'otaLog'
        ? sink.sendOtaLog(message.body, signal)
        : sink.sendReport(message.body, signal)
    await Promise.race([sending, aborted])
  } catch (error) {
    if (timeout.aborted && !stop.aborted) {
      throw new FlashlineError('CLOUD_TIMEOUT', { timeoutMs: ATTEMPT_TIMEOUT_MS }, { cause: error })
    }
    throw error
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}
