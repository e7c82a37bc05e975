// HTTP with one device, as its profile wants it: templates filled in, the password shown. Not here: sockets (LanHost), what
// an answer means (device-answer.ts), the digest itself (digest-auth.ts).
import { randomBytes } from 'node:crypto'
import type { LanHost, LanReply, LanRequest } from '../../transports/lan-host.ts'
import { fillTemplate } from '../console/template.ts'
import type { Access } from './access.ts'
import { type DigestChallenge, digestAuthorization, parseDigestChallenge } from './digest-auth.ts'

export type DeviceRequest = Pick<LanRequest, 'method' | 'path'> &
  Partial<Omit<LanRequest, 'method' | 'path' | 'port' | 'tls'>>

const usual = { connectMs: 5000, stallMs: 10_000, answerMs: 10_000, maxReplyBytes: 64 * 1024 }

export class DeviceHttp {
  /** For errors. */
  readonly address: string
  /** What must not be repeated to anybody. */
  readonly secrets: readonly string[]
  readonly #host: LanHost
  readonly #access: Access
  readonly #password: string
  readonly #values: Readonly<Record<string, string>>
  #challenge: DigestChallenge | null = null
  #count = 0

  /** `values`: what templates may name besides `{ip}`, `{userName}` and `{password}`. */
  constructor(
    host: LanHost,
    access: Access,
    password: string,
    values: Readonly<Record<string, string>> = {},
  ) {
    const ip = host.ip.includes(':') ? `[${host.ip.replace(/%.*/, '')}]` : host.ip
    this.address = host.ip
    this.secrets = password === '' ? [] : [password, encodeURIComponent(password)]
    this.#host = host
    this.#access = access
    this.#password = password
    this.#values = { ...values, ip, userName: access.userName, password }
  }

  get port(): number {
    return this.#access.port ?? (this.#access.tls === null ? 80 : 443)
  }

  /** A template as plain text. */
  fill(text: string): string {
    return fillTemplate(text, this.#values)
  }

  /** As LanHost.request(). Where a digest is wanted, it is sent once more with the answer to a fresh challenge. */
  async send(request: DeviceRequest, signal: AbortSignal): Promise<LanReply> {
    const reply = await this.sendOnce(request, signal)
    return reply.status === 401 && this.#learn(reply) ? this.sendOnce(request, signal) : reply
  }

  /** False: there is no challenge in it, or it is no news: the password is wrong. */
  #learn({ headers }: LanReply): boolean {
    if (this.#access.auth !== 'digest' || this.#password === '') return false
    const challenge = parseDigestChallenge(headers['www-authenticate'] ?? '')
    if (challenge === null || challenge.nonce === this.#challenge?.nonce) return false
    this.#challenge = challenge
    this.#count = 0
    return true
  }

  /** For a large body. Its digest answers the challenge of the last send(). */
  sendOnce(request: DeviceRequest, signal: AbortSignal): Promise<LanReply> {
    const path = this.#fillPath(request.path)
    const headers = { ...this.#access.headers, ...request.headers }
    const filled = Object.entries(headers).map(([name, text]) => [name, headerText(this.fill(text))])
    const { tls } = this.#access
    return this.#host.request(
      {
        ...usual,
        body: [],
        ...request,
        path,
        port: this.port,
        tls,
        headers: { ...Object.fromEntries(filled), ...this.#authorization(request.method, path) },
      },
      signal,
    )
  }

  #fillPath(path: string): string {
    const encoded = Object.entries(this.#values).map(([name, value]) => [name, encodeURIComponent(value)])
    return fillTemplate(path, Object.fromEntries(encoded))
  }

  /** Without a password nothing is shown: a device that has none takes us so. */
  #authorization(method: string, path: string): Readonly<Record<string, string>> {
    const { auth, userName } = this.#access
    const password = this.#password
    if (auth === 'none' || password === '') return {}
    if (auth === 'basic') {
      const token = Buffer.from(`${userName}:${password}`).toString('base64')
      return { Authorization: `Basic ${token}` }
    }
    if (this.#challenge === null) return {}
    this.#count += 1
    const clientNonce = randomBytes(16).toString('hex')
    const shown = { method, path, userName, password, clientNonce, count: this.#count }
    return { Authorization: headerText(digestAuthorization(this.#challenge, shown)) }
  }
}

/** Headers carry bytes: text beyond ASCII as UTF-8, and nothing that would end the line. */
function headerText(text: string): string {
  return Buffer.from(text.replace(/[\r\n\0]/g, '')).toString('latin1')
}
