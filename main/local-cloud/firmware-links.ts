// Links to firmware files that end after a while: `?expires=<Unix seconds>&sign=<hex>`, as object stores make them. The
// key is in the database: whoever serves from that takes the links of the others.
import { createHmac } from 'node:crypto'
import { digestOf, isSecret, newSecret } from './accounts/secret.ts'
import type { CloudDb } from './cloud-database.ts'
import { keptQuery } from './database/kept-query.ts'

export interface FirmwareLinks {
  /** The query, with its question mark, that makes a link to this content good for `lifetimeMs` from now. */
  sign(sha256: string, lifetimeMs: number): string
  /** True without any of the two; a link that carries them must be signed right and not be over. */
  isGood(sha256: string, query: Readonly<Record<string, unknown>>): boolean
}

const ONLY_ROW = 1
const offerKey = keptQuery(({ queries }, { secret }: { secret: string }) =>
  queries
    .insertInto('link_keys')
    .values({ only_row: ONLY_ROW, secret })
    .onConflict((on) => on.doNothing()),
)
const findKey = keptQuery(({ queries }, _: object) => queries.selectFrom('link_keys').select('secret'))

/** Made by whoever comes first. */
export async function readLinkKey(db: CloudDb): Promise<string> {
  await offerKey.run(db, { secret: newSecret() })
  const key = await findKey.first(db, {})
  if (key === undefined) throw new Error('the key that was just written is not there')
  return key.secret
}

export function createFirmwareLinks(key: string, now: () => Date): FirmwareLinks {
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
