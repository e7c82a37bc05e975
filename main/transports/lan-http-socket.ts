// The connection of one HTTP exchange: to the pinned address, with TLS where it is asked for. The certificate has to be
// valid for the host's name or its address, or be itself one of those that the profile trusts. Not here: HTTP.
import { X509Certificate } from 'node:crypto'
import { isIP, connect as openPlain, type Socket } from 'node:net'
import { type ConnectionOptions, checkServerIdentity, connect as openTls } from 'node:tls'
import { FlashlineError } from '../../preload/contract/index.ts'
import { boundedWait } from './bounded-wait.ts'
import type { LanHost, LanRequest } from './lan-host.ts'

type Place = Pick<LanHost, 'name' | 'ip'>

/** LAN_UNREACHABLE {address, port, reason}, OTA_TLS {address, port, reason}. */
export async function openHttpSocket(
  host: Place,
  { port, tls, connectMs }: LanRequest,
  signal: AbortSignal,
): Promise<Socket> {
  signal.throwIfAborted()
  const { promise: connected, resolve, reject } = Promise.withResolvers<void>()
  const place = { host: host.ip, port, noDelay: true }
  const socket =
    tls === null ? openPlain(place, resolve) : openTls({ ...place, ...trustOf(host, tls.caPem) }, resolve)
  // Stays for the socket's whole life: an error without a listener would end the process.
  socket.on('error', reject)
  const unreachable = (reason: string, cause?: unknown) =>
    new FlashlineError('LAN_UNREACHABLE', { address: host.ip, port, reason }, { cause })
  try {
    await boundedWait(connected, {
      signals: [signal],
      timeoutMs: connectMs,
      timeoutError: () => unreachable('timeout'),
    })
    return socket
  } catch (error) {
    socket.destroy()
    signal.throwIfAborted()
    if (error instanceof FlashlineError) throw error
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    // What has a system call's name never came so far as to speak of certificates.
    if (tls === null || (/^E[A-Z0-9]+$/.test(reason) && reason !== 'EPROTO')) throw unreachable(reason, error)
    throw new FlashlineError('OTA_TLS', { address: host.ip, port, reason }, { cause: error })
  }
}

/** Without certificates of the profile those of the system count. */
function trustOf({ name, ip }: Place, caPem: string): ConnectionOptions {
  const trusted = caPem === '' ? [] : certificatesIn(caPem)
  const pinned = trusted.map(({ fingerprint256 }) => fingerprint256)
  return {
    servername: isIP(name) ? '' : name,
    ...(trusted.length > 0 && { ca: trusted.map(String), allowPartialTrustChain: true }),
    checkServerIdentity: (_, certificate) => {
      if (pinned.includes(certificate.fingerprint256)) return undefined
      return checkServerIdentity(name, certificate) && checkServerIdentity(ip, certificate)
    },
  }
}

/** PROFILE_INVALID for what is no certificate. */
function certificatesIn(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  try {
    if (blocks === null) throw new Error('no certificate in it')
    return blocks.map((block) => new X509Certificate(block))
  } catch (cause) {
    throw new FlashlineError('PROFILE_INVALID', { issue: 'caPem' }, { cause })
  }
}
