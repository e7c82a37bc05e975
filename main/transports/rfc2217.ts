// A serial port behind a telnet server as a link (RFC 2217): ser2net, pyserial's servers, Ethernet-to-serial boxes, another
// laptop. It has a rate, parity and, where the server shows them, modem lines. Not here: a server's raw port (tcp.ts).
//
// It never reconnects. A server does not say which bytes reached the device before a connection was lost, so going on in
// mid-flash would be a guess: the link is lost, the job ends, and the next job opens a new connection.
import { setTimeout as sleep } from 'node:timers/promises'
import { FlashlineError } from '../../preload/contract/index.ts'
import { parseAddress } from './addresses.ts'
import { boundedWait } from './bounded-wait.ts'
import { CarriedLink } from './carried-link.ts'
import type { Link, LinkOptions } from './link.ts'
import { Rfc2217Carrier, type Rfc2217Limits } from './rfc2217-carrier.ts'
import { ServerGreeting } from './server-greeting.ts'
import { connectSocket, type TcpPlace, TcpWire, usualLimits as usualTcpLimits } from './tcp-wire.ts'
import { TelnetReader } from './telnet.ts'

const usualLimits: Rfc2217Limits = {
  ...usualTcpLimits,
  answerMs: 3000,
  silenceMs: 400,
  pause: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
}

/**
 * 8 data bits, no parity, 1 stop bit, no flow control, buffers purged, DTR and RTS on. LINK_ADDRESS, LINK_NOT_FOUND,
 * LINK_BUSY, LINK_DENIED, LINK_LOST; PROFILE_INVALID {baudRate, answered} for a rate that the port cannot do;
 * REMOTE_SERIAL {reason: notTelnet | noComPort} or {option, asked, answered}, null where no answer came.
 */
export async function openRfc2217(
  address: string,
  { baudRate, signal }: LinkOptions,
  some: Partial<Rfc2217Limits> = {},
): Promise<Link> {
  signal.throwIfAborted()
  const limits = { ...usualLimits, ...some }
  const server = parseAddress(address)
  if (server.scheme !== 'rfc2217') throw new FlashlineError('LINK_ADDRESS', { address })
  const place = { ...server, address }
  const wire = new TcpWire(await connectSocket(place, signal, limits), limits)
  const carrier = new Rfc2217Carrier(address, wire, limits)
  const link = new CarriedLink(address, carrier)
  try {
    // Bounded by the limits of its own waits.
    await boundedWait(carrier.open(baudRate, link), {
      signals: [signal],
      timeoutMs: Number.POSITIVE_INFINITY,
      timeoutError: () => null,
    })
  } catch (error) {
    await link.close()
    const isHungUp = error instanceof FlashlineError && error.code === 'LINK_LOST'
    throw isHungUp ? await refusalInstead(error, place, limits, signal) : error
  }
  return link
}

/**
 * What a server says when it hangs up is lost when our own words crossed its (a write that fails ends the reading too), so
 * it is asked once more, by a client that only listens.
 */
async function refusalInstead(
  error: FlashlineError,
  place: TcpPlace,
  limits: Rfc2217Limits,
  signal: AbortSignal,
): Promise<FlashlineError> {
  const socket = await connectSocket(place, signal, limits).catch(() => null)
  if (socket === null) return error
  const wire = new TcpWire(socket, limits)
  const greeting = new ServerGreeting()
  const reader = new TelnetReader({
    data: (bytes) => greeting.add(bytes),
    negotiation: () => {},
    subnegotiation: () => {},
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  wire.listen({ received: (bytes) => reader.read(bytes), ended: resolve, broken: () => resolve() })
  // A server that does not hang up has nothing to refuse any more.
  const patience = { signals: [signal], timeoutMs: limits.answerMs, timeoutError: () => null }
  await boundedWait(promise, patience).catch(() => {})
  await wire.release(true)
  signal.throwIfAborted()
  const code = greeting.refusal()
  return code === 'LINK_LOST' ? error : new FlashlineError(code, error.context, { cause: error })
}
