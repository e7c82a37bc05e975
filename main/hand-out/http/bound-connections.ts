// Gives every connection of a whole server a seat: the headless door's and the local cloud's. When all are taken, who has been
// idle longest gives way to who comes, so that a thousand silent connections keep nobody out.
import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { createSeats, type SeatLimits } from './seats.ts'

/** `onTurnedAway`: nobody was idle, and this one found no seat. */
export function boundConnections(server: Server, limits: SeatLimits, onTurnedAway: () => void): void {
  const seats = createSeats(limits)
  server.on('connection', (socket: Socket) => {
    if (seats.take(socket)) return
    onTurnedAway()
    socket.destroy()
  })
  server.on('request', ({ socket }, response: ServerResponse) => {
    seats.work(socket)
    response.once('close', () => seats.rest(socket))
  })
  // What was a request is a viewer from here on, or is hung up on.
  server.on('upgrade', ({ socket }) => seats.work(socket))
}
