// The sockets of a TFTP server: one that hears requests, and one for each transfer, connected to its client, so that
// nobody else is heard there and a client that is gone is noticed. Not here: what is said.
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import { decodePacket, type Packet } from './codec.ts'

export interface Place {
  readonly ip: string
  readonly port: number
}

/** Resolves when it hears; rejects with the system's error (EACCES, EADDRINUSE, EADDRNOTAVAIL). */
export async function openSocket(ip: string, port: number): Promise<Socket> {
  const socket = createSocket(isIPv6(ip) ? 'udp6' : 'udp4')
  try {
    const listening = once(socket, 'listening')
    socket.bind({ address: ip, port, exclusive: true })
    await listening
    return socket
  } catch (error) {
    socket.close()
    throw error
  }
}

export interface Peer {
  readonly send: (...parts: Uint8Array[]) => void
  /** Idempotent. */
  close(): void
}

export interface PeerEvents {
  readonly onPacket: (packet: Packet) => void
  /** Its port is closed, or there is no way to it. */
  readonly onGone: () => void
}

/** A socket at a free port of `ownIp` that speaks to this client alone. */
export async function openPeer(ownIp: string, { ip, port }: Place, events: PeerEvents): Promise<Peer> {
  const socket = await openSocket(ownIp, 0)
  let isOpen = true
  let sending = 0
  const gone = (error: NodeJS.ErrnoException | null): void => {
    // What was not taken for want of room is sent again by itself.
    if (isOpen && error && goneCodes.has(error.code ?? '')) events.onGone()
  }
  const sent = (error: Error | null): void => {
    sending -= 1
    gone(error)
    if (!isOpen && sending === 0) socket.close()
  }
  socket.on('error', gone)
  socket.on('message', (bytes) => {
    const packet = decodePacket(bytes)
    if (packet) events.onPacket(packet)
  })
  try {
    const connected = once(socket, 'connect')
    socket.connect(port, ip)
    await connected
  } catch (error) {
    socket.close()
    throw error
  }
  return {
    send(...parts) {
      if (!isOpen) return
      sending += 1
      socket.send(parts, sent)
    },
    // The last word, that there is no more, still goes out.
    close() {
      if (!isOpen) return
      isOpen = false
      if (sending === 0) socket.close()
    },
  }
}

const goneCodes: ReadonlySet<string> = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN'])
