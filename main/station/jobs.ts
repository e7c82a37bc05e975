// Starts, cancels and remembers the jobs that run now; owns the promise of each until its record is written.
import { randomUUID } from 'node:crypto'
import {
  asFlashlineError,
  type EventBody,
  FlashlineError,
  type Job,
  type Slot,
} from '../../preload/contract/index.ts'
import type { Slots } from '../bench/slots.ts'
import type { JobOrder, JobPorts } from '../job/ports.ts'
import { runJob } from '../job/run-job.ts'
import type { JobPurpose } from './job-order.ts'

interface Running {
  readonly controller: AbortController
  readonly slotId: string
  readonly ended: Promise<void>
}

export interface JobsParts {
  readonly slots: Slots
  /** Asked for every job: the cloud may have been set meanwhile. */
  readonly ports: (productId: string | null) => JobPorts
  readonly emit: (event: EventBody) => void
  /** The order for a slot as things stand now. ORDER_*, PRODUCT_UNSET, PROFILE_UNKNOWN. */
  readonly orderFor: (slotId: string, jobId: string, purpose: JobPurpose) => JobOrder
  /** DISK_FULL */
  readonly requireRoom?: () => Promise<void>
  /** The job is about to take its place in its order. ORDER_FULL. Left out: no order has an end. */
  readonly onTaken?: (order: JobOrder) => void
  /** It never began. */
  readonly onNotBegun?: (jobId: string) => void
  /** Part of the job's end for stop(). Never rejects. */
  readonly onEnded: (job: Job) => Promise<void>
}

export class Jobs {
  readonly #parts: JobsParts
  readonly #running = new Map<string, Running>()
  /** Running jobs, and the last of each slot, as the events described them. */
  readonly #shown = new Map<string, Job>()

  constructor(parts: JobsParts) {
    this.#parts = parts
  }

  /** Jobs the bench shows: running, or the result of a slot. */
  list(): Job[] {
    const wanted = new Set(this.#parts.slots.list().map((slot) => slot.jobId))
    return [...this.#shown.values()].filter((job) => wanted.has(job.jobId) || this.#running.has(job.jobId))
  }

  get runningCount(): number {
    return this.#running.size
  }

  /** Keeps the picture of jobs current for snapshots; fed with every event. */
  observe(event: EventBody): void {
    if (event.type === 'jobStarted' || event.type === 'jobChanged' || event.type === 'jobFinished')
      this.#show(event.job)
    else if (event.type === 'stepStarted' || event.type === 'stepFinished') {
      const job = this.#shown.get(event.jobId)
      if (job)
        this.#show({
          ...job,
          steps: [...job.steps.filter(({ name }) => name !== event.step.name), event.step],
        })
    }
  }

  /** A job that ended before this start. */
  show(job: Job): void {
    this.#show(job)
  }

  /**
   * Starts the slot's job; it is in the database when this returns. DISK_FULL, SLOT_*, STORE_*, ORDER_*, PRODUCT_UNSET,
   * PROFILE_UNKNOWN.
   */
  async start(slotId: string, purpose: JobPurpose = { kind: 'workOrder', againBy: null }): Promise<Job> {
    await this.letGo(slotId)
    await this.#parts.requireRoom?.()
    const { slots } = this.#parts
    const jobId = randomUUID()
    const order = this.#parts.orderFor(slotId, jobId, purpose)
    const controller = new AbortController()
    const started = Promise.withResolvers<Job>()
    const ports: JobPorts = {
      ...this.#parts.ports(order.productId),
      emit: (event) => {
        this.#parts.emit(event)
        if (event.type === 'jobStarted') started.resolve(event.job)
      },
    }
    slots.requireFree(slotId)
    this.#parts.onTaken?.(order)
    const before = slots.take(slotId, jobId)
    const ended = runJob(order, ports, controller.signal)
      .then(this.#parts.onEnded, (error) => {
        this.#failedToRecord(jobId, before, error)
        started.reject(error)
      })
      .finally(() => {
        slots.release(slotId)
        this.#running.delete(jobId)
      })
    this.#running.set(jobId, { controller, slotId, ended })
    return started.promise
  }

  /** A job whose result is seen already may still be giving its device back: then, waits for it. */
  async letGo(slotId: string): Promise<void> {
    for (const [jobId, running] of this.#running)
      if (running.slotId === slotId && this.#shown.get(jobId)?.outcome !== 'running') await running.ended
  }

  /** False when the job has ended already. JOB_UNKNOWN for a job this station never ran since its start. */
  async cancel(jobId: string): Promise<boolean> {
    const running = this.#running.get(jobId)
    if (!running && !this.#shown.has(jobId)) throw new FlashlineError('JOB_UNKNOWN', { jobId })
    running?.controller.abort(new FlashlineError('JOB_CANCELLED'))
    return running !== undefined
  }

  /** Cancels everything and waits until every record is written. */
  async stop(): Promise<void> {
    for (const { controller } of this.#running.values()) controller.abort(new FlashlineError('JOB_CANCELLED'))
    await Promise.allSettled([...this.#running.values()].map(({ ended }) => ended))
  }

  #show(job: Job): void {
    this.#shown.set(job.jobId, job)
    // Results nobody looks at any more leave with the next one.
    if (this.#shown.size <= 256) return
    const wanted = new Set(this.list().map(({ jobId }) => jobId))
    for (const jobId of this.#shown.keys()) if (!wanted.has(jobId)) this.#shown.delete(jobId)
  }

  /** The record could not be written: nobody may take this unit for passed. */
  #failedToRecord(jobId: string, before: Slot, error: unknown): void {
    const job = this.#shown.get(jobId)
    if (!job) {
      this.#parts.onNotBegun?.(jobId)
      // It never began: the slot shows again what it showed before.
      const { slots } = this.#parts
      slots.release(before.slotId)
      slots.acknowledge(before.slotId)
      if (before.scannedSn !== null) slots.bindSn(before.slotId, before.scannedSn)
      if (before.jobId) slots.show(before.slotId, before.jobId)
      return
    }
    const { code, context } = asFlashlineError(error)
    const endedAt = new Date().toISOString()
    this.#parts.emit({
      type: 'jobFinished',
      job: { ...job, outcome: 'failed', endedAt, error: { code, step: 'report', context } },
    })
  }
}
