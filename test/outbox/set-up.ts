// A sender between a real store and clouds made by hand, under a clock that stands until it is turned.
import { onTestFinished, vi } from 'vitest'
import type { Clock } from '../../main/clouds/clock.ts'
import type { OtherResults, Report, ResultSink } from '../../main/clouds/cloud.ts'
import { createOutboxSender, type OutboxSenderOptions } from '../../main/outbox/sender.ts'
import type { OutboxMessage } from '../../main/store/job-store.ts'
import { openStore, type Store } from '../../main/store/open-store.ts'
import {
  type ErrorCode,
  type ErrorContext,
  FlashlineError,
  type OutboxSummary,
} from '../../preload/contract/index.ts'
import { job, tempFolder } from '../store/job-fixture.ts'

/** A loaded machine may be slow; the condition decides, not the time. */
export const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 15_000 })

/** Stands until it is turned; then what came due runs. */
export class HandClock implements Clock {
  #now = Date.parse('2026-01-01T00:00:00.000Z')
  readonly #timers = new Set<{ at: number; run: () => void }>()

  now(): Date {
    return new Date(this.#now)
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + delayMs, run }
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }

  turn(ms: number): void {
    this.#now += ms
    for (const timer of [...this.#timers]) {
      if (timer.at <= this.#now && this.#timers.delete(timer)) timer.run()
    }
  }

  /** Milliseconds until the next timer; null when there is none. */
  next(): number | null {
    const times = [...this.#timers].map(({ at }) => at - this.#now)
    return times.length === 0 ? null : Math.min(...times)
  }
}

/** Notes what it acknowledged and what it was asked about, and does what it is told with what comes. */
export class FakeCloud implements ResultSink {
  readonly acknowledged: string[] = []
  readonly questions: string[] = []
  asked = 0
  atOnce = 0
  most = 0
  answer: (what: string, signal: AbortSignal) => Promise<void> | void = () => {}
  has: (report: Report, others: OtherResults) => Promise<'yes' | 'no' | 'unknown'> = async () => 'unknown'
  hasLog: () => Promise<'yes' | 'no' | 'unknown'> = async () => 'unknown'

  sendOtaLog = (log: { deviceId: string; taskId: string }, signal: AbortSignal) =>
    this.#take(`log ${log.deviceId} ${log.taskId}`, signal)

  sendReport = (report: Report, signal: AbortSignal) => this.#take(`report ${report.deviceId}`, signal)

  hasReport = (report: Report, others: OtherResults) => {
    this.questions.push(report.deviceId)
    return this.has(report, others)
  }

  hasOtaLog = (log: { deviceId: string }) => {
    this.questions.push(`log ${log.deviceId}`)
    return this.hasLog()
  }

  async #take(what: string, signal: AbortSignal): Promise<void> {
    this.asked += 1
    this.atOnce += 1
    this.most = Math.max(this.most, this.atOnce)
    try {
      await this.answer(what, signal)
      this.acknowledged.push(what)
    } finally {
      this.atOnce -= 1
    }
  }
}

export const refuse =
  (code: ErrorCode, context: ErrorContext = { status: 1 }) =>
  () =>
    Promise.reject(new FlashlineError(code, context))

export const otaLog = (
  deviceId: string,
  taskId = 't1',
  connectionId: string | null = 'c1',
): OutboxMessage => ({ kind: 'otaLog', deviceId, connectionId, body: { deviceId, taskId } })

export const report = (deviceId: string, connectionId: string | null = 'c1'): OutboxMessage => ({
  kind: 'report',
  deviceId,
  connectionId,
  body: {
    deviceId,
    taskId: 't1',
    part: { type: 'mcu', identify: 0 },
    model: 'm',
    fromVersion: 1,
    toVersion: 2,
    succeeded: true,
    description: '',
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt: '2026-01-01T00:00:01.000Z',
  },
})

export async function record(store: Store, jobId: string, messages: OutboxMessage[]): Promise<void> {
  await store.jobs.begin(job(jobId))
  await store.jobs.save(job(jobId), [], messages)
}

/** One cloud takes everything unless told otherwise. */
export async function setUp(overrides: Partial<OutboxSenderOptions> = {}) {
  const folder = await tempFolder()
  const store = await openStore(folder)
  const cloud = new FakeCloud()
  const clock = new HandClock()
  const told: OutboxSummary[] = []
  const sender = createOutboxSender({
    store: store.outbox,
    sinkFor: () => cloud,
    onChange: (summary) => told.push(summary),
    clock,
    random: () => 0.5,
    ...overrides,
  })
  onTestFinished(async () => {
    await sender.stop({ timeoutMs: 0 })
    await store.close()
  })
  const states = async () => (await store.outbox.list({ limit: 100 })).map(({ state }) => state)
  return { folder, store, cloud, clock, told, sender, states }
}
