// Writes the image. The device's acceptance and its point of no return are on disk before the next byte goes out, so
// that a dead station still knows what it left behind.
import { otaLogFor } from '../clouds/report.ts'
import type { FlashPlan, Target } from '../protocols/protocol.ts'
import type { OutboxMessage } from '../store/job-store.ts'
import type { JobRun } from './job-run.ts'
import type { StepContext } from './step.ts'

/** Four times the plan's own estimate and a margin for slow erases. */
export function flashDeadlineMs(plan: FlashPlan): number {
  return plan.estimatedMs * 4 + 180_000
}

export async function flash({ run, signal }: StepContext, target: Target, plan: FlashPlan): Promise<void> {
  run.progress(0, plan.totalBytes)
  run.detail({ estimatedMs: plan.estimatedMs, skippedBytes: 0 })
  let skippedBytes = 0
  for await (const event of target.write(plan, signal)) {
    switch (event.kind) {
      case 'accepted':
        run.set({ touched: true, deviceState: 'receiving' })
        await run.save(otaLogOwed(run))
        break
      case 'pointOfNoReturn':
        run.set({ deviceState: 'incomplete' })
        await run.save()
        break
      case 'progress':
        run.progress(event.doneBytes, event.totalBytes)
        break
      case 'skipped':
        skippedBytes += event.sizeBytes
        run.detail({ skippedBytes })
        break
      case 'retry':
        run.retry()
        break
    }
  }
  run.set({ deviceState: 'written' })
}

/** The device took the instruction: the cloud is told once, whatever becomes of the job. */
function otaLogOwed(run: JobRun): OutboxMessage[] {
  const connectionId = run.ports.resultsTo
  const body = otaLogFor(run.job)
  if (connectionId === undefined || !body) return []
  return [{ kind: 'otaLog', deviceId: body.deviceId, connectionId, body }]
}
