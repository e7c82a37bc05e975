// One device, asked who it is: by the profile that is named, or by trying the boot loaders one after the other. Writes
// nothing and needs no database.
import { join } from 'node:path'
import {
  asFlashlineError,
  askingNotices,
  type Device,
  FlashlineError,
  type Notice,
  type Version,
} from '../../preload/contract/index.ts'
import { askConsole, printedVersion } from '../job/identify.ts'
import { loadProfiles } from '../profiles/load.ts'
import { type Profile, profileSchema } from '../profiles/profile.ts'
import type { ChipInfo } from '../protocols/protocol.ts'
import { findProtocol, protocols } from '../protocols/registry.ts'
import type { OpenLink } from '../transports/link.ts'
import { openLink } from '../transports/open-link.ts'
import { type NetworkOnce, openNetworkOnce, plainNetwork } from './network-once.ts'

export interface IdentifyOnceOptions {
  readonly resourcesDir: string
  /** Its profiles are known too. */
  readonly dataDir: string
  readonly link: string
  /** Null: the boot loaders are tried. */
  readonly profileId: string | null
  /** So long a person has to start the boot loader, once all were tried in vain. With a profile: as its protocol waits. */
  readonly handWaitMs: number
  readonly onNotice: (notice: Notice | null) => void
  /** Left out: the typed address alone. */
  readonly network?: NetworkOnce
}

export interface Identified {
  readonly protocol: string
  readonly profileId: string | null
  /** Profiles of this protocol that name the chip, or name none. */
  readonly fittingProfiles: readonly string[]
  readonly chip: ChipInfo
  readonly device: Device
  readonly version: Version
}

/**
 * The order matters: the STM32 boot loader measures the first byte it sees, which must be its own; a line of text or a
 * pulse on the reset line harms none of those that follow. Each gets its time.
 */
const attempts: readonly Attempt[] = [
  { protocolId: 'stm32', deadlineMs: 1500 },
  { protocolId: 'esp', deadlineMs: 8000 },
  { protocolId: 'avr', deadlineMs: 4000, listensBriefly: true },
  { protocolId: 'smp', deadlineMs: 3000 },
]

interface Attempt {
  readonly protocolId: string
  readonly deadlineMs: number
  /** It leaves again a moment after its start: when a hand is there to start it, it has to be waited for. */
  readonly listensBriefly?: boolean
}

/** PROFILE_UNKNOWN, LINK_*, LOADER_SILENT {tried} when no boot loader answers, and what the profile's protocol says. */
export async function identifyOnce(given: IdentifyOnceOptions, signal: AbortSignal): Promise<Identified> {
  const { network = plainNetwork, link } = given
  const opened = await openNetworkOnce(network, [link], { warn: () => {} }, signal)
  try {
    const { devicePassword } = network
    return await identifyOver({ ...given, open: openLink(opened.schemes), devicePassword }, signal)
  } finally {
    await opened.close()
  }
}

interface Asking extends Omit<IdentifyOnceOptions, 'network'> {
  readonly open: OpenLink
  readonly devicePassword: string
}

async function identifyOver(options: Asking, signal: AbortSignal): Promise<Identified> {
  const { resourcesDir, dataDir, profileId, handWaitMs } = options
  const { profiles } = await loadProfiles(
    { builtInDir: join(resourcesDir, 'profiles'), plantDir: join(dataDir, 'profiles') },
    (protocolId) => protocols.get(protocolId)?.options,
  )
  const known = [...profiles.values()]
  if (profileId !== null) {
    const profile = profiles.get(profileId)
    if (!profile) throw new FlashlineError('PROFILE_UNKNOWN', { profileId })
    return { ...(await ask(options, profile, known, signal)), profileId }
  }
  const until = performance.now() + handWaitMs
  for (let round = 1; round === 1 || performance.now() < until; round += 1) {
    const isHandThere = round > 1
    if (isHandThere) options.onNotice('startLoader')
    for (const attempt of attempts) {
      const found = await tryOne(options, attempt, { known, isHandThere }, signal)
      if (found) return found
    }
  }
  throw new FlashlineError('LOADER_SILENT', {
    tried: attempts.map(({ protocolId }) => protocolId).join(' '),
  })
}

function plainProfile(protocolId: string): Profile {
  return profileSchema.parse({ profileId: protocolId, name: protocolId, protocol: protocolId, model: 'ANY' })
}

/** Null: it is another boot loader, or none runs. */
async function tryOne(
  options: Asking,
  { protocolId, deadlineMs, listensBriefly = false }: Attempt,
  { known, isHandThere }: { readonly known: readonly Profile[]; readonly isHandThere: boolean },
  signal: AbortSignal,
): Promise<Identified | null> {
  const given = new AbortController()
  const timer = setTimeout(() => given.abort(), deadlineMs)
  // A protocol that asks for a hand before it was answered found nobody; which hand is needed, nobody knows yet.
  const onNotice = (notice: Notice | null) => {
    if (notice === 'resetByHand') options.onNotice(notice)
    else if (notice !== null && askingNotices.has(notice) && !(isHandThere && listensBriefly)) given.abort()
  }
  const profile = plainProfile(protocolId)
  try {
    return await ask({ ...options, onNotice }, profile, known, AbortSignal.any([signal, given.signal]))
  } catch (error) {
    signal.throwIfAborted()
    // Silence or nonsense only mean that it is another boot loader; a port that cannot be opened stays so.
    if (given.signal.aborted || isUnheard(error)) return null
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function isUnheard(error: unknown): boolean {
  return /^(LOADER|CONSOLE)_/.test(asFlashlineError(error).code)
}

async function ask(
  { link: address, onNotice, open, devicePassword }: Asking,
  profile: Profile,
  known: readonly Profile[],
  signal: AbortSignal,
): Promise<Identified> {
  const { baudRate } = profile
  const protocol = findProtocol(profile.protocol)
  const link = await open(address, { baudRate, signal })
  try {
    if (profile.idleLines) await link.setSignals(profile.idleLines)
    const log = () => undefined
    const said = await askConsole(link, profile, { signal, log })
    const context = { signal, log, baudRate, notice: onNotice, password: () => devicePassword }
    const target = await protocol.connect(link, protocol.options.parse(profile.options), context)
    const { chip } = target
    const identified = {
      protocol: protocol.id,
      profileId: null,
      fittingProfiles: known
        .filter(({ protocol: id, chips }) => id === protocol.id && fits(chips, chip))
        .map(({ profileId }) => profileId),
      chip,
      device: {
        deviceId: said.deviceId ?? chip.deviceId ?? null,
        mac: said.mac ?? chip.mac,
        sn: said.sn ?? chip.uid,
      },
      version: printedVersion(profile, said.version ?? target.version ?? undefined),
    }
    await target.reset(signal)
    return identified
  } finally {
    onNotice(null)
    await link.close()
  }
}

function fits(chips: readonly string[], chip: ChipInfo): boolean {
  return chips.length === 0 || chips.includes(chip.family)
}
