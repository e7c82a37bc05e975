// Access tokens, stored as digests. What was found is remembered, where that can be known to be true still: every request
// asks.
import { sql } from 'kysely'
import { z } from 'zod'
import type { CloudDb } from '../cloud-database.ts'
import { fieldsOf, keptQuery } from '../database/kept-query.ts'
import type { Remembered } from '../remembered.ts'
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
  add(
    token: string,
    subject: TokenSubject,
    session?: { refreshToken: string; expiresAt: Date },
  ): Promise<void>
  find(token: string): Promise<Token | undefined>
  findByRefreshToken(refreshToken: string): Promise<Token | undefined>
  end(sha256: string, state: 'expired' | 'replaced'): Promise<void>
  /** False when it was valid no more: of several who replace a session one does. */
  replace(sha256: string): Promise<boolean>
  endOfAccessKey(accessKeyId: string): Promise<void>
}

/** By the token as it was sent: only those that are in use, and only in memory. */
export type TokenMemory = Remembered<string, Token>

export interface TokenRow {
  readonly token_sha256: string
  readonly kinds: string
  readonly corp_id: string | null
  readonly member_id: string | null
  readonly access_key_id: string | null
  readonly user_id: string | null
  readonly device_id: string | null
  readonly state: Token['state']
  readonly issued_at: string
  readonly expires_at: string | null
  readonly refresh_sha256: string | null
}

/** So long an expired session is still told from one that never was. */
const KEPT_AFTER_EXPIRY_MS = 7 * 24 * 3_600_000

const kindsReader = z.array(z.enum(credentialKinds))

const columns = [
  'token_sha256',
  'kinds',
  'corp_id',
  'member_id',
  'access_key_id',
  'user_id',
  'device_id',
  'state',
  'issued_at',
  'expires_at',
  'refresh_sha256',
] as const satisfies readonly (keyof TokenRow)[]

const addToken = keptQuery(({ queries }, token: TokenRow) =>
  queries.insertInto('tokens').values(fieldsOf(token, columns)),
)
const bySha256 = keptQuery(({ queries }, { sha256 }: { sha256: string }) =>
  queries.selectFrom('tokens').selectAll().where('token_sha256', '=', sha256),
)
const byRefresh = keptQuery(({ queries }, { sha256 }: { sha256: string }) =>
  queries.selectFrom('tokens').selectAll().where('refresh_sha256', '=', sha256),
)
const setState = keptQuery(({ queries }, { sha256, state }: { sha256: string; state: Token['state'] }) =>
  queries.updateTable('tokens').set({ state }).where('token_sha256', '=', sha256),
)
const replaceValid = keptQuery(({ queries }, { sha256 }: { sha256: string }) =>
  queries
    .updateTable('tokens')
    .set({ state: 'replaced' })
    .where('token_sha256', '=', sha256)
    .where('state', '=', sql.lit('valid')),
)
const endOfKey = keptQuery(({ queries }, { accessKeyId }: { accessKeyId: string }) =>
  queries.updateTable('tokens').set({ state: 'expired' }).where('access_key_id', '=', accessKeyId),
)
const forgetOld = keptQuery(({ queries }, { before }: { before: string }) =>
  queries.deleteFrom('tokens').where('expires_at', '<', before),
)

export function createTokenTable(db: CloudDb, now: () => Date, memory: TokenMemory): TokenTable {
  return {
    async add(token, subject, session) {
      const at = now()
      await forgetOld.run(db, { before: new Date(at.getTime() - KEPT_AFTER_EXPIRY_MS).toISOString() })
      await addToken.run(db, {
        token_sha256: digestOf(token),
        kinds: JSON.stringify(subject.kinds),
        corp_id: subject.corpId,
        member_id: subject.memberId ?? null,
        access_key_id: subject.accessKeyId ?? null,
        user_id: subject.userId ?? null,
        device_id: subject.deviceId ?? null,
        state: 'valid',
        issued_at: at.toISOString(),
        expires_at: session?.expiresAt.toISOString() ?? null,
        refresh_sha256: session === undefined ? null : digestOf(session.refreshToken),
      })
    },
    find: (token) =>
      memory.recall(token, async () => asToken(await bySha256.first(db, { sha256: digestOf(token) }))),
    findByRefreshToken: async (refreshToken) =>
      asToken(await byRefresh.first(db, { sha256: digestOf(refreshToken) })),
    async end(sha256, state) {
      await setState.run(db, { sha256, state })
      memory.forget()
    },
    async replace(sha256) {
      const replaced = await replaceValid.run(db, { sha256 })
      memory.forget()
      return replaced > 0
    },
    async endOfAccessKey(accessKeyId) {
      await endOfKey.run(db, { accessKeyId })
      memory.forget()
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
