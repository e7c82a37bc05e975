// The network of one command: which addresses it may speak to, and the broker that it was given. A name is resolved once,
// and what it was resolved to is all that is spoken to. Not here: the network of a bench (network.ts).
import { lookup as systemLookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { FlashlineError } from '../../preload/contract/index.ts'
import { parseAddress } from '../transports/addresses.ts'
import { boundedWait } from '../transports/bounded-wait.ts'
import type { Broker } from '../transports/broker.ts'
import type { BrokerLog } from '../transports/broker-connection.ts'
import { openBrokerLink } from '../transports/broker-link.ts'
import { openLan } from '../transports/lan.ts'
import { openBroker } from '../transports/mqtt.ts'
import type { Schemes } from '../transports/open-link.ts'
import { openRfc2217 } from '../transports/rfc2217.ts'
import { openSerial } from '../transports/serial.ts'
import { openTcp } from '../transports/tcp.ts'

export interface BrokerOnce {
  /** `mqtt://host[:port]`, `mqtts://host[:port]` */
  readonly url: string
  readonly username: string
  readonly password: string
  /** Of the plant's own authority; "": the system's. */
  readonly caPem: string
}

/** What a command may use of the network, as it was typed. */
export interface NetworkOnce {
  /** Ranges that are spoken to; null: exactly the addresses that were typed. */
  readonly allow: readonly string[] | null
  readonly broker: BrokerOnce | null
  /** What devices want before they take an image; "": nothing. */
  readonly devicePassword: string
}

const lookupMs = 5000

export const plainNetwork: NetworkOnce = { allow: null, broker: null, devicePassword: '' }

export interface OpenedNetwork {
  readonly schemes: Schemes
  close(): Promise<void>
}

/** BROKER_* where one was named. */
export async function openNetworkOnce(
  { allow, broker }: NetworkOnce,
  addresses: readonly string[],
  log: BrokerLog,
  signal: AbortSignal,
): Promise<OpenedNetwork> {
  const pins = await pinned(addresses, signal)
  const ranges = allow ?? [...new Set([...pins.values()].flat())]
  const connected: Broker | null = broker && (await connect(broker, log, signal))
  return {
    schemes: {
      serial: openSerial,
      tcp: openTcp,
      rfc2217: openRfc2217,
      lan: openLan({ ranges: () => ranges, lookup: async (host) => pins.get(host) ?? [] }),
      mqtt: openBrokerLink(() => connected),
    },
    close: async () => connected?.close(),
  }
}

/** The hosts of the LAN among the addresses, each with where it is, IPv4 first. What is wrong is told when it is opened. */
async function pinned(
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const hosts = new Set(addresses.flatMap((address) => hostIn(address) ?? []))
  const pins = await Promise.all(
    [...hosts].map(async (host) => [host, await addressesOf(host, signal)] as const),
  )
  return new Map(pins)
}

function hostIn(address: string): string | null {
  try {
    const place = parseAddress(address)
    return place.scheme === 'lan' ? place.host : null
  } catch {
    return null
  }
}

async function addressesOf(host: string, signal: AbortSignal): Promise<readonly string[]> {
  if (isIP(host)) return [host]
  try {
    const found = await boundedWait(systemLookup(host, { order: 'ipv4first' }), {
      signals: [signal],
      timeoutMs: lookupMs,
      timeoutError: () => new FlashlineError('LAN_NAME', { host }),
    })
    return [found.address]
  } catch {
    signal.throwIfAborted()
    return []
  }
}

function connect(broker: BrokerOnce, log: BrokerLog, signal: AbortSignal): Promise<Broker> {
  const { url, username, password, caPem } = broker
  return openBroker(
    { url, username, caPem, certPem: '', password: () => password, clientKey: () => '', log },
    signal,
  )
}
