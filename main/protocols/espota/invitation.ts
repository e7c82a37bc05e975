// Invites a device to fetch its image from us, and waits until it has connected. Datagrams get lost, come late and
// come twice, and a device only remembers the last one: README, "The invitation". Not here: the transfer (stream.ts).
import { randomBytes } from 'node:crypto'
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Acceptor, Datagrams, LanHost } from '../../transports/lan-host.ts'
import type { Link } from '../../transports/link.ts'
import { answerChallenge, isOldNonce, type KeptHash } from './challenge.ts'
import { decodeReply, encodeInvitation, type Invitation, type Reply } from './codec.ts'

export interface InviteOptions {
  readonly port: number
  readonly inviteTimeoutMs: number
  readonly connectTimeoutMs: number
  readonly password: () => string
}

/** A loop that is busy answers late; each silence is waited for a little longer. */
const firstWaitMs = 1000
const longestWaitMs = 8000
/** An ESP32 takes its time for the 10,000 rounds. */
const answerWaitMs = 3000
/** So often the host may say that nobody listens there: it may be starting. */
const refusalsAtMost = 3
/** A no to an answer that may have met a later challenge is asked for again. */
const doubtsAtMost = 2

/** LAN_UNREACHABLE, OTA_PASSWORD, OTA_REFUSED, OTA_SILENT, OTA_REPLY; the signal's reason. */
export async function invite(
  host: LanHost,
  about: Omit<Invitation, 'port'>,
  options: InviteOptions,
  signal: AbortSignal,
): Promise<Link> {
  const over = new AbortController()
  const waits = AbortSignal.any([signal, over.signal])
  const udp = await host.openUdp(options.port, { signal })
  try {
    const acceptor = await host.accept({ signal })
    const inviting = new Inviting(host, about, options, { udp, acceptor, signal: waits })
    try {
      return await inviting.run()
    } catch (error) {
      inviting.letGo()
      throw error
    } finally {
      over.abort()
      // It stops listening at once; a connection that was handed out is not waited for.
      void acceptor.close()
    }
  } finally {
    udp.close()
  }
}

interface Sockets {
  readonly udp: Datagrams
  readonly acceptor: Acceptor
  readonly signal: AbortSignal
}

type Heard = { readonly link: Link } | { readonly reply: Reply } | null

class Inviting {
  readonly #host: LanHost
  readonly #options: InviteOptions
  readonly #sockets: Sockets
  readonly #invitation: Uint8Array
  readonly #connected: Promise<Link | null>
  readonly #until: number
  #outgoing: Uint8Array
  #waitMs = firstWaitMs
  #kept: KeptHash = 'sha256'
  #wasOldNonce = false
  /** Since the last no: with more than one, an answer may have met the wrong challenge. */
  #invitations = 0
  #silences = 0
  #refusals = 0
  #doubts = 0

  constructor(host: LanHost, about: Omit<Invitation, 'port'>, options: InviteOptions, sockets: Sockets) {
    this.#host = host
    this.#options = options
    this.#sockets = sockets
    this.#invitation = encodeInvitation({ ...about, port: sockets.acceptor.port })
    this.#outgoing = this.#invitation
    this.#until = performance.now() + options.inviteTimeoutMs
    this.#connected = sockets.acceptor.next(Number.POSITIVE_INFINITY, sockets.signal)
    this.#connected.catch(() => {})
  }

  async run(): Promise<Link> {
    while (performance.now() < this.#until) {
      await this.#send()
      const heard = await this.#hear(Math.min(this.#waitMs, this.#until - performance.now()))
      if (heard === null) this.#onSilence()
      // Whoever connects has accepted, whether or not its yes arrived.
      else if ('link' in heard) return heard.link
      else if (heard.reply.kind === 'accepted') return this.#awaitLink()
      else await this.#onReply(heard.reply)
    }
    throw this.#silent('invitation', this.#options.inviteTimeoutMs)
  }

  /** Nobody will use a connection that still comes. */
  letGo(): void {
    void this.#connected.then((link) => link?.close()).catch(() => {})
  }

  async #send(): Promise<void> {
    if (this.#outgoing === this.#invitation) this.#invitations += 1
    try {
      await this.#sockets.udp.send(this.#outgoing)
    } catch (error) {
      this.#onRefusal(error)
    }
  }

  async #hear(timeoutMs: number): Promise<Heard> {
    const until = performance.now() + timeoutMs
    const linked = this.#connected.then((link) => (link === null ? null : { link }))
    // Where no time is left, nobody asks what became of it.
    linked.catch(() => {})
    for (let left = timeoutMs; left > 0; left = until - performance.now()) {
      try {
        return await Promise.race([linked, this.#reply(left)])
      } catch (error) {
        this.#onRefusal(error)
      }
    }
    return null
  }

  async #reply(timeoutMs: number): Promise<Heard> {
    const { udp, signal } = this.#sockets
    const datagram = await udp.receive(timeoutMs, signal)
    return datagram === null ? null : { reply: decodeReply(datagram) }
  }

  /** Nothing came: the answer to a challenge goes out once more, then a new invitation does. */
  #onSilence(): void {
    this.#silences += 1
    if (this.#outgoing !== this.#invitation && this.#silences < 2) return
    this.#outgoing = this.#invitation
    this.#waitMs = Math.min(this.#waitMs * 2, longestWaitMs)
  }

  async #onReply(reply: Exclude<Reply, { kind: 'accepted' }>): Promise<void> {
    const { ip: address } = this.#host
    if (reply.kind === 'challenge') await this.#answer(reply.nonce)
    else if (reply.kind === 'wrongPassword') this.#onWrongPassword()
    else if (reply.kind === 'refused') throw new FlashlineError('OTA_REFUSED', { address, said: reply.said })
    else throw new FlashlineError('OTA_REPLY', { address, said: reply.said })
  }

  async #answer(nonce: string): Promise<void> {
    const password = this.#options.password()
    if (password === '') throw this.#passwordError('none')
    const ours = randomBytes(nonce.length / 2).toString('hex')
    this.#wasOldNonce = isOldNonce(nonce)
    this.#outgoing = await answerChallenge(nonce, ours, password, this.#kept)
    this.#waitMs = answerWaitMs
    this.#silences = 0
  }

  #onWrongPassword(): void {
    this.#outgoing = this.#invitation
    this.#waitMs = firstWaitMs
    if (this.#invitations > 1 && this.#doubts < doubtsAtMost) {
      this.#doubts += 1
    } else {
      if (this.#wasOldNonce || this.#kept === 'md5') throw this.#passwordError('wrong')
      this.#kept = 'md5'
      this.#doubts = 0
    }
    this.#invitations = 0
  }

  async #awaitLink(): Promise<Link> {
    const { connectTimeoutMs } = this.#options
    const until = performance.now() + connectTimeoutMs
    for (let left = connectTimeoutMs; left > 0; left = until - performance.now()) {
      const heard = await this.#hear(left)
      if (heard === null) continue
      if ('link' in heard) return heard.link
      // Some say it only now that they have no room.
      if (heard.reply.kind === 'refused') await this.#onReply(heard.reply)
    }
    throw this.#silent('connect', connectTimeoutMs)
  }

  #onRefusal(error: unknown): void {
    this.#sockets.signal.throwIfAborted()
    if (!(error instanceof FlashlineError) || error.code !== 'LAN_UNREACHABLE') throw error
    this.#refusals += 1
    if (this.#refusals >= refusalsAtMost) throw error
  }

  #passwordError(reason: 'none' | 'wrong'): FlashlineError {
    return new FlashlineError('OTA_PASSWORD', { address: this.#host.ip, reason })
  }

  #silent(phase: 'invitation' | 'connect', timeoutMs: number): FlashlineError {
    return new FlashlineError('OTA_SILENT', { address: this.#host.ip, phase, timeoutMs })
  }
}
