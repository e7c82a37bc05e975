// How many connections may be open, overall and of one address. Who is idle longest gives way to who comes; when nobody
// is idle, who comes is turned away. A connection whose request has not come whole is idle: that is how half a
// request held open (slowloris) and thousands of silent connections cost no other device its turn.
import type { Socket } from 'node:net'

export interface SeatLimits {
  readonly connections: number
  readonly connectionsPerPeer: number
}

export interface Seats {
  /** A connection came. False: there is no room for it. It leaves by itself when it closes. */
  take(socket: Socket): boolean
  /** A request of it is being answered; `rest` when the answer is out. */
  work(socket: Socket): void
  rest(socket: Socket): void
}

interface Seat {
  readonly peer: Peer
  answering: number
}

interface Peer {
  readonly ip: string
  taken: number
  /** Longest idle first. */
  readonly idle: Set<Socket>
}

export function createSeats(limits: SeatLimits): Seats {
  const seats = new Map<Socket, Seat>()
  const peers = new Map<string, Peer>()
  /** Longest idle first. */
  const idle = new Set<Socket>()

  const setIdle = (socket: Socket, peer: Peer) => {
    idle.add(socket)
    peer.idle.add(socket)
  }
  const setBusy = (socket: Socket, peer: Peer) => {
    idle.delete(socket)
    peer.idle.delete(socket)
  }
  const leave = (socket: Socket) => {
    const peer = seats.get(socket)?.peer
    if (peer === undefined) return
    seats.delete(socket)
    setBusy(socket, peer)
    peer.taken -= 1
    if (peer.taken === 0) peers.delete(peer.ip)
  }
  const dropOldest = (of: ReadonlySet<Socket>): boolean => {
    const [oldest] = of
    if (oldest === undefined) return false
    leave(oldest)
    oldest.destroy()
    return true
  }

  return {
    take(socket) {
      const ip = socket.remoteAddress
      // Gone before anybody looked.
      if (ip === undefined) return false
      const known = peers.get(ip)
      if (known && known.taken >= limits.connectionsPerPeer && !dropOldest(known.idle)) return false
      if (seats.size >= limits.connections && !dropOldest(idle)) return false
      const peer = peers.get(ip) ?? { ip, taken: 0, idle: new Set() }
      peers.set(ip, peer)
      peer.taken += 1
      seats.set(socket, { peer, answering: 0 })
      setIdle(socket, peer)
      socket.once('close', () => leave(socket))
      return true
    },
    work(socket) {
      const seat = seats.get(socket)
      if (seat === undefined) return
      seat.answering += 1
      setBusy(socket, seat.peer)
    },
    rest(socket) {
      const seat = seats.get(socket)
      if (seat === undefined) return
      seat.answering -= 1
      if (seat.answering === 0) setIdle(socket, seat.peer)
    },
  }
}
