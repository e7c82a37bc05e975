// Who is on the LAN, for the command line: listens for a while, or asks a range. Not here: devices on a bench (lan-desk.ts).
import type { FlashlineError, LanDevice } from '../../preload/contract/index.ts'
import { LanRoster } from '../bench/lan-roster.ts'
import { listInterfaces } from '../transports/interfaces.ts'
import { watchMdns } from '../transports/mdns.ts'
import { parseRange } from '../transports/ranges.ts'
import { scanRange } from '../transports/scan.ts'

export interface DiscoverOptions {
  /** By name; none: all but the loopback. */
  readonly interfaces: readonly string[]
  readonly listenMs: number
  /** LAN_INTERFACE: one of them cannot be listened on. The others go on. */
  readonly onProblem: (error: FlashlineError) => void
}

/** Those that announced themselves meanwhile. Ends early, with what was heard, when it is aborted. */
export async function discoverDevices(
  { interfaces, listenMs, onProblem }: DiscoverOptions,
  signal: AbortSignal,
): Promise<LanDevice[]> {
  const roster = emptyRoster()
  const usual = listInterfaces().filter(({ internal }) => !internal)
  await watchMdns({
    interfaces: interfaces.length > 0 ? interfaces : [...new Set(usual.map(({ name }) => name))],
    signal: AbortSignal.any([signal, AbortSignal.timeout(listenMs)]),
    onSighting: (sighting) => void roster.sighted(sighting, new Date()),
    onGone: (sighting) => roster.gone(sighting),
    onState: (_name, error) => {
      if (error) onProblem(error)
    },
  })
  return roster.list()
}

/** Those that answer in the range. LAN_RANGE */
export async function scanDevices(range: string, signal: AbortSignal): Promise<LanDevice[]> {
  const roster = emptyRoster()
  const allowed = [parseRange(range)]
  await scanRange({
    range,
    allowed,
    signal,
    onFound: (sighting) => void roster.sighted(sighting, new Date()),
  })
  return roster.list()
}

function emptyRoster(): LanRoster {
  return new LanRoster({ changed: () => {}, removed: () => {}, ranges: () => [] })
}
