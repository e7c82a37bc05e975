// The client of a plant's message broker: MQTT 5, or 3.1.1 where the broker knows nothing newer. The only importer of
// `mqtt`; used for one connection at a time, since what it keeps for later and sends again by itself is wrong for orders to
// devices. Being there again after a loss: lasting-broker.ts. Reason codes: OASIS MQTT 5.0, section 2.4; 3.1.1, 3.2.2.3.
import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { IClientOptions, MqttClient } from 'mqtt'
import { FlashlineError } from '../../preload/contract/index.ts'
import { boundedWait } from './bounded-wait.ts'
import type { Broker, BrokerMessage } from './broker.ts'
import type { BrokerConnection, BrokerLog, DialBroker } from './broker-connection.ts'
import { type BrokerPlace, brokerSocketError, openBrokerSocket } from './broker-socket.ts'
import { InFlight } from './in-flight.ts'
import { openLastingBroker } from './lasting-broker.ts'
import { boundPackets, PacketBound } from './packet-bound.ts'

export interface BrokerOptions {
  /** `mqtt://host[:port]` or `mqtts://host[:port]`; a user or password in it is not looked at. */
  readonly url: string
  readonly username: string
  readonly caPem: string
  readonly certPem: string
  /** Asked at every connection. Neither of them ever leaves this file. */
  readonly password: () => string
  readonly clientKey: () => string
  /** Two clients of the same id throw each other out; left out: one of our own. */
  readonly clientId?: string
  readonly log: BrokerLog
  /** Published by the broker when this client is gone without a word. */
  readonly will?: { readonly topic: string; readonly payload: string; readonly retain: boolean }
}

/** Far above any answer of a device, far below what would be felt. */
const largestPacketBytes = 256 * 1024
const connackMs = 10_000
const keepAliveSeconds = 30
const acknowledgeMs = 15_000
/** How long a goodbye may take. */
const closeMs = 1000
const mostInFlight = 100
const filtersPerPacket = 100

/** Rejects when the first connection fails: BROKER_UNREACHABLE, BROKER_DENIED, BROKER_TLS; the signal's reason. */
export function openBroker(
  options: BrokerOptions,
  signal: AbortSignal = new AbortController().signal,
): Promise<Broker> {
  const place = placeOf(options)
  return openLastingBroker(
    {
      address: place.address,
      dial: dialer(place, options),
      log: options.log,
      pause: (delayMs, until) => sleep(delayMs, undefined, { signal: until }),
      random: Math.random,
    },
    signal,
  )
}

function placeOf({ url, caPem, certPem, clientKey }: BrokerOptions): BrokerPlace {
  const { protocol, hostname, port } = new URL(url)
  const isTls = protocol === 'mqtts:'
  const host = hostname.replace(/^\[|\]$/g, '')
  const number = port === '' ? (isTls ? 8883 : 1883) : Number(port)
  return {
    address: `${protocol}//${hostname}:${number}`,
    host,
    port: number,
    tls: isTls ? { caPem, certPem, clientKey } : null,
  }
}

/** Remembers which version the broker knows. */
function dialer(place: BrokerPlace, options: BrokerOptions): DialBroker {
  const clientId = options.clientId ?? `flashline-${randomBytes(4).toString('hex')}`
  let version: Version = 5
  const dialAs = async (hear: (message: BrokerMessage) => void, signal: AbortSignal) => {
    // Its hundred milliseconds are for those who have a broker.
    const { MqttClient: Client } = await import('mqtt')
    const socket = await openBrokerSocket(place, signal)
    const client = clientOver(Client, socket, place, { ...options, clientId, version })
    client.on('message', (topic, payload, { retain }) => hear({ topic, payload, retained: retain }))
    try {
      await accepted(client, place, version, signal)
      return talkOver(client, place, version)
    } catch (error) {
      client.end(true)
      socket.destroy()
      throw error
    }
  }
  return async (hear, signal) => {
    try {
      return await dialAs(hear, signal)
    } catch (error) {
      if (!(error instanceof OtherVersion)) throw error
      version = 4
      return dialAs(hear, signal)
    }
  }
}

type Version = 4 | 5

/** The broker does not know MQTT 5. */
class OtherVersion extends Error {}

function clientOver(
  Client: typeof MqttClient,
  socket: Socket,
  { address }: BrokerPlace,
  options: BrokerOptions & { readonly clientId: string; readonly version: Version },
): MqttClient {
  const { username, version, clientId, will, log } = options
  const bound = new PacketBound(largestPacketBytes, (sizeBytes) => {
    log.warn({ address, sizeBytes }, 'broker message too large')
  })
  const client: IClientOptions = {
    clientId,
    protocolVersion: version,
    clean: true,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    keepalive: keepAliveSeconds,
    // Ours ends it earlier.
    connectTimeout: 2 * connackMs,
    timerVariant: 'native',
    // Its own tracing would print the password.
    log: () => {},
    ...(username !== '' && { username, password: options.password() }),
    ...(version === 5 && { properties: { maximumPacketSize: largestPacketBytes } }),
    ...(will && { will: { ...will, payload: Buffer.from(will.payload), qos: 1 } }),
  }
  return new Client(() => boundPackets(socket, bound), client)
}

/** Resolves when the broker has accepted us. BROKER_UNREACHABLE, BROKER_DENIED, BROKER_TLS, OtherVersion. */
function accepted(
  client: MqttClient,
  place: BrokerPlace,
  version: Version,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  client.once('connect', () => resolve())
  // Stays: it may tell one failure twice, and tells some after the connection stood.
  client.on('error', (error) => reject(refusal(error, place, version)))
  // An old broker may hang up on what it does not understand.
  client.once('close', () => reject(version === 5 ? new OtherVersion() : refusal(null, place, version)))
  return boundedWait(promise, {
    signals: [signal],
    timeoutMs: connackMs,
    timeoutError: () =>
      new FlashlineError('BROKER_UNREACHABLE', { address: place.address, reason: 'timeout' }),
  })
}

const unknownVersion = [1, 132]
/** Identifier, user and password, authorisation, banned, method of authentication. */
const deniedReasons = [2, 4, 5, 133, 134, 135, 138, 140]

function refusal(error: Error | null, place: BrokerPlace, version: Version): Error {
  const code = error && reasonCodeOf(error)
  if (code === null) return hungUp(brokerSocketError(place, error), place)
  if (version === 5 && unknownVersion.includes(code)) return new OtherVersion()
  return new FlashlineError(deniedReasons.includes(code) ? 'BROKER_DENIED' : 'BROKER_UNREACHABLE', {
    address: place.address,
    reason: code,
  })
}

/** Whoever has finished a TLS handshake is there, and has hung up because of us; its reason may be cut off with it. */
function hungUp(error: FlashlineError, { tls }: BrokerPlace): FlashlineError {
  if (tls === null || error.code !== 'BROKER_UNREACHABLE') return error
  return new FlashlineError('BROKER_DENIED', error.context, { cause: error.cause })
}

/** Null: it is no answer of the broker. */
function reasonCodeOf(error: Error): number | null {
  return 'code' in error && typeof error.code === 'number' ? error.code : null
}

function talkOver(client: MqttClient, { address }: BrokerPlace, version: Version): BrokerConnection {
  const ended = new AbortController()
  const { promise: closed, resolve: tellClosed } = Promise.withResolvers<{ reason: string }>()
  let reason = 'closed'
  const lost = () => new FlashlineError('BROKER_LOST', { address, reason })
  client.on('error', (error) => {
    reason = 'code' in error ? String(error.code) : 'client'
  })
  client.on('disconnect', ({ reasonCode }) => {
    reason = String(reasonCode ?? 'closed')
  })
  client.once('close', () => {
    ended.abort(lost())
    // Lets go of what it kept to send again.
    client.end(true)
    tellClosed({ reason })
  })

  /** A broker that acknowledges nothing while it answers pings is as good as gone. */
  const acknowledged = <T>(ask: (resolve: (answer: T) => void, reject: (error: Error) => void) => void) =>
    boundedWait(new Promise<T>(ask), {
      signals: [ended.signal],
      timeoutMs: acknowledgeMs,
      timeoutError: () => {
        reason = 'silent'
        client.stream.destroy()
        return lost()
      },
    })
  const inFlight = new InFlight(
    Math.min(client.serverProperties?.receiveMaximum ?? mostInFlight, mostInFlight),
  )

  return {
    closed,
    async publish(topic, payload, { retain, signal }) {
      const either = AbortSignal.any([signal, ended.signal])
      const leave = await inFlight.enter(either)
      const taken = acknowledged<void>((resolve, reject) => {
        const bytes = typeof payload === 'string' ? payload : Buffer.from(payload)
        client.publish(topic, bytes, { qos: 1, retain }, (error) => {
          if (error === undefined || error === null) return resolve()
          const code = reasonCodeOf(error)
          reject(code === null ? lost() : new FlashlineError('BROKER_REFUSED', { topic, reason: code }))
        })
      }).finally(leave)
      await boundedWait(taken, {
        signals: [either],
        timeoutMs: Number.POSITIVE_INFINITY,
        timeoutError: () => null,
      })
    },
    async subscribe(filters) {
      const refused: string[] = []
      for (let at = 0; at < filters.length; at += filtersPerPacket) {
        const some = filters.slice(at, at + filtersPerPacket)
        const granted = await acknowledged<readonly unknown[]>((resolve, reject) => {
          // A message too large for us was never acknowledged: under 3.1.1, where it comes all the same, nothing may be owed.
          client.subscribe([...some], { qos: version === 5 ? 1 : 0 }, (_error, _asked, packet) => {
            if (packet === undefined) reject(lost())
            else resolve(packet.granted)
          })
        })
        refused.push(...some.filter((_, index) => Number(granted[index] ?? 0x80) >= 0x80))
      }
      return refused
    },
    unsubscribe: (filters) =>
      acknowledged<void>((resolve, reject) => {
        client.unsubscribe([...filters], (error) => (error ? reject(lost()) : resolve()))
      }),
    async close() {
      client.end()
      await boundedWait(closed, { signals: [], timeoutMs: closeMs, timeoutError: () => null }).catch(() => {})
      client.stream.destroy()
      await closed
    },
  }
}
