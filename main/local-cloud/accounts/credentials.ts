// Access tokens of the local cloud: who may call which endpoint, and the sessions that logins open. A token is shown
// once, when it is issued; what is kept of it is in token-table.ts.
import type { FastifyRequest } from 'fastify'
import type { CloudDatabase } from '../cloud-database.ts'
import { CloudRefusal, type RefusalReason } from '../cloud-refusal.ts'
import { createRemembered } from '../remembered.ts'
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

const MAX_REMEMBERED = 1000

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
  issue(subject: TokenSubject): Promise<string>
  /** A session of two hours. */
  open(subject: TokenSubject): Promise<Session>
  /**
   * A new session in place of the one of the request's token. REFRESH_TOKEN_WRONG when it is over, or when the refresh
   * token is of another one; TOKEN_* for the token itself, before the refresh token is read.
   */
  refresh(
    request: FastifyRequest,
    kind: CredentialKind,
    readRefreshToken: () => string,
  ): Promise<{ session: Session; token: Token }>
  /** The same for app users, whose refresh token stands alone. */
  refreshUser(refreshToken: string): Promise<{ session: Session; token: Token }>
  end(token: string, state: 'expired' | 'replaced'): Promise<void>
  endOfAccessKey(accessKeyId: string): Promise<void>
  /** Refuses the request unless its token is of one of these kinds; `deviceId` is the one a device may speak for. */
  require(request: FastifyRequest, accepted: readonly CredentialKind[], deviceId?: string): Promise<Caller>
}

export function createCredentials(db: CloudDatabase, now: () => Date): Credentials {
  const { dataVersion } = db
  const memory = createRemembered<string, Token>({ dataVersion, maxSize: MAX_REMEMBERED, sizeOf: () => 1 })
  const tokens = createTokenTable(db, now, memory)

  const isOver = (token: Token) =>
    token.state === 'expired' || (token.expiresAtMs !== null && token.expiresAtMs <= now().getTime())

  async function openIn(table: TokenTable, subject: TokenSubject): Promise<Session> {
    const session = { access_token: newSecret(), refresh_token: newSecret(), expire_in: SESSION_SECONDS }
    const expiresAt = new Date(now().getTime() + SESSION_SECONDS * 1000)
    await table.add(session.access_token, subject, { refreshToken: session.refresh_token, expiresAt })
    return session
  }

  /** `refusal`: somebody else has done it meanwhile. */
  const replace = (token: Token, refusal: RefusalReason) =>
    db.write([], async (inside) => {
      const table = createTokenTable(inside, now, memory)
      if (!(await table.replace(token.sha256))) throw new CloudRefusal(refusal)
      return { session: await openIn(table, token), token }
    })

  return {
    async issue(subject) {
      const token = newSecret()
      await db.write([], (inside) => createTokenTable(inside, now, memory).add(token, subject))
      return token
    },
    open: (subject) => db.write([], (inside) => openIn(createTokenTable(inside, now, memory), subject)),
    async refresh(request, kind, readRefreshToken) {
      const token = await findOf(tokens, request)
      if (token.state === 'replaced') throw new CloudRefusal('TOKEN_REPLACED')
      if (!token.kinds.includes(kind)) throw refusalOfKind([kind])
      if (token.refreshSha256 !== digestOf(readRefreshToken()) || isOver(token)) {
        throw new CloudRefusal('REFRESH_TOKEN_WRONG')
      }
      return replace(token, 'TOKEN_REPLACED')
    },
    async refreshUser(refreshToken) {
      const token = await tokens.findByRefreshToken(refreshToken)
      if (token === undefined || !token.kinds.includes('user') || token.state !== 'valid' || isOver(token)) {
        throw new CloudRefusal('REFRESH_TOKEN_WRONG')
      }
      return replace(token, 'REFRESH_TOKEN_WRONG')
    },
    end: (token, state) => tokens.end(digestOf(token), state),
    endOfAccessKey: (accessKeyId) => tokens.endOfAccessKey(accessKeyId),
    async require(request, accepted, deviceId) {
      const token = await findOf(tokens, request)
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

async function findOf(tokens: TokenTable, request: FastifyRequest): Promise<Token> {
  const value = request.headers['access-token']
  if (typeof value !== 'string' || value === '') throw new CloudRefusal('TOKEN_NEEDED')
  const token = await tokens.find(value)
  if (token === undefined) throw new CloudRefusal('TOKEN_INVALID')
  return token
}

function refusalOfKind(accepted: readonly CredentialKind[]): CloudRefusal {
  return new CloudRefusal(accepted.includes('corp') ? 'CORP_NEEDED' : 'FORBIDDEN')
}
