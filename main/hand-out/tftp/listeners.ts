// Where a TFTP server hears requests: one socket for each of our addresses. Not here: what a request is answered.
import type { RemoteInfo, Socket } from 'node:dgram'
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { HandOutLog } from '../log.ts'
import { openSocket } from './peer.ts'

/** `socket` answers from the address and port that were asked. */
export type OnRequest = (ownIp: string, socket: Socket, bytes: Uint8Array, client: RemoteInfo) => void

export class Listeners {
  readonly #port: number
  readonly #log: HandOutLog
  readonly #onRequest: OnRequest
  readonly #sockets = new Map<string, Promise<Socket>>()

  constructor(port: number, log: HandOutLog, onRequest: OnRequest) {
    this.#port = port
    this.#log = log
    this.#onRequest = onRequest
  }

  /** Listens there and nowhere else; returns the port of each. HANDOUT_PORT. */
  async listen(hosts: readonly string[]): Promise<ReadonlyMap<string, number>> {
    await this.#keep(hosts)
    const ports = new Map<string, number>()
    for (const host of hosts) {
      const opening = this.#sockets.get(host) ?? this.#open(host)
      this.#sockets.set(host, opening)
      try {
        ports.set(host, (await opening).address().port)
      } catch (error) {
        this.#sockets.delete(host)
        const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
        throw new FlashlineError('HANDOUT_PORT', { port: this.#port, address: host, reason })
      }
    }
    return ports
  }

  /** Idempotent. */
  close(): Promise<void> {
    return this.#keep([])
  }

  async #keep(hosts: readonly string[]): Promise<void> {
    for (const [host, opening] of this.#sockets) {
      if (hosts.includes(host)) continue
      this.#sockets.delete(host)
      const socket = await opening.catch(() => null)
      socket?.close()
    }
  }

  async #open(host: string): Promise<Socket> {
    const socket = await openSocket(host, this.#port)
    // What a datagram that could not be answered leaves behind; the next one is heard all the same.
    socket.on('error', (error) => this.#log.warn({ reason: error.message }, 'tftp socket'))
    socket.on('message', (bytes, client) => this.#onRequest(host, socket, bytes, client))
    return socket
  }
}
