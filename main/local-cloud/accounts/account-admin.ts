// What the owner of a local cloud does with those who may use it, not over HTTP. Secrets are shown only here.
import { randomBytes } from 'node:crypto'
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { CloudContext } from '../cloud-context.ts'
import type { MemberRow } from './account-table.ts'
import { type CredentialKind, defaultCorpId } from './credentials.ts'
import { hashOfNone, hashPassword } from './password.ts'
import { digestOf, newSecret } from './secret.ts'

export const memberRoles = { admin: 1, operator: 2, developer: 3 } as const

const DISABLED = 0
const ENABLED = 1

export interface NewMember {
  readonly corpId?: string
  readonly name: string
  /** Phone or e-mail; one member of all corps has it. */
  readonly account: string
  /** Null: nobody logs in as this one, whose tokens are issued here. */
  readonly password: string | null
  readonly role?: keyof typeof memberRoles
}

export interface NewUser {
  readonly corpId?: string
  readonly account: string
  readonly password: string
}

export interface TokenOptions {
  /** The only device that a `device` token speaks for. */
  readonly deviceId?: string
  /** Whom a `corp` token stands for. */
  readonly memberId?: string
  /**
   * Left out: the corp of the member or device. Without those it belongs to the usual corp, but to no Corp-ID in
   * particular: endpoint 8 takes any from it.
   */
  readonly corpId?: string
}

/** A corp is the usual one when left out. INPUT_INVALID {field} where something named is not there. */
export interface AccountAdmin {
  /** Adding the same id again replaces the name. */
  addCorp(corp: { corpId: string; name?: string }): Promise<void>
  /** The member id. Adding the same account again replaces name, password and role, and keeps the id. */
  addMember(member: NewMember): Promise<string>
  /** Oldest first. */
  listMembers(corpId?: string): Promise<Omit<MemberRow, 'password_hash'>[]>
  addAccessKey(key: { corpId?: string; name: string }): Promise<{ id: string; secret: string }>
  /** Disabling ends its sessions. */
  setAccessKey(id: string, state: 'enabled' | 'disabled'): Promise<void>
  /** The user id. Adding the same account again replaces the password, and keeps the id. */
  addUser(user: NewUser): Promise<string>
  /** A new token of these kinds; valid until it is ended. */
  issueToken(kinds: readonly CredentialKind[], options?: TokenOptions): Promise<string>
  endToken(token: string, state: 'expired' | 'replaced'): Promise<void>
}

const newId = () => randomBytes(12).toString('hex')

export function createAccountAdmin(cloud: CloudContext): AccountAdmin {
  const { accounts, credentials, devices } = cloud
  const requireCorp = async (corpId: string) => {
    if (!(await accounts.hasCorp(corpId)))
      throw new FlashlineError('INPUT_INVALID', { field: 'corpId', corpId })
    return corpId
  }
  return {
    addCorp: ({ corpId, name = corpId }) => accounts.putCorp(corpId, name),
    async addMember({ corpId = defaultCorpId, name, account, password, role = 'operator' }) {
      await requireCorp(corpId)
      const password_hash = password === null ? hashOfNone() : hashPassword(password)
      return cloud.write(['accounts'], async ({ accounts }) => {
        const known = await accounts.findMemberByAccount(account)
        if (account === '' || (known !== undefined && known.corp_id !== corpId)) {
          throw new FlashlineError('INPUT_INVALID', { field: 'account' })
        }
        return accounts.putMember({
          member_id: newId(),
          corp_id: corpId,
          name,
          account,
          password_hash,
          role: memberRoles[role],
        })
      })
    },
    listMembers: async (corpId = defaultCorpId) =>
      (await accounts.members(corpId)).map(({ password_hash: _, ...member }) => member),
    async addAccessKey({ corpId = defaultCorpId, name }) {
      const [id, secret] = [newId(), newSecret()]
      await accounts.addAccessKey({
        access_key_id: id,
        corp_id: await requireCorp(corpId),
        name,
        secret_sha256: digestOf(secret),
        status: ENABLED,
      })
      return { id, secret }
    },
    async setAccessKey(id, state) {
      await accounts.setAccessKeyStatus(id, state === 'enabled' ? ENABLED : DISABLED)
      if (state === 'disabled') await credentials.endOfAccessKey(id)
    },
    async addUser({ corpId = defaultCorpId, account, password }) {
      if (account === '') throw new FlashlineError('INPUT_INVALID', { field: 'account' })
      return accounts.putUser({
        user_id: newId(),
        corp_id: await requireCorp(corpId),
        account,
        password_hash: hashPassword(password),
        authorize_code: newSecret(),
      })
    },
    async issueToken(kinds, { deviceId, memberId, corpId } = {}) {
      const member = memberId === undefined ? undefined : await accounts.findMember(memberId)
      if (memberId !== undefined && member === undefined) {
        throw new FlashlineError('INPUT_INVALID', { field: 'memberId', memberId })
      }
      if (member !== undefined && corpId !== undefined && member.corp_id !== corpId) {
        throw new FlashlineError('INPUT_INVALID', { field: 'corpId', corpId })
      }
      const deviceCorpId = deviceId === undefined ? undefined : (await devices.find(deviceId))?.corp_id
      const named = corpId ?? member?.corp_id ?? deviceCorpId ?? null
      return credentials.issue({
        kinds,
        corpId: named === null ? null : await requireCorp(named),
        ...(memberId === undefined ? {} : { memberId }),
        ...(deviceId === undefined ? {} : { deviceId }),
      })
    },
    endToken: (token, state) => credentials.end(token, state),
  }
}
