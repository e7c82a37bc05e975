// What the headless door bears. Our screens and a plant's software stay far below; the numbers are there so that nobody
// who reaches the port can fill the memory, use up the files of the process, or keep others out.
import type { SeatLimits } from '../../hand-out/http/seats.ts'

export interface DoorLimits extends SeatLimits {
  /** WebSockets; the other connections stay for pages and REST. */
  readonly viewers: number
  /** Request line and headers together. All servers on a machine share its cookies: leave room. */
  readonly headerBytes: number
  /** From the connection, or the end of the last answer, to the end of the headers. */
  readonly headersMs: number
  /** To the end of the body. */
  readonly requestMs: number
  readonly keepAliveMs: number
  readonly requestsPerConnection: number
  readonly bodyBytes: number
  /** A viewer that has stopped reading is dropped before its events fill the memory. */
  readonly unreadBytes: number
}

export const usualDoorLimits: DoorLimits = {
  connections: 256,
  // On loopback everybody comes from one address.
  connectionsPerPeer: 256,
  viewers: 64,
  headerBytes: 16 * 1024,
  headersMs: 10_000,
  requestMs: 60_000,
  keepAliveMs: 30_000,
  requestsPerConnection: 256,
  bodyBytes: 1024 * 1024,
  unreadBytes: 8 * 1024 * 1024,
}
