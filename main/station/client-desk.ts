// Factory software with tokens of its own: made and revoked by leads, and whose token is whose. The token is 256 random bits
// behind the client's id; only its SHA-256 is kept. It is looked up at every call, so a revoked one is refused at once.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  type Client,
  type ClientDraft,
  FlashlineError,
  type NewClient,
  roleOfClient,
  type Session,
} from '../../preload/contract/index.ts'
import type { Clients, KeptClient } from '../store/clients.ts'
import { createTurns } from './take-turns.ts'

export interface ClientDeskOptions {
  readonly rows: Clients
  /** The list has changed. */
  readonly onChange: () => void
  readonly onError: (error: unknown) => void
  readonly now: () => Date
}

const tokenShape = /^flc_([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/
const mostClients = 500
/** How exact the time of the last use is: not a write for every call. */
const usedEveryMs = 60_000

export class ClientDesk {
  readonly #options: ClientDeskOptions
  readonly #clients: Map<string, KeptClient>
  readonly #turns = createTurns()

  /** STORE_* */
  static async open(options: ClientDeskOptions): Promise<ClientDesk> {
    return new ClientDesk(options, await options.rows.list())
  }

  private constructor(options: ClientDeskOptions, kept: readonly KeptClient[]) {
    this.#options = options
    this.#clients = new Map(kept.map((one) => [one.client.clientId, one]))
  }

  /** Those whose token is taken first, then by age. */
  list(): Client[] {
    const all = [...this.#clients.values()].map(({ client }) => client)
    return all.toSorted((one, two) => Number(one.revokedAt !== null) - Number(two.revokedAt !== null))
  }

  /** The token is shown this once. CLIENT_TAKEN {name}; INPUT_INVALID for an end that is past, or too many. */
  create(draft: ClientDraft, createdBy: string): Promise<NewClient> {
    return this.#turns('clients', async () => {
      const { name, role, expiresAt } = draft
      const now = this.#options.now()
      if (expiresAt !== null && Date.parse(expiresAt) <= now.getTime())
        throw new FlashlineError('INPUT_INVALID', { field: 'expiresAt', value: expiresAt })
      if (this.#clients.size >= mostClients)
        throw new FlashlineError('INPUT_INVALID', { field: 'clients', most: mostClients })
      if (this.list().some((one) => one.revokedAt === null && sameName(one.name, name)))
        throw new FlashlineError('CLIENT_TAKEN', { name })
      const clientId = randomBytes(6).toString('hex')
      const token = `flc_${clientId}_${randomBytes(32).toString('base64url')}`
      const client: Client = {
        ...{ clientId, name, role, createdBy, expiresAt },
        ...{ createdAt: now.toISOString(), lastUsedAt: null, revokedAt: null },
      }
      await this.#put({ client, tokenSha256: sha256(token).toString('hex') })
      return { client, token }
    })
  }

  /** One that was revoked before stays as it is. CLIENT_UNKNOWN */
  revoke(clientId: string): Promise<Client> {
    return this.#turns('clients', async () => {
      const kept = this.#clients.get(clientId)
      if (!kept) throw new FlashlineError('CLIENT_UNKNOWN', { clientId })
      if (kept.client.revokedAt !== null) return kept.client
      const client = { ...kept.client, revokedAt: this.#options.now().toISOString() }
      // Refused from here on, also when the disk does not take it.
      this.#clients.set(clientId, { ...kept, client })
      await this.#options.rows.revoke(clientId, client.revokedAt)
      this.#options.onChange()
      return client
    })
  }

  /** Whose token it is; null: nobody's, revoked or expired. */
  clientOf = (token: string): string | null => {
    const clientId = tokenShape.exec(token)?.[1]
    const kept = clientId === undefined ? undefined : this.#clients.get(clientId)
    if (!kept || !this.#isTaken(kept.client)) return null
    return timingSafeEqual(sha256(token), Buffer.from(kept.tokenSha256, 'hex')) ? kept.client.clientId : null
  }

  /** What a client may now. CLIENT_REFUSED when its token was revoked or has expired since it came in. */
  sessionOf = (clientId: string): Session => {
    const kept = this.#clients.get(clientId)
    if (!kept || !this.#isTaken(kept.client)) throw new FlashlineError('CLIENT_REFUSED')
    this.#used(kept)
    const { name, role } = kept.client
    const client = { clientId, name, readOnly: role === 'reader' }
    return { open: false, operator: null, role: roleOfClient(role), client }
  }

  #isTaken({ revokedAt, expiresAt }: Client): boolean {
    return revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > this.#options.now().getTime())
  }

  #used(kept: KeptClient): void {
    const now = this.#options.now()
    const { clientId, lastUsedAt } = kept.client
    if (lastUsedAt !== null && Math.abs(now.getTime() - Date.parse(lastUsedAt)) < usedEveryMs) return
    const client = { ...kept.client, lastUsedAt: now.toISOString() }
    this.#clients.set(clientId, { ...kept, client })
    this.#options.rows.used(clientId, client.lastUsedAt).catch(this.#options.onError)
  }

  async #put(kept: KeptClient): Promise<void> {
    await this.#options.rows.add(kept)
    this.#clients.set(kept.client.clientId, kept)
    this.#options.onChange()
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

function sameName(one: string, two: string): boolean {
  return one.normalize('NFKC').toLowerCase() === two.normalize('NFKC').toLowerCase()
}
