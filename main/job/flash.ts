// Writes the image. The device's acceptance and its point of no return are on disk before the next byte goes out, so
// that a dead station still knows what it left behind.
import { otaLogFor } from '../clouds/report.ts'
import type { Profile } from '../profiles/profile.ts'
import type { FlashPlan, Target } from '../protocols/protocol.ts'
import type { OutboxMessage } from '../store/job-store.ts'
import { type CloudWatch, cloudDeadlineMs, watchCloud } from './cloud-progress.ts'
import type { JobRun } from './job-run.ts'
import { requireSameOrder } from './last-look.ts'
import type { StepContext } from './step.ts'

/** Four times the plan's own estimate and a margin for slow erases; a cloud that is asked has its own limit inside. */
export function flashDeadlineMs(plan: FlashPlan, { progressFrom }: Profile): number {
  return plan.estimatedMs * 4 + 180_000 + (progressFrom === 'protocol' ? 0 : cloudDeadlineMs)
}

export async function flash(context: StepContext, target: Target, plan: FlashPlan): Promise<void> {
  const { run, signal } = context
  run.progress(0, plan.totalBytes)
  run.detail({ estimatedMs: plan.estimatedMs, skippedBytes: 0 })
  const cloud = await watchCloud(context)
  try {
    // Asking the cloud may have taken a while.
    await requireSameOrder(run)
    await write(run, target, plan, cloud, cloud ? AbortSignal.any([signal, cloud.failed]) : signal)
    cloud?.takeOver()
    await cloud?.succeeded
  } catch (error) {
    // Whatever the protocol made of its end, the cloud's word was the reason.
    throw cloud?.failed.aborted ? cloud.failed.reason : error
  } finally {
    cloud?.stop()
  }
  run.set({ deviceState: 'written' })
}

async function write(
  run: JobRun,
  target: Target,
  plan: FlashPlan,
  cloud: CloudWatch | null,
  signal: AbortSignal,
): Promise<void> {
  const isCloudAlone = run.order.profile.progressFrom === 'cloud'
  let skippedBytes = 0
  for await (const event of target.write(plan, signal)) {
    switch (event.kind) {
      case 'accepted':
        run.set({ touched: true, deviceState: 'receiving' })
        await run.save(otaLogOwed(run))
        cloud?.accepted()
        break
      case 'pointOfNoReturn':
        run.set({ deviceState: 'incomplete' })
        await run.save()
        break
      case 'kept':
        run.set({ deviceState: 'receiving' })
        break
      case 'progress':
        if (!isCloudAlone) run.progress(event.doneBytes, event.totalBytes)
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
}

/** The device took the instruction: the cloud is told once, whatever becomes of the job. */
function otaLogOwed(run: JobRun): OutboxMessage[] {
  const connectionId = run.ports.resultsTo
  const body = otaLogFor(run.job)
  if (connectionId === undefined || !body) return []
  return [{ kind: 'otaLog', deviceId: body.deviceId, connectionId, body }]
}
