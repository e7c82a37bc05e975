// Which signatures a station makes and which it takes: its own Ed25519 key, made when it is first needed and kept with the
// secrets, and the keys of other stations that a lead has trusted. Its own is always trusted.
import { FlashlineError, type StationKey, type TrustedKey } from '../../preload/contract/index.ts'
import {
  createKeyPair,
  fingerprintOf,
  isPublicKey,
  type KeyPair,
  readKeyPair,
} from '../firmware/kits/ed25519.ts'
import type { KitKeyRows } from '../store/kit-keys.ts'
import type { Secrets } from './secrets.ts'

const owner = '@kits'

export interface KitKeysParts {
  readonly rows: KitKeyRows
  readonly secrets: Pick<Secrets, 'get' | 'set'>
  readonly stationName: () => string
  readonly now: () => Date
}

export class KitKeys {
  readonly #parts: KitKeysParts
  #own: Promise<KeyPair> | null = null

  constructor(parts: KitKeysParts) {
    this.#parts = parts
  }

  /** INPUT_INVALID {field: 'signing'}: what is kept is no key; a new one would make nobody's list. */
  own(): Promise<KeyPair> {
    this.#own ??= this.#openOwn().catch((error: unknown) => {
      this.#own = null
      throw error
    })
    return this.#own
  }

  async shown(): Promise<StationKey> {
    const { publicKey } = await this.own()
    return { publicKey, fingerprint: fingerprintOf(publicKey) }
  }

  /** By name. STORE_* */
  async list(): Promise<TrustedKey[]> {
    return (await this.#parts.rows.list()).map((key) => ({
      ...key,
      fingerprint: fingerprintOf(key.publicKey),
    }))
  }

  /** The name under which a key is trusted; null: it is not. */
  async nameOf(publicKey: string): Promise<string | null> {
    if ((await this.own()).publicKey === publicKey) return this.#parts.stationName()
    return (await this.#parts.rows.list()).find((key) => key.publicKey === publicKey)?.name ?? null
  }

  /** Also to give one that is trusted another name. INPUT_INVALID {field: 'publicKey'} for what is no key. */
  async trust(publicKey: string, name: string, by: string): Promise<TrustedKey> {
    if (!isPublicKey(publicKey)) throw new FlashlineError('INPUT_INVALID', { field: 'publicKey' })
    const key = { publicKey, name, addedBy: by, addedAt: this.#parts.now().toISOString() }
    await this.#parts.rows.put(key)
    return { ...key, fingerprint: fingerprintOf(publicKey) }
  }

  /** What came with it stays. False: it was not trusted. */
  remove(publicKey: string): Promise<boolean> {
    return this.#parts.rows.remove(publicKey)
  }

  async #openOwn(): Promise<KeyPair> {
    const { secrets } = this.#parts
    const kept = secrets.get(owner, 'signing')
    if (kept !== '') {
      const keys = readKeyPair(kept)
      if (keys === null) throw new FlashlineError('INPUT_INVALID', { field: 'signing' })
      return keys
    }
    const made = createKeyPair()
    await secrets.set({ [owner]: { signing: made.privateKey } })
    return made
  }
}
