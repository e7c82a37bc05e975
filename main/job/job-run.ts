// The running state of one job: its record as it grows, its console log, its events, and what was saved. Steps change
// the record only through here, so that every change is seen by the bench and reaches the disk with the next save.
import {
  asFlashlineError,
  type EventBody,
  type FlashlineError,
  type Job,
  type LogLine,
  type OrderRules,
  type Step,
  type StepName,
} from '../../preload/contract/index.ts'
import type { OutboxMessage } from '../store/job-store.ts'
import { usualRules } from './guards.ts'
import type { JobOrder, JobPorts } from './ports.ts'
import { ProgressMeter } from './progress-meter.ts'

/** Console lines kept per job; the rest is noted once and dropped. */
const maxLogLines = 4000

export class JobRun {
  readonly order: JobOrder
  readonly ports: JobPorts
  readonly rules: OrderRules
  #job: Job
  #unsavedLog: LogLine[] = []
  #logLines = 0
  #meter: ProgressMeter | null = null

  constructor(order: JobOrder, ports: JobPorts) {
    this.order = order
    this.ports = ports
    this.rules = order.rules ?? usualRules
    this.#job = newJob(order, ports.now())
  }

  /** A copy that later changes do not reach: facts are replaced, only steps change in themselves. */
  get job(): Job {
    return { ...this.#job, steps: this.#job.steps.map(copyOf) }
  }

  async begin(): Promise<void> {
    await this.ports.store.begin(this.#job)
    this.ports.emit({ type: 'jobStarted', job: this.job })
  }

  /** Learned facts about the job. */
  set(facts: Partial<Omit<Job, 'jobId' | 'steps'>>): void {
    const known: Partial<Record<string, unknown>> = this.#job
    if (Object.entries(facts).every(([name, fact]) => known[name] === fact)) return
    Object.assign(this.#job, facts)
    this.ports.emit({ type: 'jobChanged', job: this.job })
  }

  log = (line: Omit<LogLine, 'at'>): void => {
    this.#logLines += 1
    if (this.#logLines > maxLogLines + 1) return
    const text = this.#logLines > maxLogLines ? `(log ends here: ${maxLogLines} lines are kept)` : line.text
    const entry: LogLine = { at: this.#now(), source: line.source, text: text.slice(0, 4096) }
    this.#unsavedLog.push(entry)
    this.ports.emit({ type: 'log', jobId: this.#job.jobId, line: entry })
  }

  /** One transaction: the record as it is now, the new log lines, and what is owed to the cloud. */
  async save(messages: readonly OutboxMessage[] = []): Promise<void> {
    const lines = this.#unsavedLog
    this.#unsavedLog = []
    try {
      await this.ports.store.save(this.#job, lines, messages)
    } catch (error) {
      this.#unsavedLog = [...lines, ...this.#unsavedLog]
      throw error
    }
  }

  /** Writes log lines that came after the record was closed, without touching the record. Never rejects. */
  async saveLog(): Promise<void> {
    if (this.#unsavedLog.length === 0) return
    await this.save().catch(() => undefined)
  }

  startStep(name: StepName): void {
    const step: Step = {
      name,
      outcome: 'running',
      startedAt: this.#now(),
      endedAt: null,
      doneBytes: 0,
      totalBytes: null,
      retries: 0,
      detail: {},
    }
    this.#job.steps.push(step)
    this.#meter = new ProgressMeter(this.#job.jobId, name, this.ports.emit)
    this.ports.emit({ type: 'stepStarted', jobId: this.#job.jobId, step: copyOf(step) })
  }

  /** `source` cloud: in percent. */
  progress(doneBytes: number, totalBytes: number | null, source?: 'cloud'): void {
    const step = this.#step()
    step.doneBytes = doneBytes
    step.totalBytes = totalBytes
    this.#meter?.update(doneBytes, totalBytes, this.ports.now().getTime(), source)
  }

  retry(): void {
    this.#step().retries += 1
  }

  detail(facts: Step['detail']): void {
    Object.assign(this.#step().detail, facts)
  }

  finishStep(outcome: Step['outcome']): void {
    const step = this.#step()
    step.outcome = outcome
    step.endedAt = this.#now()
    this.ports.emit({ type: 'stepFinished', jobId: this.#job.jobId, step: copyOf(step) })
  }

  /** The first error decides; what teardown meets later is only logged. */
  fail(error: unknown, step: StepName): FlashlineError {
    const known = asFlashlineError(error)
    this.#job.error ??= { code: known.code, step, context: known.context }
    return known
  }

  emit(event: EventBody): void {
    this.ports.emit(event)
  }

  #step(): Step {
    const step = this.#job.steps.at(-1)
    if (!step) throw new Error('no step was started')
    return step
  }

  #now(): string {
    return this.ports.now().toISOString()
  }
}

function copyOf(step: Step): Step {
  return { ...step, detail: { ...step.detail } }
}

function newJob(order: JobOrder, startedAt: Date): Job {
  return {
    jobId: order.jobId,
    slotId: order.slot.slotId,
    slotName: order.slot.name,
    link: order.slot.address,
    protocol: order.profile.protocol,
    profileId: order.profile.profileId,
    productId: order.productId,
    part: order.part,
    device: { deviceId: order.deviceId, mac: null, sn: null },
    task: null,
    orderId: order.workOrder?.orderId ?? null,
    lot: order.workOrder?.lot || null,
    firmware: order.local?.firmware ?? null,
    fromVersion: { number: null, text: null },
    toVersion: order.local?.firmware.version ?? { number: null, text: null },
    bootedVersion: { number: null, text: null },
    operator: order.operator,
    outcome: 'running',
    touched: false,
    deviceState: 'untouched',
    notice: null,
    startedAt: startedAt.toISOString(),
    endedAt: null,
    steps: [],
    error: null,
    correction: null,
  }
}
