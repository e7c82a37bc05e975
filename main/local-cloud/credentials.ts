// Access tokens of the local cloud: who may call which endpoint. The service knows five kinds of credential; one token
// may hold several, so that a station needs only one. Stored as a SHA-256 digest; the token is shown once, when issued.
import { createHash, randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { CloudDatabase } from './cloud-database.ts'
import { CloudRefusal } from './cloud-refusal.ts'

export const credentialKinds = ['corp', 'thirdParty', 'user', 'device', 'platform'] as const
export type CredentialKind = (typeof credentialKinds)[number]

const kindsReader = z.array(z.enum(credentialKinds))

export interface Credentials {
  /** 32 random bytes as hex. */
  issue(kinds: readonly CredentialKind[], deviceId?: string): string
  end(token: string, state: 'expired' | 'replaced'): void
  /** Refuses the request unless its token is of one of these kinds; `deviceId` is the one a device may speak for. */
  require(request: FastifyRequest, accepted: readonly CredentialKind[], deviceId?: string): void
}

interface TokenRow {
  readonly kinds: string
  readonly device_id: string | null
  readonly state: 'valid' | 'expired' | 'replaced'
}

const digest = (token: string) => createHash('sha256').update(token).digest('hex')

export function createCredentials(db: CloudDatabase, now: () => Date): Credentials {
  const find = db.prepare<[string], TokenRow>(
    'SELECT kinds, device_id, state FROM tokens WHERE token_sha256 = ?',
  )
  const insert = db.prepare(
    `INSERT INTO tokens (token_sha256, kinds, device_id, state, issued_at) VALUES (?, ?, ?, 'valid', ?)`,
  )
  const end = db.prepare('UPDATE tokens SET state = ? WHERE token_sha256 = ?')
  return {
    issue(kinds, deviceId) {
      const token = randomBytes(32).toString('hex')
      insert.run(digest(token), JSON.stringify(kinds), deviceId ?? null, now().toISOString())
      return token
    },
    end(token, state) {
      end.run(state, digest(token))
    },
    require(request, accepted, deviceId) {
      const token = request.headers['access-token']
      if (typeof token !== 'string' || token === '') throw new CloudRefusal('TOKEN_NEEDED')
      const row = find.get(digest(token))
      if (row === undefined) throw new CloudRefusal('TOKEN_INVALID')
      if (row.state === 'expired') throw new CloudRefusal('TOKEN_EXPIRED')
      if (row.state === 'replaced') throw new CloudRefusal('TOKEN_REPLACED')
      const kinds = kindsReader.parse(JSON.parse(row.kinds)).filter((kind) => accepted.includes(kind))
      if (kinds.length === 0) throw new CloudRefusal(accepted.includes('corp') ? 'CORP_NEEDED' : 'FORBIDDEN')
      const onlyAsDevice = kinds.every((kind) => kind === 'device')
      if (onlyAsDevice && row.device_id !== deviceId) throw new CloudRefusal('DEVICE_NOT_OF_TOKEN', deviceId)
    },
  }
}
