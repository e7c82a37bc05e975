// As whom the XLINK v2 service is called: the calls that give a session for an account, an access key or a device, and
// those that prolong it. When they are made is session.ts. Source: the service's documents on corps, access keys, devices.
import { z } from 'zod'
import type { SecretName, XlinkCredential } from '../../../preload/contract/index.ts'
import { readReply } from '../read-reply.ts'
import { callNames, type XlinkCall } from './calls.ts'
import { wireInt, wireText, wireTextOptional } from './wire.ts'

/** A session as the service gives it. */
export interface Grant {
  readonly accessToken: string
  /** "": it cannot be prolonged. */
  readonly refreshToken: string
  readonly lifetimeMs: number
}

export interface SessionCalls {
  readonly secretName: SecretName
  login(secret: string): XlinkCall<Grant>
  /** Null: this kind logs in again. Good only before the session ends; ends the old token. */
  readonly refresh: ((refreshToken: string) => XlinkCall<Grant>) | null
}

/** What the documents say for all kinds. */
const USUAL_LIFETIME_S = 7200
/** A longer one may be a time of day read as a duration; to prolong once a day costs nothing. */
const LONGEST_LIFETIME_S = 86_400

const seconds = wireInt(1, Number.MAX_SAFE_INTEGER).optional().catch(undefined)
const token = wireText(4096).refine((text) => /^[\x21-\x7e]+$/.test(text))

const grantReader = z
  .object({
    access_token: token,
    refresh_token: wireTextOptional(4096).catch(''),
    expire_in: seconds,
    expires_in: seconds,
  })
  .transform((wire): Grant => {
    const lifetimeS = wire.expire_in ?? wire.expires_in ?? USUAL_LIFETIME_S
    return {
      accessToken: wire.access_token,
      refreshToken: wire.refresh_token.trim(),
      lifetimeMs: Math.min(lifetimeS, LONGEST_LIFETIME_S) * 1000,
    }
  })

const readGrant = (reply: unknown) => readReply(grantReader, reply)

/** A second session does no harm: it may be repeated. */
function loginCall(path: string, body: Readonly<Record<string, string>>): XlinkCall<Grant> {
  return { name: callNames.login, method: 'POST', path, body, repeatable: true, read: readGrant }
}

/** The first one ends the token it was made with, so a second one would be refused. */
function refreshCall(path: string, refreshToken: string): XlinkCall<Grant> {
  const body = { refresh_token: refreshToken }
  return { name: callNames.refresh, method: 'POST', path, body, repeatable: false, read: readGrant }
}

/** Null: a token that somebody else made. */
export function sessionCalls(credential: XlinkCredential): SessionCalls | null {
  switch (credential.kind) {
    case 'token':
      return null
    case 'corpAccount':
      return {
        secretName: 'password',
        login: (password) => loginCall('/v2/corp_auth', { account: credential.account, password }),
        refresh: (refreshToken) => refreshCall('/v2/corp/token/refresh', refreshToken),
      }
    case 'accessKey':
      return {
        secretName: 'accessKeySecret',
        login: (secret) => loginCall('/v2/accesskey_auth', { id: credential.accessKeyId, secret }),
        refresh: null,
      }
    case 'device':
      return {
        secretName: 'authorizeCode',
        login: (authorizeCode) =>
          loginCall('/v2/device_login', {
            product_id: credential.productId,
            mac: credential.mac,
            authorize_code: authorizeCode,
          }),
        refresh: (refreshToken) => refreshCall('/v2/device_refresh', refreshToken),
      }
  }
}
