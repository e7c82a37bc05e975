// Who may log in: corps, their members, access keys and app users. No HTTP, no tokens; passwords and secrets only as
// what is kept of them.
import type { CloudDatabase } from '../cloud-database.ts'

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
  putCorp(corpId: string, name: string): void
  hasCorp(corpId: string): boolean
  /** Replaces name, password and role of the same account in the same corp; the id that it has then. */
  putMember(member: MemberRow): string
  findMember(memberId: string): MemberRow | undefined
  findMemberByAccount(account: string): MemberRow | undefined
  members(corpId: string): MemberRow[]
  addAccessKey(key: AccessKeyRow): void
  findAccessKey(accessKeyId: string): AccessKeyRow | undefined
  setAccessKeyStatus(accessKeyId: string, status: number): void
  /** Replaces the password of the same account in the same corp; the id that it has then. */
  putUser(user: UserRow): string
  findUser(userId: string): UserRow | undefined
  findUserByAccount(corpId: string, account: string): UserRow | undefined
}

export function createAccountTable(db: CloudDatabase): AccountTable {
  const putCorp = db.prepare(
    'INSERT INTO corps (corp_id, name) VALUES (?, ?) ON CONFLICT DO UPDATE SET name = excluded.name',
  )
  const corp = db.prepare('SELECT 1 FROM corps WHERE corp_id = ?')
  const putMember = db.prepare<MemberRow, { member_id: string }>(
    `INSERT INTO members (member_id, corp_id, name, account, password_hash, role)
     VALUES (@member_id, @corp_id, @name, @account, @password_hash, @role)
     ON CONFLICT (account) DO UPDATE
       SET name = excluded.name, password_hash = excluded.password_hash, role = excluded.role
     RETURNING member_id`,
  )
  const member = db.prepare<[string], MemberRow>('SELECT * FROM members WHERE member_id = ?')
  const memberByAccount = db.prepare<[string], MemberRow>('SELECT * FROM members WHERE account = ?')
  const members = db.prepare<[string], MemberRow>('SELECT * FROM members WHERE corp_id = ? ORDER BY rowid')
  const addAccessKey = db.prepare<AccessKeyRow>(
    `INSERT INTO access_keys (access_key_id, corp_id, name, secret_sha256, status)
     VALUES (@access_key_id, @corp_id, @name, @secret_sha256, @status)`,
  )
  const accessKey = db.prepare<[string], AccessKeyRow>('SELECT * FROM access_keys WHERE access_key_id = ?')
  const setAccessKeyStatus = db.prepare('UPDATE access_keys SET status = ? WHERE access_key_id = ?')
  const putUser = db.prepare<UserRow, { user_id: string }>(
    `INSERT INTO users (user_id, corp_id, account, password_hash, authorize_code)
     VALUES (@user_id, @corp_id, @account, @password_hash, @authorize_code)
     ON CONFLICT (corp_id, account) DO UPDATE SET password_hash = excluded.password_hash
     RETURNING user_id`,
  )
  const user = db.prepare<[string], UserRow>('SELECT * FROM users WHERE user_id = ?')
  const userByAccount = db.prepare<[string, string], UserRow>(
    'SELECT * FROM users WHERE corp_id = ? AND account = ?',
  )
  return {
    putCorp: (corpId, name) => void putCorp.run(corpId, name),
    hasCorp: (corpId) => corp.get(corpId) !== undefined,
    putMember: (row) => putMember.get(row)?.member_id ?? row.member_id,
    findMember: (memberId) => member.get(memberId),
    findMemberByAccount: (account) => memberByAccount.get(account),
    members: (corpId) => members.all(corpId),
    addAccessKey: (row) => void addAccessKey.run(row),
    findAccessKey: (accessKeyId) => accessKey.get(accessKeyId),
    setAccessKeyStatus: (accessKeyId, status) => void setAccessKeyStatus.run(status, accessKeyId),
    putUser: (row) => putUser.get(row)?.user_id ?? row.user_id,
    findUser: (userId) => user.get(userId),
    findUserByAccount: (corpId, account) => userByAccount.get(corpId, account),
  }
}
