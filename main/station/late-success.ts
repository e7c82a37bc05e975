// A job that gave up waiting for its cloud is not forgotten: the cloud is asked on for a day, also after a restart of the
// station. When it calls the upgrade succeeded after all, the record is put right with a note, and the result is reported.
import {
  asFlashlineError,
  FlashlineError,
  type Job,
  type UpgradeProgress,
} from '../../preload/contract/index.ts'
import { reportFor } from '../clouds/report.ts'
import { isVersion } from '../job/cloud-progress.ts'
import type { JobPorts } from '../job/ports.ts'
import type { OutboxMessage } from '../store/job-store.ts'
import type { Jobs } from '../store/jobs.ts'
import type { Core } from './core.ts'

const longestMs = 24 * 3_600_000
/** Ended jobs that are looked through at the start. */
const lookedThrough = 200

export interface LateSuccessParts {
  readonly jobs: Pick<Jobs, 'list' | 'correct'>
  /** Every change of what the product's cloud says, until its end; null: no cloud gives progress. */
  readonly follow: (
    productId: string | null,
    deviceId: string,
    signal: AbortSignal,
  ) => AsyncIterable<UpgradeProgress> | null
  /** Firmware model of a profile; null: unknown by now. */
  readonly modelOf: (profileId: string) => string | null
  /** The connection that takes the product's results; undefined: none. */
  readonly resultsTo: (productId: string | null) => string | null | undefined
  readonly onCorrected: (job: Job) => void
  readonly onError: (error: FlashlineError) => void
  readonly now: () => Date
}

export class LateSuccess {
  readonly #parts: LateSuccessParts
  readonly #stopping = new AbortController()
  readonly #watched = new Map<string, Promise<void>>()

  constructor(parts: LateSuccessParts) {
    this.#parts = parts
  }

  /** Takes up the jobs of the last day that gave up. */
  async resume(): Promise<void> {
    const { jobs } = await this.#parts.jobs.list({ limit: lookedThrough })
    for (const job of jobs) this.watch(job)
  }

  /** An ended job; only one that gave up waiting is watched. */
  watch(job: Job): void {
    const { jobId, error, correction, endedAt, device } = job
    if (error?.code !== 'UPGRADE_STALLED' || correction !== null || endedAt === null) return
    const leftMs = Date.parse(endedAt) + longestMs - this.#parts.now().getTime()
    if (device.deviceId === null || leftMs <= 0 || this.#watched.has(jobId)) return
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(leftMs)])
    const updates = this.#parts.follow(job.productId, device.deviceId, signal)
    if (!updates) return
    const watching = this.#wait(job, updates)
      .catch((error) => {
        if (!signal.aborted) this.#parts.onError(asFlashlineError(error))
      })
      .finally(() => this.#watched.delete(jobId))
    this.#watched.set(jobId, watching)
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new FlashlineError('JOB_CANCELLED'))
    await Promise.all(this.#watched.values())
  }

  async #wait(job: Job, updates: AsyncIterable<UpgradeProgress>): Promise<void> {
    for await (const { state, firmwareVersion } of updates) {
      // An end for another version is that of a later upgrade.
      if (firmwareVersion !== null && !isVersion(firmwareVersion, job.toVersion)) continue
      if (state === 'succeeded') await this.#correct(job)
    }
  }

  async #correct(job: Job): Promise<void> {
    const correction = {
      at: this.#parts.now().toISOString(),
      reason: 'lateSuccess',
      was: job.outcome,
    } as const
    const right: Job = { ...job, outcome: 'passed', deviceState: 'confirmed', correction }
    const corrected = await this.#parts.jobs.correct(job.jobId, correction, this.#owed(right))
    this.#parts.onCorrected(corrected)
  }

  /** A failed result was reported already and counts nothing; the success is a second one. */
  #owed(job: Job): OutboxMessage[] {
    const connectionId = this.#parts.resultsTo(job.productId)
    const model = this.#parts.modelOf(job.profileId)
    const body =
      connectionId === undefined || model === null ? null : reportFor({ ...job, error: null }, model)
    return body && connectionId !== undefined
      ? [{ kind: 'report', deviceId: body.deviceId, connectionId, body }]
      : []
  }
}

/** Over the station's own store, clouds and outbox. */
export function createLateSuccess(
  { store, hub, sender, profiles, log }: Pick<Core, 'store' | 'hub' | 'sender' | 'profiles' | 'log'>,
  ports: (productId: string | null) => Pick<JobPorts, 'cloudProgress' | 'resultsTo'>,
): LateSuccess {
  return new LateSuccess({
    jobs: store.jobs,
    follow: (productId, deviceId, signal) =>
      ports(productId).cloudProgress?.follow(deviceId, null, signal) ?? null,
    modelOf: (profileId) => profiles.find(profileId)?.model ?? null,
    resultsTo: (productId) => ports(productId).resultsTo,
    onCorrected(job) {
      hub.emit({ type: 'jobFinished', job })
      sender.kick()
    },
    onError: (error) => log.warn({ code: error.code, ...error.context }, 'late success'),
    now: () => new Date(),
  })
}
