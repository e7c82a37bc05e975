// The token that calls are made with: a fixed one, or that of a session which is begun when it is first needed, prolonged
// before it ends, and begun anew when the service no longer takes it. Kept in memory only.
import { type ErrorCode, FlashlineError, type SecretName } from '../../../preload/contract/index.ts'
import type { Grant, SessionCalls } from './credentials.ts'
import type { XlinkHttp } from './http.ts'
import { isUrlMissing } from './judge.ts'
import { singleFlight } from './single-flight.ts'

export interface Tokens {
  /**
   * One that is good now. `probe`: a login that this takes is part of a test.
   * SECRET_MISSING {connectionId, secret}, CLOUD_CREDENTIALS {cloudCode}, and what the way to the service rejects with.
   */
  token(probe: boolean, signal: AbortSignal): Promise<string>
  /** The service does not take this one any more. False: no other can be had. */
  retire(token: string): boolean
  /** The next one comes from a new login. */
  forget(): void
  /** What must not be shown. */
  secrets(): readonly string[]
}

export interface SessionOptions {
  readonly connectionId: string
  readonly calls: SessionCalls
  readonly secret: (name: SecretName) => string
  readonly http: XlinkHttp
  readonly now: () => Date
}

interface Session extends Grant {
  readonly prolongFromMs: number
  readonly endsAtMs: number
  /** A changed password makes a new session at once. */
  readonly madeWith: string
}

/** For clocks that do not run alike and for the way there: the last tenth of its life is not used. */
const MARGIN = 0.1

/** The secret. SECRET_MISSING */
export function needSecret(
  options: { connectionId: string; secret: (name: SecretName) => string },
  name: SecretName,
): string {
  const value = options.secret(name)
  if (value !== '') return value
  throw new FlashlineError('SECRET_MISSING', { connectionId: options.connectionId, secret: name })
}

/** A token that somebody else made. */
export function fixedToken(options: Pick<SessionOptions, 'connectionId' | 'secret'>): Tokens {
  return {
    async token() {
      return needSecret(options, 'token')
    },
    retire: () => false,
    forget() {},
    secrets: () => [options.secret('token')],
  }
}

export function sessionTokens(options: SessionOptions): Tokens {
  const { calls, http, now } = options
  let session: Session | null = null

  const obtain = singleFlight(async (probe: boolean, signal: AbortSignal) => {
    const secret = needSecret(options, calls.secretName)
    const atMs = now().getTime()
    const grant = (await prolong(session, secret, probe, signal)) ?? (await login(secret, probe, signal))
    session = {
      ...grant,
      prolongFromMs: atMs + grant.lifetimeMs * (1 - MARGIN),
      endsAtMs: atMs + grant.lifetimeMs,
      madeWith: secret,
    }
    return grant.accessToken
  })

  /** Null: it takes a full login. */
  async function prolong(old: Session | null, secret: string, probe: boolean, signal: AbortSignal) {
    if (calls.refresh === null || old === null || old.refreshToken === '') return null
    if (old.madeWith !== secret || now().getTime() >= old.endsAtMs) return null
    const call = calls.refresh(old.refreshToken)
    try {
      const grant = await http.send({ ...call, probe }, old.accessToken, signal)
      return { ...grant, refreshToken: grant.refreshToken || old.refreshToken }
    } catch (error) {
      if (signal.aborted) throw error
      // Also when no answer came: the old token may be gone by now, and only a login is sure.
      return null
    }
  }

  async function login(secret: string, probe: boolean, signal: AbortSignal): Promise<Grant> {
    try {
      return await http.send({ ...calls.login(secret), probe }, null, signal)
    } catch (error) {
      if (!(error instanceof FlashlineError) || !refusals.has(error.code) || isUrlMissing(error)) throw error
      throw new FlashlineError('CLOUD_CREDENTIALS', error.context, { cause: error })
    }
  }

  return {
    async token(probe, signal) {
      signal.throwIfAborted()
      const secret = needSecret(options, calls.secretName)
      const usable =
        session !== null && session.madeWith === secret && now().getTime() < session.prolongFromMs
      return usable && session !== null ? session.accessToken : obtain(probe, signal)
    },
    retire(token) {
      if (session?.accessToken === token) session = null
      return true
    },
    forget() {
      session = null
    },
    secrets: () => [
      options.secret(calls.secretName),
      ...(session === null ? [] : [session.accessToken, session.refreshToken]),
    ],
  }
}

const refusals: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CLOUD_REFUSED',
  'CLOUD_TOKEN',
  'CLOUD_FORBIDDEN',
])
