// A raw TCP connection as a link: a serial server (ser2net, an Ethernet-to-serial box) or an emulator's console.
// No modem lines and no rate: both are the server's. Not here: RFC 2217, which has them.
import type { Socket } from 'node:net'
import { FlashlineError } from '../../preload/contract/index.ts'
import { parseAddress } from './addresses.ts'
import { CarriedLink, type Carrier } from './carried-link.ts'
import type { Link, LinkOptions } from './link.ts'
import { ServerGreeting } from './server-greeting.ts'
import { connectSocket, type TcpLimits, TcpWire, usualLimits } from './tcp-wire.ts'

/** LINK_ADDRESS, LINK_NOT_FOUND, LINK_DENIED. */
export async function openTcp(
  address: string,
  { signal }: LinkOptions,
  limits: TcpLimits = usualLimits,
): Promise<Link> {
  signal.throwIfAborted()
  const place = parseAddress(address)
  if (place.scheme !== 'tcp') throw new FlashlineError('LINK_ADDRESS', { address })
  return linkOver(await connectSocket({ ...place, address }, signal, limits), address, limits)
}

/** Over a socket that is connected already. */
export function linkOver(socket: Socket, address: string, limits: TcpLimits): Link {
  const wire = new TcpWire(socket, limits)
  const carrier: Carrier = {
    pieceBytes: 64 * 1024,
    hasSignals: false,
    stallMs: () => limits.stallMs,
    writePiece: (bytes) => wire.write(bytes),
    drain: async () => {},
    setBaud: async () => {},
    setParity: async () => {},
    setSignals: async () => {},
    release: (writeBlocked) => wire.release(writeBlocked),
  }
  const link = new CarriedLink(address, carrier)
  const greeting = new ServerGreeting()
  wire.listen({
    received: (bytes) => {
      greeting.add(bytes)
      link.received(bytes)
    },
    ended: () => link.lost({ reason: 'ended' }, undefined, greeting.refusal()),
    broken: (cause) => link.lost({}, cause, greeting.refusal()),
  })
  return link
}
