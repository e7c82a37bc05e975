// Starts the new firmware and hears from it which version it is.
import { FlashlineError, type Version } from '../../preload/contract/index.ts'
import { runScript } from '../protocols/console/console.ts'
import type { ConsoleScript } from '../protocols/console/script.ts'
import type { FlashPlan, Target } from '../protocols/protocol.ts'
import type { Link } from '../transports/link.ts'
import { isVersion } from './cloud-progress.ts'
import { printedVersion } from './identify.ts'
import type { Held, Skipped, StepContext } from './step.ts'

export const confirmDeadlineMs = 180_000

export async function confirm(
  context: StepContext,
  target: Target,
  plan: FlashPlan,
  held: Held,
): Promise<Skipped | undefined> {
  const { run, signal } = context
  const { profile } = run.order
  await target.reset(signal)
  // From here on the device runs its own firmware: teardown has nothing to leave.
  held.target = null
  if (!profile.confirm && !profile.confirmByProtocol)
    return confirmByCloud(context) ? undefined : { skipped: 'profileCannotConfirm' }
  if (profile.confirmByProtocol) await confirmByProtocol(context, target, plan)
  if (profile.confirm && held.link) await confirmByConsole(context, held.link, profile.confirm)
  return undefined
}

async function confirmByConsole(
  { run, signal }: StepContext,
  link: Link,
  script: ConsoleScript,
): Promise<void> {
  const said = await runScript(link, script, { values: {}, signal, log: run.log })
  const booted = printedVersion(run.order.profile, said.version)
  run.set({ bootedVersion: booted })
  if (booted.number === null) throw new FlashlineError('VERSION_UNSEEN', { printed: booted.text })
  requireVersion(run.job.toVersion, booted)
  run.set({ deviceState: 'confirmed', toVersion: { number: run.job.toVersion.number, text: booted.text } })
}

/** The image itself is proved to run; a version that it can name besides must be the one that was ordered. */
async function confirmByProtocol(
  { run, signal }: StepContext,
  target: Target,
  plan: FlashPlan,
): Promise<void> {
  const { profile } = run.order
  if (!target.confirm)
    throw new FlashlineError('PROFILE_INVALID', { profileId: profile.profileId, issue: 'confirmByProtocol' })
  const { version } = await target.confirm(plan, signal)
  const { toVersion } = run.job
  const booted = version === null ? toVersion : printedVersion(profile, version)
  run.set({ bootedVersion: booted })
  if (booted.number !== null) requireVersion(toVersion, booted)
  run.set({ deviceState: 'confirmed' })
}

/** A cloud calls an upgrade succeeded only after the device has said the version to it. */
function confirmByCloud({ run }: StepContext): boolean {
  const said = run.job.steps.find(({ name }) => name === 'flash')?.detail ?? {}
  if (said.cloudSaid !== 'succeeded') return false
  const { cloudVersion } = said
  const { toVersion } = run.job
  const isOther = typeof cloudVersion === 'string' && !isVersion(cloudVersion, toVersion)
  const booted = isOther ? printedVersion(run.order.profile, cloudVersion) : toVersion
  run.detail({ by: 'cloud' })
  run.set({ bootedVersion: booted })
  if (booted.number !== null) requireVersion(toVersion, booted)
  run.set({ deviceState: 'confirmed' })
  return true
}

function requireVersion(expected: Version, booted: Version): void {
  if (booted.number === expected.number) return
  throw new FlashlineError('VERSION_DIFFERS', {
    expected: expected.text ?? expected.number,
    found: booted.text,
  })
}
