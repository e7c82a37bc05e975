// Proves what is in the device: read back or digested by the device itself.
import type { FlashPlan, Target } from '../protocols/protocol.ts'
import type { Skipped, StepContext } from './step.ts'

export function verifyDeadlineMs(plan: FlashPlan): number {
  return plan.estimatedMs * 4 + 120_000
}

export async function verify(
  { run, signal }: StepContext,
  target: Target,
  plan: FlashPlan,
): Promise<Skipped | undefined> {
  if (target.proof === 'none') return { skipped: 'protocolCannotProve' }
  for await (const event of target.verify(plan, signal)) {
    if (event.kind === 'progress') run.progress(event.doneBytes, event.totalBytes)
    else run.detail({ by: event.by, algorithm: event.algorithm, digest: event.digest })
  }
  run.set({ deviceState: 'verified' })
  return undefined
}
