// The half of ArduinoOTA that hears datagrams: idle, or waiting for the answer to its challenge; one at a time, and a
// datagram that does not fit makes it idle without a word. Not here: the update (ota-update.ts).
// Source: ArduinoOTA.cpp of the Arduino cores for ESP8266 and ESP32 (from 3.3.1 on with SHA-256).
import { createHash, pbkdf2Sync, randomBytes } from 'node:crypto'
import type { OtaOrder } from './ota-update.ts'

/** `sha256OfMd5`: a new core whose firmware was only given the MD5 of its password. */
export type OtaAuth = 'md5' | 'sha256' | 'sha256OfMd5'

export interface OtaListenerOptions {
  /** "": none is asked for. */
  readonly password: string
  readonly auth: OtaAuth
}

export type Heard =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'update'; readonly order: OtaOrder }

const nothing: Heard = { kind: 'nothing' }

export class OtaListener {
  readonly #options: OtaListenerOptions
  #waiting: { readonly nonce: string; readonly order: OtaOrder } | null = null

  constructor(options: OtaListenerOptions) {
    this.#options = options
  }

  hear(text: string): Heard {
    const [command = '', ...rest] = text.replace(/\n.*$/s, '').split(' ')
    const waiting = this.#waiting
    this.#waiting = null
    if (waiting !== null) return command === '200' ? this.#check(waiting, rest) : nothing
    const [port, sizeBytes, md5 = ''] = rest
    if ((command !== '0' && command !== '100') || md5.trim().length !== 32) return nothing
    const order: OtaOrder = {
      isFileSystem: command === '100',
      port: Number(port),
      sizeBytes: Number(sizeBytes),
      md5: md5.trim(),
    }
    if (this.#options.password === '') return { kind: 'update', order }
    const nonce = randomBytes(this.#options.auth === 'md5' ? 16 : 32).toString('hex')
    this.#waiting = { nonce, order }
    return { kind: 'say', text: `AUTH ${nonce}` }
  }

  #check(
    { nonce, order }: { nonce: string; order: OtaOrder },
    [clientNonce = '', response = '']: string[],
  ): Heard {
    if (clientNonce.length !== nonce.length || response.length !== nonce.length) return nothing
    return response === this.#expected(nonce, clientNonce)
      ? { kind: 'update', order }
      : { kind: 'say', text: 'Authentication Failed' }
  }

  #expected(nonce: string, clientNonce: string): string {
    const { password, auth } = this.#options
    const [kept, made] = auth === 'md5' ? ['md5', 'md5'] : [auth === 'sha256' ? 'sha256' : 'md5', 'sha256']
    const secret = digest(kept, password)
    const key =
      auth === 'md5'
        ? secret
        : pbkdf2Sync(secret, `${nonce}:${clientNonce}`, 10_000, 32, 'sha256').toString('hex')
    return digest(made, `${key}:${nonce}:${clientNonce}`)
  }
}

function digest(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest('hex')
}
