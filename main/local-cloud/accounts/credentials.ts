// Access tokens of the local cloud: who may call which endpoint, and the sessions that logins open. A token is shown
// once, when it is issued; what is kept of it is in token-table.ts.
import type { FastifyRequest } from 'fastify'
import type { CloudDatabase } from '../cloud-database.ts'
import { CloudRefusal } from '../cloud-refusal.ts'
import type { DataVersion } from '../outside-changes.ts'
import { digestOf, newSecret } from './secret.ts'
import {
  type CredentialKind,
  createTokenTable,
  type Token,
  type TokenSubject,
  type TokenTable,
} from './token-table.ts'

export { type CredentialKind, credentialKinds, type TokenSubject } from './token-table.ts'

/** Whatever was there before corps were, and all that the owner issues without naming one. */
export const defaultCorpId = 'flashline'

export const SESSION_SECONDS = 7200

/** Who sends a request, once his token was accepted. */
export interface Caller {
  /** Of the endpoint's kinds, those that the token has. */
  readonly kinds: readonly CredentialKind[]
  readonly corpId: string
  /** False: the token names no corp of its own, any Corp-ID does. */
  readonly isBoundToCorp: boolean
  readonly memberId: string | null
  readonly accessKeyId: string | null
  /** Eight hex digits that name the token without giving it away. */
  readonly tokenName: string
}

/** A session as the login calls answer it. */
export interface Session {
  readonly access_token: string
  readonly refresh_token: string
  readonly expire_in: number
}

export interface Credentials {
  /** Valid until it is ended. */
  issue(subject: TokenSubject): string
  /** A session of two hours. */
  open(subject: TokenSubject): Session
  /**
   * A new session in place of the one of the request's token. REFRESH_TOKEN_WRONG when it is over, or when the refresh
   * token is of another one; TOKEN_* for the token itself, before the refresh token is read.
   */
  refresh(
    request: FastifyRequest,
    kind: CredentialKind,
    readRefreshToken: () => string,
  ): { session: Session; token: Token }
  /** The same for app users, whose refresh token stands alone. */
  refreshUser(refreshToken: string): { session: Session; token: Token }
  end(token: string, state: 'expired' | 'replaced'): void
  endOfAccessKey(accessKeyId: string): void
  /** Refuses the request unless its token is of one of these kinds; `deviceId` is the one a device may speak for. */
  require(request: FastifyRequest, accepted: readonly CredentialKind[], deviceId?: string): Caller
}

export function createCredentials(db: CloudDatabase, now: () => Date, dataVersion: DataVersion): Credentials {
  const tokens = createTokenTable(db, now, dataVersion)

  const isOver = (token: Token) =>
    token.state === 'expired' || (token.expiresAtMs !== null && token.expiresAtMs <= now().getTime())

  const open = db.transaction((subject: TokenSubject): Session => {
    const session = { access_token: newSecret(), refresh_token: newSecret(), expire_in: SESSION_SECONDS }
    const expiresAt = new Date(now().getTime() + SESSION_SECONDS * 1000)
    tokens.add(session.access_token, subject, { refreshToken: session.refresh_token, expiresAt })
    return session
  })

  const replace = db.transaction((token: Token): { session: Session; token: Token } => {
    tokens.end(token.sha256, 'replaced')
    return { session: open(token), token }
  })

  return {
    issue(subject) {
      const token = newSecret()
      tokens.add(token, subject)
      return token
    },
    open: (subject) => open.immediate(subject),
    refresh(request, kind, readRefreshToken) {
      const token = findOf(tokens, request)
      if (token.state === 'replaced') throw new CloudRefusal('TOKEN_REPLACED')
      if (!token.kinds.includes(kind)) throw refusalOfKind([kind])
      if (token.refreshSha256 !== digestOf(readRefreshToken()) || isOver(token)) {
        throw new CloudRefusal('REFRESH_TOKEN_WRONG')
      }
      return replace.immediate(token)
    },
    refreshUser(refreshToken) {
      const token = tokens.findByRefreshToken(refreshToken)
      if (token === undefined || !token.kinds.includes('user') || token.state !== 'valid' || isOver(token)) {
        throw new CloudRefusal('REFRESH_TOKEN_WRONG')
      }
      return replace.immediate(token)
    },
    end: (token, state) => tokens.end(digestOf(token), state),
    endOfAccessKey: (accessKeyId) => tokens.endOfAccessKey(accessKeyId),
    require(request, accepted, deviceId) {
      const token = findOf(tokens, request)
      if (token.state === 'replaced') throw new CloudRefusal('TOKEN_REPLACED')
      if (isOver(token)) throw new CloudRefusal('TOKEN_EXPIRED')
      const kinds = token.kinds.filter((kind) => accepted.includes(kind))
      if (kinds.length === 0) throw refusalOfKind(accepted)
      const onlyAsDevice = kinds.every((kind) => kind === 'device')
      if (onlyAsDevice && token.deviceId !== deviceId) throw new CloudRefusal('DEVICE_NOT_OF_TOKEN', deviceId)
      return {
        kinds,
        corpId: token.corpId ?? defaultCorpId,
        isBoundToCorp: token.corpId !== null,
        memberId: token.memberId ?? null,
        accessKeyId: token.accessKeyId ?? null,
        tokenName: token.sha256.slice(0, 8),
      }
    },
  }
}

function findOf(tokens: TokenTable, request: FastifyRequest): Token {
  const value = request.headers['access-token']
  if (typeof value !== 'string' || value === '') throw new CloudRefusal('TOKEN_NEEDED')
  const token = tokens.find(value)
  if (token === undefined) throw new CloudRefusal('TOKEN_INVALID')
  return token
}

function refusalOfKind(accepted: readonly CredentialKind[]): CloudRefusal {
  return new CloudRefusal(accepted.includes('corp') ? 'CORP_NEEDED' : 'FORBIDDEN')
}
