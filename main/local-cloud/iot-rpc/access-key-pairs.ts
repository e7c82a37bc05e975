// Access keys of the RPC calls. The secret is kept as it is: a signature can only be checked with the secret itself. They
// are no access keys of the upgrade service, whose secrets are sent at login and kept as digests.
import { randomBytes } from 'node:crypto'
import type { CloudDb } from '../cloud-database.ts'
import { keptQuery } from '../database/kept-query.ts'

export interface AccessKeyPair {
  readonly accessKeyId: string
  readonly accessKeySecret: string
}

export interface AccessKeyPairRow {
  readonly access_key_id: string
  readonly access_key_secret: string
  readonly corp_id: string
}

export interface AccessKeyPairs {
  add(corpId: string): Promise<AccessKeyPair>
  find(accessKeyId: string): Promise<{ readonly secret: string; readonly corpId: string } | null>
}

const addPair = keptQuery(({ queries }, { access_key_id, access_key_secret, corp_id }: AccessKeyPairRow) =>
  queries.insertInto('access_key_pairs').values({ access_key_id, access_key_secret, corp_id }),
)
const findPair = keptQuery(({ queries }, { accessKeyId }: { accessKeyId: string }) =>
  queries
    .selectFrom('access_key_pairs')
    .select(['access_key_secret as secret', 'corp_id as corpId'])
    .where('access_key_id', '=', accessKeyId),
)

export function createAccessKeyPairs(db: CloudDb): AccessKeyPairs {
  return {
    async add(corpId) {
      const pair = {
        accessKeyId: randomBytes(12).toString('hex'),
        accessKeySecret: randomBytes(20).toString('base64url'),
      }
      await addPair.run(db, {
        access_key_id: pair.accessKeyId,
        access_key_secret: pair.accessKeySecret,
        corp_id: corpId,
      })
      return pair
    },
    find: async (accessKeyId) => (await findPair.first(db, { accessKeyId })) ?? null,
  }
}
