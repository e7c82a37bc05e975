// Access keys of the RPC calls. The secret is kept as it is: a signature can only be checked with the secret itself. They
// are no access keys of the upgrade service, whose secrets are sent at login and kept as digests.
import { randomBytes } from 'node:crypto'
import type { CloudDatabase } from '../cloud-database.ts'

export interface AccessKeyPair {
  readonly accessKeyId: string
  readonly accessKeySecret: string
}

export interface AccessKeyPairs {
  add(corpId: string): AccessKeyPair
  find(accessKeyId: string): { readonly secret: string; readonly corpId: string } | null
}

export function createAccessKeyPairs(db: CloudDatabase): AccessKeyPairs {
  const add = db.prepare(
    'INSERT INTO access_key_pairs (access_key_id, access_key_secret, corp_id) VALUES (?, ?, ?)',
  )
  const find = db.prepare<[string], { secret: string; corpId: string }>(
    `SELECT access_key_secret AS secret, corp_id AS corpId FROM access_key_pairs WHERE access_key_id = ?`,
  )
  return {
    add(corpId) {
      const pair = {
        accessKeyId: randomBytes(12).toString('hex'),
        accessKeySecret: randomBytes(20).toString('base64url'),
      }
      add.run(pair.accessKeyId, pair.accessKeySecret, corpId)
      return pair
    },
    find: (accessKeyId) => find.get(accessKeyId) ?? null,
  }
}
