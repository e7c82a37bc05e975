// Sends what the outbox holds to the clouds and to other software, in order per device and destination, for as long as it takes. Rows are in the database only:
// nothing is lost when this dies. A row is marked as sent in its own transaction right after the acknowledgement, and as
// begun before the call, so that what is not known of it is known to be so.
import {
  asFlashlineError,
  type Delivery,
  FlashlineError,
  type OutboxSummary,
} from '../../preload/contract/index.ts'
import { type Clock, systemClock } from '../clouds/clock.ts'
import type { ResultSink } from '../clouds/cloud.ts'
import type { Outbox, OutboxHead } from '../store/outbox.ts'
import { bounded, deliver } from './deliver.ts'
import { Lane } from './lane.ts'
import type { RecordSink } from './record-sink.ts'
import { addFailure, backOffMs, isGivenUp, judge, mayHaveArrived, planSends, wishMs } from './schedule.ts'

/** More than may go at once, so that heads under way never hide one that is due. */
const HEADS_PER_LOOK = 64
const STOP_TIMEOUT_MS = 5000

export interface OutboxSenderOptions {
  readonly store: Outbox
  /**
   * Null while there is no such connection: its rows wait then, without attempts. `connectionId` null: whichever takes the
   * results. Asked before every send.
   */
  readonly sinkFor: (connectionId: string | null) => ResultSink | null
  /** Which connection that is, so that its rows and those that name it go in one order. Left out: none. */
  readonly resultsConnection?: () => string | null
  /** Null while it is not there or switched off: its rows wait then, without attempts. Left out: there are none. */
  readonly listenerFor?: (connectionId: string) => RecordSink | null
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
  /** A cloud or its token changed: every row may try again now. */
  retryNow(): void
  /** Resolves when nothing waits that could go, or time is up. Starts the sender, and stops it if it was not on. */
  drain(options: { timeoutMs: number }): Promise<OutboxSummary>
}

type Send = (head: OutboxHead, stop: AbortSignal) => Promise<Delivery>

/** Where rows go, and by which of their addresses they are found. */
interface Destination {
  readonly laneId: string | null
  readonly connectionIds: readonly (string | null)[]
  readonly send: Send
}

export function createOutboxSender(options: OutboxSenderOptions): OutboxSender {
  return new Sender(options)
}

class Sender implements OutboxSender {
  readonly #options: OutboxSenderOptions
  readonly #clock: Clock
  readonly #random: () => number
  readonly #lanes = new Map<string | null, Lane>()
  /** Acknowledged by the cloud, but the database did not take the mark: only the mark is tried again. */
  readonly #acknowledged = new Map<number, Delivery>()
  /** Failed since `retryNow`: these keep to their back-off. */
  readonly #failedSince = new Set<number>()
  #forgetBackOff = false
  #stopping: AbortController | null = null
  #looking: Promise<void> | null = null
  #lookAgain = false
  #failedLooks = 0
  #cancelTimer: () => void = () => {}
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
      await Promise.all([...this.#lanes.values()].flatMap(({ underWay }) => [...underWay.values()]))
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
    for (const lane of this.#lanes.values()) lane.resume()
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
        this.#failedLooks = 0
      } catch (error) {
        this.#failedLooks += 1
        this.#wakeIn(backOffMs(this.#failedLooks, this.#random()))
        this.#options.onError?.(asFlashlineError(error))
      }
    }
  }

  async #lookOnce(stop: AbortSignal): Promise<void> {
    const { store } = this.#options
    let wakeAt: Date | null = null
    let idle = true
    for (const { laneId, connectionIds, send } of await this.#destinations()) {
      const lane = this.#lane(laneId)
      // Taken before the rows are read: one that ends meanwhile is still `waiting` in what was read, and must not go twice.
      const busyDevices = new Set(lane.underWay.keys())
      const heads = await store.heads(connectionIds, HEADS_PER_LOOK)
      if (this.#stopping?.signal !== stop) return
      const schedule = planSends(heads.map(this.#withBackOff), {
        now: this.#clock.now(),
        busyDevices,
        pausedUntil: lane.pausedUntil,
        probing: lane.probing,
      })
      for (const head of schedule.go) this.#begin(head, send, lane, stop)
      if (heads.length > 0) idle = false
      if (wakeAt === null || (schedule.wakeAt !== null && schedule.wakeAt < wakeAt)) wakeAt = schedule.wakeAt
    }
    if (this.#stopping?.signal !== stop) return
    this.#cancelTimer()
    if (wakeAt !== null) this.#wakeIn(wakeAt.getTime() - this.#clock.now().getTime())
    await this.#tell()
    if (idle && [...this.#lanes.values()].every(({ underWay }) => underWay.size === 0)) {
      for (const resolve of this.#idle.splice(0)) resolve()
    }
  }

  /** Everyone who is there and for whom rows wait. */
  async #destinations(): Promise<Destination[]> {
    const { store, sinkFor, listenerFor, resultsConnection } = this.#options
    const found = new Map<string | null, Destination>()
    for (const { to, connectionId } of await store.waitingFor()) {
      if (to === 'listener') {
        const sink = listenerFor?.(connectionId) ?? null
        if (sink === null) continue
        const send: Send = (head, stop) => this.#tellListener(head, sink, stop)
        found.set(connectionId, { laneId: connectionId, connectionIds: [connectionId], send })
        continue
      }
      const laneId = connectionId ?? resultsConnection?.() ?? null
      const sink = sinkFor(laneId)
      if (sink === null) continue
      const send: Send = (head, stop) => this.#bringToCloud(head, sink, stop)
      const connectionIds = [...(found.get(laneId)?.connectionIds ?? []), connectionId]
      found.set(laneId, { laneId, connectionIds, send })
    }
    return [...found.values()]
  }

  async #bringToCloud(
    { outboxId, doubtful, ownFailures }: OutboxHead,
    sink: ResultSink,
    stop: AbortSignal,
  ): Promise<Delivery> {
    const { store } = this.#options
    const message = await store.message(outboxId)
    if (message.kind === 'record')
      throw new FlashlineError('SOFTWARE', { message: 'a record is for no cloud' })
    const doubt = { doubtful, failures: ownFailures.count, others: () => store.others(outboxId) }
    return deliver(message, sink, doubt, stop)
  }

  /** Told again after a lost answer: whoever is told knows each row by its number. */
  async #tellListener(
    { outboxId, jobId, corrects, doubtful }: OutboxHead,
    sink: RecordSink,
    stop: AbortSignal,
  ): Promise<Delivery> {
    await bounded((signal) => sink.send({ outboxId, jobId, corrects }, signal), stop)
    return doubtful ? 'repeatedUnasked' : 'acknowledged'
  }

  #lane(connectionId: string | null): Lane {
    const lane = this.#lanes.get(connectionId) ?? new Lane()
    this.#lanes.set(connectionId, lane)
    return lane
  }

  #withBackOff = (head: OutboxHead): OutboxHead =>
    this.#forgetBackOff && !this.#failedSince.has(head.outboxId) ? { ...head, nextAttemptAt: null } : head

  #begin(head: OutboxHead, send: Send, lane: Lane, stop: AbortSignal): void {
    const attempt = this.#attempt(head, send, lane, stop)
      .catch((error: unknown) => {
        // The database refused. The row waits as it was; nothing else would be taken either.
        lane.pause(this.#clock.now(), this.#random())
        this.#options.onError?.(asFlashlineError(error))
      })
      .finally(() => {
        lane.underWay.delete(head.deviceId)
        this.#look()
      })
    lane.underWay.set(head.deviceId, attempt)
  }

  async #attempt(head: OutboxHead, send: Send, lane: Lane, stop: AbortSignal): Promise<void> {
    const { store } = this.#options
    const { outboxId, doubtful } = head
    let delivery = this.#acknowledged.get(outboxId)
    if (delivery === undefined) {
      if (!doubtful) await store.markBegun(outboxId, this.#clock.now())
      try {
        delivery = await send(head, stop)
      } catch (cause) {
        // Stopped, not failed: no attempt is counted, and whether it arrived stays open.
        if (stop.aborted) return
        await this.#fail(head, lane, asFlashlineError(cause))
        return
      }
      this.#acknowledged.set(outboxId, delivery)
    }
    await store.markSent(outboxId, this.#clock.now(), delivery)
    this.#acknowledged.delete(outboxId)
    lane.resume()
  }

  async #fail(head: OutboxHead, lane: Lane, error: FlashlineError): Promise<void> {
    const { outboxId, attempts, doubtful } = head
    const { store } = this.#options
    const now = this.#clock.now()
    const verdict = judge(error)
    if (verdict === 'pause') lane.pause(now, this.#random(), wishMs(error))
    else lane.resume()
    const ownFailures = verdict === 'retry' ? addFailure(head.ownFailures, now) : head.ownFailures
    const mayBeThere = doubtful || mayHaveArrived(error)
    if (verdict === 'dead') {
      await store.markDead(outboxId, now, { error, doubtful })
      return
    }
    if (verdict === 'retry' && isGivenUp(ownFailures, now)) {
      await store.markDead(outboxId, now, { error, doubtful: mayBeThere })
      return
    }
    this.#failedSince.add(outboxId)
    const delayMs = Math.max(backOffMs(attempts + 1, this.#random()), wishMs(error))
    await store.markRetry(outboxId, now, {
      nextAttemptAt: new Date(now.getTime() + delayMs),
      error,
      doubtful: mayBeThere,
      ownFailures,
    })
  }

  #wakeIn(delayMs: number): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#clock.after(Math.max(0, delayMs), () => this.#look())
  }

  async #tell(): Promise<void> {
    const summary = await this.#options.store.summary()
    const told = JSON.stringify(summary)
    if (told === this.#told) return
    this.#told = told
    this.#options.onChange(summary)
  }
}
