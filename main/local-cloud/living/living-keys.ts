// Keys and tokens of the Living calls: app keys sign for an app, iotTokens say on whose behalf it calls. An iotToken is
// stored as a digest; the secret of an app key as it is, because a signature can only be checked with the secret itself.
import { randomBytes } from 'node:crypto'
import { digestOf, newSecret } from '../accounts/secret.ts'
import type { CloudDb } from '../cloud-database.ts'
import { keptQuery } from '../database/kept-query.ts'

export interface AppKey {
  readonly appKey: string
  readonly appSecret: string
}

export interface AppKeyRow {
  readonly app_key: string
  readonly app_secret: string
}

export interface IotTokenRow {
  readonly token_sha256: string
  readonly corp_id: string
  readonly expires_at: string
}

export interface LivingKeys {
  addAppKey(): Promise<AppKey>
  findSecret(appKey: string): Promise<string | null>
  /** Shown only here. */
  issueIotToken(corpId: string, lifetimeMs: number): Promise<string>
  /** The corp it speaks for; null when it is unknown or has expired. */
  findCorp(iotToken: string): Promise<string | null>
}

const addKey = keptQuery(({ queries }, { app_key, app_secret }: AppKeyRow) =>
  queries.insertInto('app_keys').values({ app_key, app_secret }),
)
const findKey = keptQuery(({ queries }, { appKey }: { appKey: string }) =>
  queries.selectFrom('app_keys').select('app_secret').where('app_key', '=', appKey),
)
const addToken = keptQuery(({ queries }, { token_sha256, corp_id, expires_at }: IotTokenRow) =>
  queries.insertInto('iot_tokens').values({ token_sha256, corp_id, expires_at }),
)
const findToken = keptQuery(({ queries }, { sha256, at }: { sha256: string; at: string }) =>
  queries
    .selectFrom('iot_tokens')
    .select('corp_id')
    .where('token_sha256', '=', sha256)
    .where('expires_at', '>', at),
)

export function createLivingKeys(db: CloudDb, now: () => Date): LivingKeys {
  return {
    async addAppKey() {
      const key = {
        appKey: String(100_000_000 + randomBytes(4).readUInt32BE()),
        appSecret: randomBytes(16).toString('hex'),
      }
      await addKey.run(db, { app_key: key.appKey, app_secret: key.appSecret })
      return key
    },
    findSecret: async (appKey) => (await findKey.first(db, { appKey }))?.app_secret ?? null,
    async issueIotToken(corpId, lifetimeMs) {
      const issued = newSecret()
      const expiresAt = new Date(now().getTime() + lifetimeMs).toISOString()
      await addToken.run(db, { token_sha256: digestOf(issued), corp_id: corpId, expires_at: expiresAt })
      return issued
    },
    async findCorp(iotToken) {
      const found = await findToken.first(db, { sha256: digestOf(iotToken), at: now().toISOString() })
      return found?.corp_id ?? null
    },
  }
}
