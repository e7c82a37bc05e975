// SMP over UDP: one message in each datagram, nothing around it. Datagrams get lost, come twice and change places; what that
// means is for session.ts and upload.ts. Source: Zephyr documentation, "SMP Transport Specification" (UDP, port 1337).
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Datagrams } from '../../transports/lan-host.ts'
import type { SmpCarrier } from './carrier.ts'

/** IPv6 and UDP; IPv4 needs less. */
const headerBytes = 40 + 8
/** Of a network, for estimates. */
const roundTripMs = 10

export function udpCarrier(datagrams: Datagrams, mtuBytes: number): SmpCarrier {
  let unreachable: FlashlineError | null = null
  /** A host that restarts says for a while that nobody listens: nothing but silence, whose reason is kept. */
  const orSilence = (error: unknown): null => {
    if (!(error instanceof FlashlineError) || error.code !== 'LAN_UNREACHABLE') throw error
    unreachable = error
    return null
  }
  return {
    messageBytesIn: (bufferBytes) => Math.min(bufferBytes, mtuBytes - headerBytes),
    messageMs: () => roundTripMs,
    frame: (message) => message,
    async send(message, signal) {
      signal.throwIfAborted()
      await datagrams.send(message).catch(orSilence)
    },
    async receive(timeoutMs, signal) {
      const until = performance.now() + timeoutMs
      for (let left = timeoutMs; ; left = until - performance.now()) {
        const message = await datagrams.receive(Math.max(left, 0), signal).catch(orSilence)
        if (message !== null) {
          unreachable = null
          return message
        }
        if (left <= 0) return null
      }
    },
    brokenCount: 0,
    losesAny: true,
    get unreachable() {
      return unreachable
    },
  }
}
