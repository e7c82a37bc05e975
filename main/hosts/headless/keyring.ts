// Whose a bearer token is: the station's own, which may do everything, or that of a client, which may what its role may.
// Pure but for what `clientOf` looks up.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export type Holder = { readonly kind: 'station' } | { readonly kind: 'client'; readonly clientId: string }

export interface Keyring {
  /** Null: no token came, or one that is nobody's. */
  holderOf(headers: IncomingHttpHeaders): Holder | null
}

/** `clientOf`: whose token it is; null: nobody's, revoked or expired. Left out: there are no clients. */
export function createKeyring(token: string, clientOf?: (token: string) => string | null): Keyring {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const wanted = digest(token)
  return {
    holderOf(headers) {
      const bearer = bearerOf(headers)
      if (bearer === null) return null
      // Equal lengths for the constant-time comparison, whatever was sent.
      if (timingSafeEqual(digest(bearer), wanted)) return { kind: 'station' }
      const clientId = clientOf?.(bearer) ?? null
      return clientId === null ? null : { kind: 'client', clientId }
    },
  }
}

export function bearerOf({ authorization = '' }: IncomingHttpHeaders): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? null
}
