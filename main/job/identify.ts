// Who is it, and what does it run? Opens the link, lets the profile's dialogue and the boot loader say it.
// Touches nothing that stays in the device.
import { FlashlineError, type Version } from '../../preload/contract/index.ts'
import type { Profile } from '../profiles/profile.ts'
import { versionNumber } from '../profiles/version.ts'
import { runScript } from '../protocols/console/console.ts'
import type { Target } from '../protocols/protocol.ts'
import type { Held, StepContext } from './step.ts'

export const identifyDeadlineMs = 120_000

export async function identify({ run, signal }: StepContext, held: Held): Promise<Target> {
  const { order, ports } = run
  const { profile } = order
  const protocol = ports.protocol(profile.protocol)
  const options = protocol.options.safeParse(profile.options)
  if (!options.success)
    throw new FlashlineError('PROFILE_INVALID', {
      profileId: profile.profileId,
      issue: options.error.issues[0]?.message ?? '',
    })

  const link = await ports.openLink(order.slot.address, { baudRate: profile.baudRate, signal })
  held.link = link

  const said = profile.identify
    ? await runScript(link, profile.identify, { values: {}, signal, log: run.log })
    : {}
  const { baudRate } = profile
  const target = await protocol.connect(link, options.data, { signal, log: run.log, baudRate })
  held.target = target
  if (target.proof === 'none' && !profile.acceptUnproved)
    throw new FlashlineError('PROFILE_INVALID', { profileId: profile.profileId, issue: 'acceptUnproved' })

  const mac = said.mac ?? target.chip.mac
  const sn = said.sn ?? null
  const deviceId =
    said.deviceId ?? order.deviceId ?? (mac || sn ? await ports.findDeviceId({ mac, sn }) : null)
  if (said.deviceId && order.deviceId && said.deviceId !== order.deviceId)
    throw new FlashlineError('DEVICE_DIFFERS', { expected: order.deviceId, found: said.deviceId })
  run.set({ device: { deviceId, mac, sn }, fromVersion: printedVersion(profile, said.version) })
  run.detail({ chip: target.chip.family, flashSizeBytes: target.chip.flashSizeBytes })
  return target
}

/** A version as the device printed it, with its number where the profile's rule gives one. */
export function printedVersion(profile: Profile, text: string | undefined): Version {
  return text === undefined
    ? { number: null, text: null }
    : { number: versionNumber(text, profile.versionWeights), text }
}
