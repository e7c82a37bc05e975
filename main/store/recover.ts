// After a crash: jobs that a dead process left running get their end, and the cloud gets the result it is owed. Called
// once, by the process that holds the data folder, before any job starts. No device is touched here.
import type { Job, Step } from '../../preload/contract/index.ts'
import { otaLogFor, reportFor } from '../clouds/report.ts'
import type { OutboxMessage } from './job-store.ts'
import { type Jobs, saveJob } from './jobs.ts'
import { withStoreErrors } from './open.ts'
import { readMessages } from './outbox.ts'
import type { StoreDb } from './tables.ts'

export interface RecoverOptions {
  /** The firmware model of a profile, for the report; null when the profile is gone. */
  readonly modelOf: (profileId: string) => string | null
  /**
   * Which connection takes the results of a product, as it is set now; null: whichever will, undefined: none, nothing is
   * owed. Asked only for jobs that had not yet told any cloud: the others go on with the one they told.
   */
  readonly resultsTo: (productId: string | null) => string | null | undefined
}

/**
 * The job as it ended when the station died: `interrupted`, in the step that ran. What the device likely carries is
 * what was last saved. Pure.
 */
export function interruptJob(job: Job, at: string): Job {
  const running = job.steps.find((step) => step.outcome === 'running')
  const step = running?.name ?? job.steps.at(-1)?.name ?? null
  const steps = job.steps.map(
    (one): Step => (one.outcome === 'running' ? { ...one, outcome: 'interrupted', endedAt: at } : one),
  )
  return {
    ...job,
    outcome: 'interrupted',
    endedAt: at,
    steps,
    error: { code: 'JOB_INTERRUPTED', step, context: { deviceState: job.deviceState } },
  }
}

/** What an interrupted job owes. A message that it has a row for already is not added again by the outbox. Pure. */
export function owedMessages(job: Job, model: string, connectionId: string | null): OutboxMessage[] {
  const messages: OutboxMessage[] = []
  const otaLog = otaLogFor(job)
  if (otaLog !== null)
    messages.push({ kind: 'otaLog', deviceId: otaLog.deviceId, connectionId, body: otaLog })
  const report = reportFor(job, model)
  if (report !== null)
    messages.push({ kind: 'report', deviceId: report.deviceId, connectionId, body: report })
  return messages
}

/** Ends every job left running, all in one transaction; returns them as they are now recorded. */
export async function recover(
  db: StoreDb,
  jobs: Jobs,
  now: () => Date,
  options: RecoverOptions,
): Promise<Job[]> {
  const at = now().toISOString()
  const ended = (await jobs.leftRunning()).map((job) => interruptJob(job, at))
  if (ended.length === 0) return ended
  await withStoreErrors(() =>
    db.transaction().execute(async (trx) => {
      for (const job of ended) {
        const model = options.modelOf(job.profileId) ?? job.profileId
        const [told] = await readMessages(trx, job.jobId)
        const to = told === undefined ? options.resultsTo(job.productId) : told.connectionId
        const owed = to === undefined ? [] : owedMessages(job, model, to)
        await saveJob(trx, job, [], owed, at)
      }
    }),
  )
  return ended
}
