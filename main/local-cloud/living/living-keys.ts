// Keys and tokens of the Living calls: app keys sign for an app, iotTokens say on whose behalf it calls. An iotToken is
// stored as a digest; the secret of an app key as it is, because a signature can only be checked with the secret itself.
import { randomBytes } from 'node:crypto'
import { digestOf, newSecret } from '../accounts/secret.ts'
import type { CloudDatabase } from '../cloud-database.ts'

export interface AppKey {
  readonly appKey: string
  readonly appSecret: string
}

export interface LivingKeys {
  addAppKey(): AppKey
  findSecret(appKey: string): string | null
  /** Shown only here. */
  issueIotToken(corpId: string, lifetimeMs: number): string
  /** The corp it speaks for; null when it is unknown or has expired. */
  findCorp(iotToken: string): string | null
}

export function createLivingKeys(db: CloudDatabase, now: () => Date): LivingKeys {
  const addKey = db.prepare('INSERT INTO app_keys (app_key, app_secret) VALUES (?, ?)')
  const secret = db.prepare<[string], { app_secret: string }>(
    'SELECT app_secret FROM app_keys WHERE app_key = ?',
  )
  const addToken = db.prepare('INSERT INTO iot_tokens (token_sha256, corp_id, expires_at) VALUES (?, ?, ?)')
  const token = db.prepare<[string, string], { corp_id: string }>(
    'SELECT corp_id FROM iot_tokens WHERE token_sha256 = ? AND expires_at > ?',
  )
  return {
    addAppKey() {
      const key = {
        appKey: String(100_000_000 + randomBytes(4).readUInt32BE()),
        appSecret: randomBytes(16).toString('hex'),
      }
      addKey.run(key.appKey, key.appSecret)
      return key
    },
    findSecret: (appKey) => secret.get(appKey)?.app_secret ?? null,
    issueIotToken(corpId, lifetimeMs) {
      const issued = newSecret()
      addToken.run(digestOf(issued), corpId, new Date(now().getTime() + lifetimeMs).toISOString())
      return issued
    },
    findCorp: (iotToken) => token.get(digestOf(iotToken), now().toISOString())?.corp_id ?? null,
  }
}
