// Asks every address of a range that a person typed who is there: bounded in number, in time and in what is read, and never
// outside the ranges that the station may speak to. Not here: who that is (scan-pages.ts), and whether it is known already.
import { FlashlineError, type LanInterface } from '../../preload/contract/index.ts'
import { listInterfaces } from './interfaces.ts'
import { lanRequest } from './lan-http.ts'
import { type AddressRange, addressesOf, isCovered, parseRange, sizeOf } from './ranges.ts'
import { recognise } from './scan-pages.ts'
import { lanAddress, type Sighting } from './sighting.ts'

export interface ScanOptions {
  /** As it was typed: `10.0.0.0/24`. */
  readonly range: string
  readonly allowed: readonly AddressRange[]
  /** TCP ports where a web server is looked for; what listens on UDP alone announces itself or is typed. */
  readonly ports?: readonly number[]
  readonly limitAddresses?: number
  /** Addresses that are asked at once. */
  readonly parallel?: number
  /** Until a connection stands; an answer may take three times as long. */
  readonly timeoutMs?: number
  readonly signal: AbortSignal
  /** After every address. */
  readonly onAsked?: (askedCount: number, totalCount: number) => void
  readonly onFound: (sighting: Sighting) => void
  /** The station's own addresses are left out. */
  readonly own?: readonly LanInterface[]
}

export interface ScanResult {
  readonly totalCount: number
  readonly foundCount: number
}

const mostOfAPageBytes = 64 * 1024

/** LAN_RANGE, LAN_OUTSIDE, before anything is asked; the signal's reason. */
export async function scanRange(options: ScanOptions): Promise<ScanResult> {
  const { signal, parallel = 64, ports = [80, 8080], onAsked = () => {}, onFound } = options
  signal.throwIfAborted()
  const addresses = planScan(options)
  let next = 0
  let askedCount = 0
  let foundCount = 0
  const failed = new AbortController()
  const both = AbortSignal.any([signal, failed.signal])
  const worker = async (): Promise<void> => {
    for (let ip = addresses[next++]; ip !== undefined; ip = addresses[next++]) {
      const found = await Promise.all(ports.map((port) => ask(ip, port, options.timeoutMs ?? 1500, both)))
      askedCount += 1
      for (const sighting of found) {
        if (sighting === null) continue
        foundCount += 1
        onFound(sighting)
      }
      onAsked(askedCount, addresses.length)
    }
  }
  const workers = Array.from({ length: Math.min(parallel, addresses.length) }, () =>
    worker().catch((error: unknown) => failed.abort(error)),
  )
  await Promise.all(workers)
  both.throwIfAborted()
  return { totalCount: addresses.length, foundCount }
}

/** Which addresses will be asked, in order. LAN_RANGE, LAN_OUTSIDE. Pure. */
export function planScan({
  range: text,
  allowed,
  limitAddresses = 1024,
  own = listInterfaces(),
}: Pick<ScanOptions, 'range' | 'allowed' | 'limitAddresses' | 'own'>): string[] {
  const range = parseRange(text)
  const limit = BigInt(limitAddresses)
  // A network has two more addresses than hosts.
  if (sizeOf(range) > limit + 2n)
    throw new FlashlineError('LAN_RANGE', { range: text, limit: limitAddresses })
  const addresses = [...addressesOf(range)]
  if (!isCovered(range, allowed)) {
    const [address = text] = addresses
    throw new FlashlineError('LAN_OUTSIDE', { address })
  }
  const skipped = new Set(own.flatMap(addressesOfNone))
  if (text.includes('/')) for (const address of edgesOf(range)) skipped.add(address)
  const hosts = addresses.filter((address) => !skipped.has(address))
  if (hosts.length > limitAddresses)
    throw new FlashlineError('LAN_RANGE', { range: text, limit: limitAddresses })
  return hosts
}

/** Those where no device can be: our own, save on loopback where simulated devices are, and the edges of the network. */
function addressesOfNone({ address, network, internal }: LanInterface): string[] {
  return [...(internal ? [] : [address]), ...edgesOf(parseRange(network))]
}

/** The address of the network itself and its broadcast address, where it is large enough to have them. */
function edgesOf(range: AddressRange): string[] {
  if (range.family !== 4 || sizeOf(range) < 4n) return []
  const { first, last, family } = range
  return [...addressesOf({ first, last: first, family }), ...addressesOf({ first: last, last, family })]
}

/** Null: nobody there, or nobody who speaks HTTP. */
async function ask(
  ip: string,
  port: number,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Sighting | null> {
  const facts = await recognise((path) =>
    lanRequest(
      { name: ip, ip },
      {
        ...{ method: 'GET', path, port, tls: null, headers: {}, body: [] },
        ...{ connectMs: timeoutMs, stallMs: 3 * timeoutMs, answerMs: 3 * timeoutMs },
        maxReplyBytes: mostOfAPageBytes,
      },
      signal,
    ),
  )
  signal.throwIfAborted()
  if (facts === null) return null
  const address = lanAddress(ip, port === 80 ? null : port)
  return { ...facts, origin: 'scan', name: facts.name ?? ip, address, accessPoint: '' }
}
