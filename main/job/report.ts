// The end of every job, good or bad: the record and what is owed to the cloud become durable in one transaction.
// Delivery is the outbox's. A device that was not touched owes nothing, unless it had its task's image already and passed.
import type { JobOutcome } from '../../preload/contract/index.ts'
import { otaLogFor, reportFor } from '../clouds/report.ts'
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
  const messages: OutboxMessage[] = []
  // Told when the device accepted the image; one that accepted none, because it had it, tells it here.
  const log = run.job.touched ? null : otaLogFor(ended)
  if (log) messages.push({ kind: 'otaLog', deviceId: log.deviceId, connectionId, body: log })
  const body = reportFor(ended, run.order.profile.model)
  if (body) messages.push({ kind: 'report', deviceId: body.deviceId, connectionId, body })
  return messages
}
