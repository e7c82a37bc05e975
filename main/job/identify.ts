// Who is it, and what does it run? Opens the link, lets the profile's dialogue and the boot loader say it.
// Touches nothing that stays in the device.
import {
  asFlashlineError,
  type ErrorCode,
  FlashlineError,
  type Version,
} from '../../preload/contract/index.ts'
import type { Profile } from '../profiles/profile.ts'
import { versionNumber } from '../profiles/version.ts'
import { runScript, type ScriptContext } from '../protocols/console/console.ts'
import type { Target } from '../protocols/protocol.ts'
import type { Link } from '../transports/link.ts'
import { requireHardware } from './guards.ts'
import { requireScanned } from './scanned-unit.ts'
import type { Held, StepContext } from './step.ts'

/** Firmware that says nothing of what it was asked. */
const silenceCodes: ReadonlySet<ErrorCode> = new Set([
  'CONSOLE_NO_ANSWER',
  'CONSOLE_NO_PROMPT',
  'VERSION_UNSEEN',
])

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

  if (profile.idleLines) await link.setSignals(profile.idleLines)
  const said = await askConsole(link, profile, { signal, log: run.log })
  const { baudRate } = profile
  const target = await protocol.connect(link, options.data, {
    signal,
    log: run.log,
    baudRate,
    notice: (notice) => run.set({ notice }),
    ...(ports.rates ? { rates: ports.rates(order.slot.slotId) } : {}),
    ...(ports.handOut ? { handOut: ports.handOut } : {}),
    password: () => ports.password?.(profile.profileId) ?? '',
  })
  held.target = target
  run.set({ notice: null })
  requireChip(profile, target)
  if (target.proof === 'none' && !profile.acceptUnproved)
    throw new FlashlineError('PROFILE_INVALID', { profileId: profile.profileId, issue: 'acceptUnproved' })

  const { announced } = order
  const mac = said.mac ?? target.chip.mac
  const ownId = target.chip.deviceId ?? null
  // An address on a network may belong to another unit by now.
  if (announced?.mac && mac && plainMac(mac) !== plainMac(announced.mac))
    throw new FlashlineError('DEVICE_DIFFERS', { expected: announced.mac, found: mac })
  if (announced?.deviceId && ownId && ownId !== announced.deviceId)
    throw new FlashlineError('DEVICE_DIFFERS', { expected: announced.deviceId, found: ownId })
  // A chip's unique id stands for the serial number where no dialogue says one.
  const sn = said.sn ?? order.scannedSn ?? target.chip.uid
  if (said.deviceId && order.deviceId && said.deviceId !== order.deviceId)
    throw new FlashlineError('DEVICE_DIFFERS', { expected: order.deviceId, found: said.deviceId })
  // One that says nothing of itself is the one that announced itself here.
  const listed = { mac: mac ?? announced?.mac ?? null, sn }
  const scannedId = order.scannedSn
    ? await requireScanned(
        order.scannedSn,
        { ...listed, sn: said.sn ?? null, uid: target.chip.uid, deviceId: said.deviceId ?? null },
        ports.findDeviceId,
      )
    : null
  const knownId =
    said.deviceId ??
    order.deviceId ??
    scannedId ??
    (listed.mac || sn ? await ports.findDeviceId(listed) : null)
  // What its maker calls it is the cloud's id only where the roster knows no other.
  const deviceId = knownId ?? ownId ?? announced?.deviceId ?? null
  const { version, from } = await versionOf(run, said.version, target, deviceId)
  run.set({ device: { deviceId, mac, sn }, fromVersion: version })
  const { family, name, flashSizeBytes, facts, uid } = target.chip
  const hardwareRevision = said.hardwareRevision ?? null
  run.detail({
    ...facts,
    chip: family,
    ...(name ? { chipName: name } : {}),
    flashSizeBytes,
    versionFrom: from,
    ...(hardwareRevision === null ? {} : { hardwareRevision }),
  })
  const { jobId, productId, slot } = order
  ports.guards.units.hold({ jobId, slotName: slot.name }, { productId, mac, sn, deviceId, uid })
  requireHardware(run.rules, family, hardwareRevision)
  return target
}

/** However it is written: `a0:b1:..`, `A0-B1-..`, `A0B1..`. */
function plainMac(mac: string): string {
  return mac.replace(/[^0-9a-f]/gi, '').toUpperCase()
}

/** What the firmware says of itself. */
export async function askConsole(
  link: Link,
  profile: Profile,
  context: Omit<ScriptContext, 'values'>,
): Promise<Readonly<Record<string, string>>> {
  if (!profile.identify) return {}
  try {
    return await runScript(link, profile.identify, { ...context, values: {} })
  } catch (error) {
    if (!profile.identifyMayFail || !silenceCodes.has(asFlashlineError(error).code)) throw error
    return {}
  }
}

function requireChip({ chips, profileId }: Profile, { chip }: Target): void {
  if (chips.length > 0 && !chips.includes(chip.family))
    throw new FlashlineError('CHIP_DIFFERS', { expected: chips.join(' '), found: chip.family, profileId })
}

/** What the device runs, by whoever knows it best. */
async function versionOf(
  { order: { profile }, ports }: StepContext['run'],
  said: string | undefined,
  target: Target,
  deviceId: string | null,
): Promise<{ version: Version; from: string | null }> {
  if (said !== undefined) return { version: printedVersion(profile, said), from: 'device' }
  if (target.version) {
    const version = printedVersion(profile, target.version)
    // What stands in a flash that was left half written is no version that runs: it has its upgrade still to come.
    const left = deviceId ? await ports.unfinished?.(deviceId) : null
    if (left && version.number !== null && version.number === left.to.number)
      return { version: left.from, from: 'lastJob' }
    return { version, from: 'bootLoader' }
  }
  const known = profile.versionFromRoster && deviceId ? await ports.lastVersion?.(deviceId) : null
  if (known) return { version: known, from: 'roster' }
  const { assumedVersion } = profile
  if (assumedVersion) return { version: printedVersion(profile, assumedVersion), from: 'assumed' }
  return { version: { number: null, text: null }, from: null }
}

/** A version as the device printed it, with its number where the profile's rule gives one. */
export function printedVersion(profile: Profile, text: string | undefined): Version {
  return text === undefined
    ? { number: null, text: null }
    : { number: versionNumber(text, profile.versionWeights), text }
}
