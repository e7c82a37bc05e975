// Links to firmware files that end after a while: `?expires=<Unix seconds>&sign=<hex>`, as object stores make them. The
// key is made anew at every start, so a restart ends them too; they are fetched right before a download.
import { createHmac, randomBytes } from 'node:crypto'
import { digestOf, isSecret } from './accounts/secret.ts'

export interface FirmwareLinks {
  /** The query, with its question mark, that makes a link to this content good for `lifetimeMs` from now. */
  sign(sha256: string, lifetimeMs: number): string
  /** True without any of the two; a link that carries them must be signed right and not be over. */
  isGood(sha256: string, query: Readonly<Record<string, unknown>>): boolean
}

export function createFirmwareLinks(now: () => Date): FirmwareLinks {
  const key = randomBytes(32)
  const signatureOf = (sha256: string, expires: string) =>
    createHmac('sha256', key).update(`${sha256}\n${expires}`).digest('hex')
  return {
    sign(sha256, lifetimeMs) {
      const expires = String(Math.floor((now().getTime() + lifetimeMs) / 1000))
      return `?expires=${expires}&sign=${signatureOf(sha256, expires)}`
    },
    isGood(sha256, { expires, sign }) {
      if (expires === undefined && sign === undefined) return true
      if (typeof expires !== 'string' || typeof sign !== 'string') return false
      const isOurs = isSecret(sign, digestOf(signatureOf(sha256, expires)))
      return isOurs && Number(expires) * 1000 > now().getTime()
    },
  }
}
