// The end of every job, good or bad: the record and what is owed to the cloud become durable in one transaction.
// Delivery is the outbox's. A device that was not touched owes nothing.
import type { JobOutcome } from '../../preload/contract/index.ts'
import { reportFor } from '../clouds/report.ts'
import type { OutboxMessage } from '../store/job-store.ts'
import type { JobRun } from './job-run.ts'

export async function report(run: JobRun, outcome: Exclude<JobOutcome, 'running'>): Promise<void> {
  run.startStep('report')
  const messages = reportOwed(run, outcome)
  if (messages.length === 0) run.detail({ reason: run.job.touched ? 'noCloud' : 'notTouched' })
  run.finishStep(messages.length === 0 ? 'skipped' : 'passed')
  run.set({ outcome, endedAt: run.ports.now().toISOString() })
  await run.save(messages)
}

function reportOwed(run: JobRun, outcome: JobOutcome): OutboxMessage[] {
  const connectionId = run.ports.resultsTo
  if (connectionId === undefined) return []
  const ended = { ...run.job, outcome, endedAt: run.ports.now().toISOString() }
  const body = reportFor(ended, run.order.profile.model)
  return body ? [{ kind: 'report', deviceId: body.deviceId, connectionId, body }] : []
}
