// `lan://host[:port]`: a device on the LAN that is spoken to by more than one connection. Decides first whether it may be
// spoken to at all: its name is resolved once, the address must be inside the chosen ranges, and everything that a protocol
// does afterwards goes to that one address. Not here: what is said (protocols), HTTP (lan-http.ts).
import { lookup as systemLookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { FlashlineError } from '../../preload/contract/index.ts'
import { openAcceptor } from './acceptor.ts'
import { parseAddress } from './addresses.ts'
import { boundedWait } from './bounded-wait.ts'
import type { Acceptor, LanHost } from './lan-host.ts'
import { lanRequest } from './lan-http.ts'
import type { Link, OpenLink } from './link.ts'
import { createPipelessLink } from './pipeless-link.ts'
import { type AddressRange, isInside, parseRange, plainIp } from './ranges.ts'
import { openTcp } from './tcp.ts'
import { usualLimits } from './tcp-wire.ts'
import { localAddressTo, openDatagrams } from './udp.ts'

export interface LanParts {
  /** Asked for every link: settings may have changed. */
  readonly ranges: () => readonly string[]
  readonly lookup?: (host: string) => Promise<readonly string[]>
}

const lookupMs = 5000

/** LAN_OUTSIDE, LAN_NAME. Nothing is sent to the device by opening it. */
export function openLan({ ranges, lookup = systemAddresses }: LanParts): OpenLink {
  return async (address, { signal }) => {
    signal.throwIfAborted()
    const place = parseAddress(address)
    if (place.scheme !== 'lan') throw new FlashlineError('LINK_ADDRESS', { address })
    const allowed = ranges().map(parseRange)
    const ip = await pin(place.host, allowed, lookup, signal)
    const opened = new Set<Closing>()
    const host = createLanHost({ name: place.host, ip, port: place.port }, (one) => {
      opened.add(one)
    })
    return createPipelessLink(address, { host }, async () => {
      await Promise.all([...opened].map((one) => one.close()))
    })
  }
}

async function pin(
  host: string,
  allowed: readonly AddressRange[],
  lookup: NonNullable<LanParts['lookup']>,
  signal: AbortSignal,
): Promise<string> {
  const nameError = () => new FlashlineError('LAN_NAME', { host })
  const found = isIP(host)
    ? [host]
    : await boundedWait(
        lookup(host).catch((error) => {
          throw new FlashlineError('LAN_NAME', { host }, { cause: error })
        }),
        { signals: [signal], timeoutMs: lookupMs, timeoutError: nameError },
      )
  const [first] = found
  if (first === undefined) throw nameError()
  const ip = found.find((one) => isInside(one, allowed))
  if (ip === undefined) throw new FlashlineError('LAN_OUTSIDE', { address: plainIp(first), host })
  return plainIp(ip)
}

/** IPv4 first: what small devices speak. */
async function systemAddresses(host: string): Promise<readonly string[]> {
  const found = await systemLookup(host, { all: true, order: 'ipv4first' })
  return found.map(({ address }) => address)
}

type Closing = Link | Acceptor | { close(): void }

/** `keep` is given everything that has to be closed with the link. */
function createLanHost(
  { name, ip, port }: Pick<LanHost, 'name' | 'ip' | 'port'>,
  keep: (opened: Closing) => void,
): LanHost {
  const unreachable = (to: number, reason: string, cause?: unknown) =>
    new FlashlineError('LAN_UNREACHABLE', { address: ip, port: to, reason }, { cause })
  const kept = <Opened extends Closing>(opened: Opened): Opened => {
    keep(opened)
    return opened
  }
  return {
    name,
    ip,
    port,
    localIp: () => localAddressTo(ip),
    async connect(to, { timeoutMs, signal }) {
      const target = isIP(ip) === 6 ? `tcp://[${ip}]:${to}` : `tcp://${ip}:${to}`
      try {
        const limits = { ...usualLimits, connectMs: timeoutMs }
        return kept(await openTcp(target, { baudRate: 115_200, signal }, limits))
      } catch (error) {
        signal.throwIfAborted()
        const reason =
          error instanceof FlashlineError ? String(error.context.reason ?? error.code) : 'unknown'
        throw unreachable(to, reason, error)
      }
    },
    openUdp: async (to, { signal }) => kept(await openDatagrams(ip, to, signal)),
    accept: async ({ signal }) => kept(await openAcceptor(ip, await localAddressTo(ip), signal)),
    request: (request, signal) => lanRequest({ name, ip }, request, signal),
  }
}
