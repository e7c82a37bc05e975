// The device's side of a password: basic, or a digest with nonces of its own. Source: RFC 7617, RFC 7616.
import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export type HttpLoginKind = 'basic' | 'digest-md5' | 'digest-sha256'

export class HttpLogin {
  readonly #password: string
  readonly #kind: HttpLoginKind
  readonly #nonces = new Map<string, number>()

  /** "": nobody is asked. */
  constructor(password: string, kind: HttpLoginKind) {
    this.#password = password
    this.#kind = kind
  }

  isKnown({ headers, method = '', url = '' }: IncomingMessage): boolean {
    if (this.#password === '') return true
    const shown = headers.authorization ?? ''
    if (this.#kind === 'basic')
      return shown === `Basic ${Buffer.from(`admin:${this.#password}`).toString('base64')}`
    return this.#isRight(method, url, shown)
  }

  /** The value of WWW-Authenticate. */
  challenge(): string {
    if (this.#kind === 'basic') return 'Basic realm="device"'
    const nonce = randomBytes(16).toString('hex')
    this.#nonces.set(nonce, 0)
    const algorithm = this.#kind === 'digest-md5' ? 'MD5' : 'SHA-256'
    return `Digest realm="device", qop="auth", algorithm=${algorithm}, nonce="${nonce}", opaque="abc"`
  }

  #isRight(method: string, url: string, shown: string): boolean {
    const value = (name: string) => new RegExp(`\\b${name}="?([^",]*)"?`).exec(shown)?.[1] ?? ''
    const hash = (text: string) =>
      createHash(this.#kind === 'digest-md5' ? 'md5' : 'sha256')
        .update(text)
        .digest('hex')
    const nonce = value('nonce')
    const count = Number.parseInt(value('nc'), 16)
    // A count that does not rise is an old request played again.
    if (!shown.startsWith('Digest ') || !(count > (this.#nonces.get(nonce) ?? Number.NaN))) return false
    this.#nonces.set(nonce, count)
    const secret = hash(`admin:device:${this.#password}`)
    const what = hash(`${method}:${url}`)
    const right = hash([secret, nonce, value('nc'), value('cnonce'), 'auth', what].join(':'))
    return value('username') === 'admin' && value('uri') === url && value('response') === right
  }
}
