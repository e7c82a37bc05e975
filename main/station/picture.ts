// The part of a snapshot that only events tell: progress of running jobs, outbox, cloud.
import type { CloudState, EventBody, Snapshot } from '../../preload/contract/index.ts'

export class Picture {
  #progress = new Map<string, Snapshot['progress'][number]>()
  #outbox: Snapshot['outbox'] = { waiting: 0, dead: 0, oldestAt: null, lastError: null }
  #cloud: CloudState = { state: 'unset', host: null, error: null, syncedAt: null }

  observe(event: EventBody): void {
    if (event.type === 'progress') {
      const { type, ...facts } = event
      this.#progress.set(facts.jobId, facts)
    } else if (event.type === 'stepStarted') this.#progress.delete(event.jobId)
    else if (event.type === 'jobFinished') this.#progress.delete(event.job.jobId)
    else if (event.type === 'outboxChanged') this.#outbox = event.outbox
    else if (event.type === 'cloudChanged') this.#cloud = event.cloud
  }

  now(running: readonly { jobId: string }[]): Pick<Snapshot, 'progress' | 'outbox' | 'cloud'> {
    const progress = running.flatMap(({ jobId }) => this.#progress.get(jobId) ?? [])
    return { progress, outbox: this.#outbox, cloud: this.#cloud }
  }
}
