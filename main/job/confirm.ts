// Starts the new firmware and hears from it which version it is.
import { FlashlineError } from '../../preload/contract/index.ts'
import { runScript } from '../protocols/console/console.ts'
import type { Target } from '../protocols/protocol.ts'
import { printedVersion } from './identify.ts'
import type { Held, Skipped, StepContext } from './step.ts'

export const confirmDeadlineMs = 180_000

export async function confirm(
  { run, signal }: StepContext,
  target: Target,
  held: Held,
): Promise<Skipped | undefined> {
  const { profile } = run.order
  await target.reset(signal)
  // From here on the device runs its own firmware: teardown has nothing to leave.
  held.target = null
  if (!profile.confirm || !held.link) return { skipped: 'profileCannotConfirm' }

  const said = await runScript(held.link, profile.confirm, { values: {}, signal, log: run.log })
  const booted = printedVersion(profile, said.version)
  const { toVersion } = run.job
  run.set({ bootedVersion: booted })
  if (booted.number === null) throw new FlashlineError('VERSION_UNSEEN', { printed: booted.text })
  if (booted.number !== toVersion.number)
    throw new FlashlineError('VERSION_DIFFERS', {
      expected: toVersion.text ?? toVersion.number,
      found: booted.text,
    })
  run.set({ deviceState: 'confirmed', toVersion: { number: toVersion.number, text: booted.text } })
  return undefined
}
