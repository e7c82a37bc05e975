// Access tokens, stored as digests. What was found is remembered: every request asks. The memory is dropped when a token
// ends here, or when another process wrote to the file.
import { z } from 'zod'
import type { CloudDatabase } from '../cloud-database.ts'
import type { DataVersion } from '../outside-changes.ts'
import { digestOf } from './secret.ts'

/** The service's kinds of credential; one token may be several, so that a station needs only one. */
export const credentialKinds = ['corp', 'thirdParty', 'user', 'device', 'platform'] as const
export type CredentialKind = (typeof credentialKinds)[number]

/** Whom a token speaks for. */
export interface TokenSubject {
  readonly kinds: readonly CredentialKind[]
  /** Null: the owner issued it without naming a corp. */
  readonly corpId: string | null
  readonly memberId?: string
  readonly accessKeyId?: string
  readonly userId?: string
  /** The only device that a device credential speaks for. */
  readonly deviceId?: string
}

export interface Token extends TokenSubject {
  readonly sha256: string
  readonly state: 'valid' | 'expired' | 'replaced'
  /** Null: until it is ended. */
  readonly expiresAtMs: number | null
  readonly refreshSha256: string | null
}

export interface TokenTable {
  add(token: string, subject: TokenSubject, session?: { refreshToken: string; expiresAt: Date }): void
  find(token: string): Token | undefined
  findByRefreshToken(refreshToken: string): Token | undefined
  end(sha256: string, state: 'expired' | 'replaced'): void
  endOfAccessKey(accessKeyId: string): void
}

interface TokenRow {
  readonly token_sha256: string
  readonly kinds: string
  readonly corp_id: string | null
  readonly member_id: string | null
  readonly access_key_id: string | null
  readonly user_id: string | null
  readonly device_id: string | null
  readonly state: Token['state']
  readonly expires_at: string | null
  readonly refresh_sha256: string | null
}

const MAX_REMEMBERED = 1000
/** So long an expired session is still told from one that never was. */
const KEPT_AFTER_EXPIRY_MS = 7 * 24 * 3_600_000

const kindsReader = z.array(z.enum(credentialKinds))

export function createTokenTable(db: CloudDatabase, now: () => Date, dataVersion: DataVersion): TokenTable {
  const insert = db.prepare(
    `INSERT INTO tokens (token_sha256, kinds, corp_id, member_id, access_key_id, user_id, device_id, state, issued_at,
       expires_at, refresh_sha256)
     VALUES (@sha256, @kinds, @corpId, @memberId, @accessKeyId, @userId, @deviceId, 'valid', @issuedAt,
       @expiresAt, @refreshSha256)`,
  )
  const bySha256 = db.prepare<[string], TokenRow>('SELECT * FROM tokens WHERE token_sha256 = ?')
  const byRefresh = db.prepare<[string], TokenRow>('SELECT * FROM tokens WHERE refresh_sha256 = ?')
  const setState = db.prepare('UPDATE tokens SET state = ? WHERE token_sha256 = ?')
  const endOfKey = db.prepare(`UPDATE tokens SET state = 'expired' WHERE access_key_id = ?`)
  const forget = db.prepare('DELETE FROM tokens WHERE expires_at < ?')
  /** By the token as it was sent: only those that are in use, and only in memory. */
  const remembered = new Map<string, Token>()
  let seenVersion = dataVersion()

  return {
    add(token, subject, session) {
      const at = now()
      forget.run(new Date(at.getTime() - KEPT_AFTER_EXPIRY_MS).toISOString())
      insert.run({
        sha256: digestOf(token),
        kinds: JSON.stringify(subject.kinds),
        corpId: subject.corpId,
        memberId: subject.memberId ?? null,
        accessKeyId: subject.accessKeyId ?? null,
        userId: subject.userId ?? null,
        deviceId: subject.deviceId ?? null,
        issuedAt: at.toISOString(),
        expiresAt: session?.expiresAt.toISOString() ?? null,
        refreshSha256: session === undefined ? null : digestOf(session.refreshToken),
      })
    },
    find(token) {
      const version = dataVersion()
      if (version !== seenVersion) remembered.clear()
      seenVersion = version
      const known = remembered.get(token)
      if (known !== undefined) return known
      const found = asToken(bySha256.get(digestOf(token)))
      if (found !== undefined) {
        if (remembered.size >= MAX_REMEMBERED) remembered.clear()
        remembered.set(token, found)
      }
      return found
    },
    findByRefreshToken: (refreshToken) => asToken(byRefresh.get(digestOf(refreshToken))),
    end(sha256, state) {
      setState.run(state, sha256)
      remembered.clear()
    },
    endOfAccessKey(accessKeyId) {
      endOfKey.run(accessKeyId)
      remembered.clear()
    },
  }
}

function asToken(row: TokenRow | undefined): Token | undefined {
  if (row === undefined) return undefined
  return {
    sha256: row.token_sha256,
    kinds: kindsReader.parse(JSON.parse(row.kinds)),
    corpId: row.corp_id,
    ...(row.member_id === null ? {} : { memberId: row.member_id }),
    ...(row.access_key_id === null ? {} : { accessKeyId: row.access_key_id }),
    ...(row.user_id === null ? {} : { userId: row.user_id }),
    ...(row.device_id === null ? {} : { deviceId: row.device_id }),
    state: row.state,
    expiresAtMs: row.expires_at === null ? null : Date.parse(row.expires_at),
    refreshSha256: row.refresh_sha256,
  }
}
