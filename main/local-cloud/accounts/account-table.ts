// Who may log in: corps, their members, access keys and app users. No HTTP, no tokens; passwords and secrets only as
// what is kept of them.
import type { CloudDb } from '../cloud-database.ts'
import { fieldsOf, keptQuery } from '../database/kept-query.ts'

export interface MemberRow {
  readonly member_id: string
  readonly corp_id: string
  readonly name: string
  /** Phone or e-mail. */
  readonly account: string
  readonly password_hash: string
  /** 1 admin, 2 operator, 3 developer. */
  readonly role: number
}

export interface AccessKeyRow {
  readonly access_key_id: string
  readonly corp_id: string
  readonly name: string
  readonly secret_sha256: string
  /** 0 disabled, 1 enabled. */
  readonly status: number
}

export interface UserRow {
  readonly user_id: string
  readonly corp_id: string
  readonly account: string
  readonly password_hash: string
  /** Handed out at login, for the app's own connection. */
  readonly authorize_code: string
}

export interface AccountTable {
  putCorp(corpId: string, name: string): Promise<void>
  hasCorp(corpId: string): Promise<boolean>
  /** Replaces name, password and role of the same account in the same corp; the id that it has then. */
  putMember(member: MemberRow): Promise<string>
  findMember(memberId: string): Promise<MemberRow | undefined>
  findMemberByAccount(account: string): Promise<MemberRow | undefined>
  /** Oldest first. */
  members(corpId: string): Promise<MemberRow[]>
  addAccessKey(key: AccessKeyRow): Promise<void>
  findAccessKey(accessKeyId: string): Promise<AccessKeyRow | undefined>
  setAccessKeyStatus(accessKeyId: string, status: number): Promise<void>
  /** Replaces the password of the same account in the same corp; the id that it has then. */
  putUser(user: UserRow): Promise<string>
  findUser(userId: string): Promise<UserRow | undefined>
  findUserByAccount(corpId: string, account: string): Promise<UserRow | undefined>
}

const memberColumns = ['member_id', 'corp_id', 'name', 'account', 'password_hash', 'role'] as const
const accessKeyColumns = ['access_key_id', 'corp_id', 'name', 'secret_sha256', 'status'] as const
const userColumns = ['user_id', 'corp_id', 'account', 'password_hash', 'authorize_code'] as const

const putCorp = keptQuery(({ queries }, { corpId, name }: { corpId: string; name: string }) =>
  queries
    .insertInto('corps')
    .values({ corp_id: corpId, name })
    .onConflict((on) => on.column('corp_id').doUpdateSet((set) => ({ name: set.ref('excluded.name') }))),
)
const corp = keptQuery(({ queries }, { corpId }: { corpId: string }) =>
  queries.selectFrom('corps').select('corp_id').where('corp_id', '=', corpId),
)
const putMember = keptQuery(({ queries }, member: MemberRow) =>
  queries
    .insertInto('members')
    .values(fieldsOf(member, memberColumns))
    .onConflict((on) =>
      on.column('account').doUpdateSet((set) => ({
        name: set.ref('excluded.name'),
        password_hash: set.ref('excluded.password_hash'),
        role: set.ref('excluded.role'),
      })),
    )
    .returning('member_id'),
)
const member = keptQuery(({ queries }, { memberId }: { memberId: string }) =>
  queries.selectFrom('members').select(memberColumns).where('member_id', '=', memberId),
)
const memberByAccount = keptQuery(({ queries }, { account }: { account: string }) =>
  queries.selectFrom('members').select(memberColumns).where('account', '=', account),
)
const members = keptQuery(({ queries, words }, { corpId }: { corpId: string }) =>
  queries.selectFrom('members').select(memberColumns).where('corp_id', '=', corpId).orderBy(words.added),
)
const addAccessKey = keptQuery(({ queries }, key: AccessKeyRow) =>
  queries.insertInto('access_keys').values(fieldsOf(key, accessKeyColumns)),
)
const accessKey = keptQuery(({ queries }, { accessKeyId }: { accessKeyId: string }) =>
  queries.selectFrom('access_keys').selectAll().where('access_key_id', '=', accessKeyId),
)
const setAccessKeyStatus = keptQuery(
  ({ queries }, { accessKeyId, status }: { accessKeyId: string; status: number }) =>
    queries.updateTable('access_keys').set({ status }).where('access_key_id', '=', accessKeyId),
)
const putUser = keptQuery(({ queries }, user: UserRow) =>
  queries
    .insertInto('users')
    .values(fieldsOf(user, userColumns))
    .onConflict((on) =>
      on
        .columns(['corp_id', 'account'])
        .doUpdateSet((set) => ({ password_hash: set.ref('excluded.password_hash') })),
    )
    .returning('user_id'),
)
const user = keptQuery(({ queries }, { userId }: { userId: string }) =>
  queries.selectFrom('users').selectAll().where('user_id', '=', userId),
)
const userByAccount = keptQuery(({ queries }, { corpId, account }: { corpId: string; account: string }) =>
  queries.selectFrom('users').selectAll().where('corp_id', '=', corpId).where('account', '=', account),
)

export function createAccountTable(db: CloudDb): AccountTable {
  return {
    putCorp: async (corpId, name) => void (await putCorp.run(db, { corpId, name })),
    hasCorp: async (corpId) => (await corp.first(db, { corpId })) !== undefined,
    putMember: async (row) => (await putMember.first(db, row))?.member_id ?? row.member_id,
    findMember: (memberId) => member.first(db, { memberId }),
    findMemberByAccount: (account) => memberByAccount.first(db, { account }),
    members: (corpId) => members.all(db, { corpId }),
    addAccessKey: async (row) => void (await addAccessKey.run(db, row)),
    findAccessKey: (accessKeyId) => accessKey.first(db, { accessKeyId }),
    setAccessKeyStatus: async (accessKeyId, status) =>
      void (await setAccessKeyStatus.run(db, { accessKeyId, status })),
    putUser: async (row) => (await putUser.first(db, row))?.user_id ?? row.user_id,
    findUser: (userId) => user.first(db, { userId }),
    findUserByAccount: (corpId, account) => userByAccount.first(db, { corpId, account }),
  }
}
