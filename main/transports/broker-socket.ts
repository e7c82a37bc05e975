// The connection to a broker below MQTT: TCP, or TLS that is valid for the broker's name. A certificate that is not
// trusted is an error; there is no other way in. Not here: who the station is to the broker, except its certificate.
import { isIP, connect as openPlain, type Socket } from 'node:net'
import { createSecureContext, connect as openTls, type SecureContext } from 'node:tls'
import { FlashlineError } from '../../preload/contract/index.ts'
import { boundedWait } from './bounded-wait.ts'

export interface BrokerPlace {
  /** `mqtt://host:port`, for errors. */
  readonly address: string
  readonly host: string
  readonly port: number
  /** Null: plain TCP. */
  readonly tls: BrokerTls | null
}

export interface BrokerTls {
  /** Only these authorities are trusted; "": those of the system. */
  readonly caPem: string
  /** Client certificate; "": none. */
  readonly certPem: string
  readonly clientKey: () => string
}

const connectMs = 10_000

/** BROKER_UNREACHABLE, BROKER_TLS, BROKER_DENIED (our own certificate) {address, reason}; the signal's reason. */
export async function openBrokerSocket(place: BrokerPlace, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted()
  const { address, host, port, tls } = place
  const { promise: connected, resolve, reject } = Promise.withResolvers<void>()
  const options = { host, port, noDelay: true }
  const socket =
    tls === null
      ? openPlain(options, resolve)
      : openTls(
          { ...options, servername: isIP(host) ? '' : host, secureContext: secureContext(address, tls) },
          resolve,
        )
  // Stays for the socket's whole life: an error without a listener would end the process.
  socket.on('error', reject)
  try {
    await boundedWait(connected, {
      signals: [signal],
      timeoutMs: connectMs,
      timeoutError: () => new FlashlineError('BROKER_UNREACHABLE', { address, reason: 'timeout' }),
    })
    return socket
  } catch (error) {
    socket.destroy()
    signal.throwIfAborted()
    throw error instanceof FlashlineError ? error : brokerSocketError(place, error)
  }
}

/** What the end of such a connection means. A broker says only after the handshake that it wants another certificate. */
export function brokerSocketError({ address, tls }: BrokerPlace, cause: unknown): FlashlineError {
  const reason = reasonOf(cause)
  const isSystem = /^E[A-Z0-9]+$/.test(reason) && reason !== 'EPROTO'
  if (tls === null || isSystem || reason === 'closed') {
    return new FlashlineError('BROKER_UNREACHABLE', { address, reason }, { cause })
  }
  const isOurs = /ALERT.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/.test(reason)
  return new FlashlineError(isOurs ? 'BROKER_DENIED' : 'BROKER_TLS', { address, reason }, { cause })
}

/** `closed` where nothing was said. */
function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'closed'
}

function secureContext(address: string, { caPem, certPem, clientKey }: BrokerTls): SecureContext {
  const trust = caPem === '' ? {} : { ca: caPem }
  const made = (code: 'BROKER_TLS' | 'BROKER_DENIED', options: object): SecureContext => {
    try {
      return createSecureContext(options)
    } catch (cause) {
      throw new FlashlineError(code, { address, reason: reasonOf(cause) })
    }
  }
  const trusting = made('BROKER_TLS', trust)
  if (certPem === '') return trusting
  return made('BROKER_DENIED', { ...trust, cert: certPem, key: clientKey() })
}
