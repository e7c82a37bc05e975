// Hands images out to boot loaders that fetch by TFTP: read requests for offered names alone, on the given addresses
// alone. Not here: the datagrams (codec.ts), a transfer (transfer.ts), sockets (peer.ts).
// Source: RFC 1350, 2347, 2348, 2349, 7440.
import { randomBytes } from 'node:crypto'
import type { RemoteInfo, Socket } from 'node:dgram'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { HandOutOffer, Offered } from '../hand-out.ts'
import type { HandOutLog } from '../log.ts'
import {
  decodePacket,
  type ErrorNumber,
  encodeError,
  errorCode,
  type Packet,
  type ReadRequest,
} from './codec.ts'
import { Listeners } from './listeners.ts'
import { negotiate, type TermLimits } from './negotiate.ts'
import { OfferedName } from './offered-name.ts'
import { openPeer, type Peer } from './peer.ts'
import { Transfer, type TransferEnd } from './transfer.ts'

export interface TftpServerOptions {
  /** Our addresses of the chosen interface, as numbers; asked with each offer. */
  readonly hosts: () => readonly string[]
  /** Boot loaders know no other than 69. 0: a free one. */
  readonly port?: number
  readonly log: HandOutLog
  readonly limits?: Partial<ServerLimits>
  readonly clock?: Clock
}

export interface ServerLimits extends TermLimits {
  readonly maxTransfers: number
  /** Of one address, behind which there may be several devices. */
  readonly maxTransfersOfPeer: number
}

export interface TftpServer {
  /** HANDOUT_UNSET without an address, HANDOUT_PORT {port, reason}. */
  offer(offer: HandOutOffer): Promise<Offered>
  /** Takes everything back. Idempotent. */
  close(): Promise<void>
}

const usualPort = 69

const usualLimits: ServerLimits = {
  // Fits the frames of any Ethernet, also through a tunnel.
  maxBlockSize: 1468,
  // Boot loaders were seen to hang with more.
  maxWindowSize: 16,
  maxTransfers: 256,
  maxTransfersOfPeer: 64,
}

/** Opens its port with the first offer. */
export function createTftpServer(options: TftpServerOptions): TftpServer {
  return new Server(options)
}

interface Running {
  readonly ip: string
  /** Null while its socket is being opened. */
  transfer: Transfer | null
}

class Server implements TftpServer {
  readonly #hosts: () => readonly string[]
  readonly #log: HandOutLog
  readonly #limits: ServerLimits
  readonly #clock: Clock
  readonly #listeners: Listeners
  readonly #names = new Map<string, OfferedName>()
  readonly #offers = new Set<Offered>()
  /** By `ip:port` of the client. */
  readonly #running = new Map<string, Running>()
  #isClosed = false

  constructor({ hosts, port = usualPort, log, limits, clock = systemClock }: TftpServerOptions) {
    this.#hosts = hosts
    this.#log = log
    this.#limits = { ...usualLimits, ...limits }
    this.#clock = clock
    this.#listeners = new Listeners(port, log, (...request) => this.#heard(...request))
  }

  async offer(offer: HandOutOffer): Promise<Offered> {
    const hosts = this.#hosts()
    const [first] = hosts
    if (first === undefined || this.#isClosed) throw new FlashlineError('HANDOUT_UNSET')
    const ports = await this.#listeners.listen(hosts)
    if (this.#isClosed) {
      await this.#listeners.close()
      throw new FlashlineError('HANDOUT_UNSET')
    }
    const host = offer.host ?? first
    // A device behind a router may know us by an address that we do not have.
    const port = ports.get(host) ?? ports.get(first) ?? usualPort

    // Hexadecimal: any command line takes it as it stands, and it is short.
    const path = `${randomBytes(16).toString('hex')}.bin`
    const name = new OfferedName(offer)
    this.#names.set(path, name)
    const close = () => {
      stopLifetime()
      this.#offers.delete(offered)
      this.#names.delete(path)
      for (const end of [...name.endings]) end()
    }
    const stopLifetime = this.#clock.after(offer.lifetimeMs, close)
    const place = host.includes(':') ? `[${host}]` : host
    const url = `tftp://${place}${port === usualPort ? '' : `:${port}`}/${path}`
    const offered: Offered = { url, host, port, path, close }
    this.#offers.add(offered)
    return offered
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const offered of [...this.#offers]) offered.close()
    await this.#listeners.close()
  }

  #heard(ownIp: string, socket: Socket, bytes: Uint8Array, client: RemoteInfo): void {
    const packet = decodePacket(bytes)
    const refuse = (code: ErrorNumber, message: string): void => {
      socket.send(encodeError(code, message), client.port, client.address)
    }
    if (packet?.kind === 'write') refuse(errorCode.accessViolation, 'Only to be read')
    if (packet?.kind !== 'read') return
    const name = this.#names.get(packet.fileName.replace(/^\//, ''))
    if (packet.mode !== 'octet') refuse(errorCode.illegal, 'Only mode octet')
    // The same word for what is not there and for what is not theirs.
    else if (!name?.isFor(client.address)) refuse(errorCode.notFound, 'File not found')
    else this.#asked(name, packet, ownIp, client)
  }

  #asked(name: OfferedName, request: ReadRequest, ownIp: string, client: RemoteInfo): void {
    const running = this.#running.get(keyOf(client))
    if (running && !running.transfer?.isUnderWay) {
      // The answer was lost, or is still on its way.
      running.transfer?.repeat()
      return
    }
    running?.transfer?.close()
    // Without a word: it asks again by itself, and by then there may be room.
    if (!this.#isFull(client.address)) void this.#serve(name, request, ownIp, client)
  }

  #isFull(ip: string): boolean {
    if (this.#running.size >= this.#limits.maxTransfers) return true
    let ofPeer = 0
    for (const running of this.#running.values()) if (running.ip === ip) ofPeer += 1
    return ofPeer >= this.#limits.maxTransfersOfPeer
  }

  async #serve(name: OfferedName, request: ReadRequest, ownIp: string, client: RemoteInfo): Promise<void> {
    const { address: ip, port } = client
    const running: Running = { ip, transfer: null }
    this.#running.set(keyOf(client), running)
    let peer: Peer | null = null
    let isTakenBack = false
    const end = (): void => {
      isTakenBack = true
      running.transfer?.close()
    }
    const ended = (how: TransferEnd): void => {
      peer?.close()
      if (this.#running.get(keyOf(client)) === running) this.#running.delete(keyOf(client))
      name.ended(end, how === 'whole')
    }
    name.asked(end)
    const events = {
      onPacket: (packet: Packet) => running.transfer?.receive(packet),
      onGone: () => running.transfer?.lost(),
    }
    try {
      peer = await openPeer(ownIp, { ip, port }, events)
    } catch (error) {
      this.#log.warn({ ip, reason: error instanceof Error ? error.message : '' }, 'tftp socket')
      ended('silent')
      return
    }
    const { bytes } = name.offer.file
    const transfer = new Transfer(bytes, negotiate(request.options, bytes.length, this.#limits), {
      clock: this.#clock,
      send: peer.send,
      onAcknowledged: (doneBytes) => name.acknowledged(doneBytes),
      onEnd: ended,
    })
    running.transfer = transfer
    if (isTakenBack) transfer.close()
    else transfer.start()
  }
}

function keyOf({ address, port }: RemoteInfo): string {
  return `${address}:${port}`
}
