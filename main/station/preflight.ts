// Before a slot's turn in a rollout: is its device there, and would it talk? Opens no job and changes nothing.
import { FlashlineError } from '../../preload/contract/index.ts'
import type { JobOrder, JobPorts } from '../job/ports.ts'
import type { OpenLink } from '../transports/link.ts'

export interface PreflightParts {
  readonly open: OpenLink
  readonly ports: (open: OpenLink, productId: string | null) => Pick<JobPorts, 'protocol' | 'password'>
}

/** Resolves at once for a device that is not on a network. Rejects with the reason why it cannot be pushed now. */
export async function preflight(
  { profile, productId, slot }: JobOrder,
  { open, ports }: PreflightParts,
  signal: AbortSignal,
): Promise<void> {
  const { protocol: find, password } = ports(open, productId)
  const protocol = find(profile.protocol)
  if (!protocol.preflight) return
  const options = protocol.options.safeParse(profile.options)
  if (!options.success)
    throw new FlashlineError('PROFILE_INVALID', {
      profileId: profile.profileId,
      issue: options.error.issues[0]?.message ?? '',
    })
  const link = await open(slot.address, { baudRate: profile.baudRate, signal })
  try {
    await protocol.preflight(link, options.data, {
      signal,
      password: () => password?.(profile.profileId) ?? '',
    })
  } finally {
    await link.close()
  }
}
