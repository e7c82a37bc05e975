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
  addCorp(corp: { corpId: string; name?: string }): void
  /** The member id. Adding the same account again replaces name, password and role, and keeps the id. */
  addMember(member: NewMember): string
  /** Oldest first. */
  listMembers(corpId?: string): Omit<MemberRow, 'password_hash'>[]
  addAccessKey(key: { corpId?: string; name: string }): { id: string; secret: string }
  /** Disabling ends its sessions. */
  setAccessKey(id: string, state: 'enabled' | 'disabled'): void
  /** The user id. Adding the same account again replaces the password, and keeps the id. */
  addUser(user: NewUser): string
  /** A new token of these kinds; valid until it is ended. */
  issueToken(kinds: readonly CredentialKind[], options?: TokenOptions): string
  endToken(token: string, state: 'expired' | 'replaced'): void
}

const newId = () => randomBytes(12).toString('hex')

export function createAccountAdmin({ accounts, credentials, devices }: CloudContext): AccountAdmin {
  const requireCorp = (corpId: string) => {
    if (!accounts.hasCorp(corpId)) throw new FlashlineError('INPUT_INVALID', { field: 'corpId', corpId })
    return corpId
  }
  return {
    addCorp: ({ corpId, name = corpId }) => accounts.putCorp(corpId, name),
    addMember({ corpId = defaultCorpId, name, account, password, role = 'operator' }) {
      const known = accounts.findMemberByAccount(account)
      if (account === '' || (known !== undefined && known.corp_id !== corpId)) {
        throw new FlashlineError('INPUT_INVALID', { field: 'account' })
      }
      return accounts.putMember({
        member_id: newId(),
        corp_id: requireCorp(corpId),
        name,
        account,
        password_hash: password === null ? hashOfNone() : hashPassword(password),
        role: memberRoles[role],
      })
    },
    listMembers: (corpId = defaultCorpId) =>
      accounts.members(corpId).map(({ password_hash: _, ...member }) => member),
    addAccessKey({ corpId = defaultCorpId, name }) {
      const [id, secret] = [newId(), newSecret()]
      accounts.addAccessKey({
        access_key_id: id,
        corp_id: requireCorp(corpId),
        name,
        secret_sha256: digestOf(secret),
        status: ENABLED,
      })
      return { id, secret }
    },
    setAccessKey(id, state) {
      accounts.setAccessKeyStatus(id, state === 'enabled' ? ENABLED : DISABLED)
      if (state === 'disabled') credentials.endOfAccessKey(id)
    },
    addUser({ corpId = defaultCorpId, account, password }) {
      if (account === '') throw new FlashlineError('INPUT_INVALID', { field: 'account' })
      return accounts.putUser({
        user_id: newId(),
        corp_id: requireCorp(corpId),
        account,
        password_hash: hashPassword(password),
        authorize_code: newSecret(),
      })
    },
    issueToken(kinds, { deviceId, memberId, corpId } = {}) {
      const member = memberId === undefined ? undefined : accounts.findMember(memberId)
      if (memberId !== undefined && member === undefined) {
        throw new FlashlineError('INPUT_INVALID', { field: 'memberId', memberId })
      }
      if (member !== undefined && corpId !== undefined && member.corp_id !== corpId) {
        throw new FlashlineError('INPUT_INVALID', { field: 'corpId', corpId })
      }
      const deviceCorpId = deviceId === undefined ? undefined : devices.find(deviceId)?.corp_id
      const named = corpId ?? member?.corp_id ?? deviceCorpId ?? null
      return credentials.issue({
        kinds,
        corpId: named === null ? null : requireCorp(named),
        ...(memberId === undefined ? {} : { memberId }),
        ...(deviceId === undefined ? {} : { deviceId }),
      })
    },
    endToken: (token, state) => credentials.end(token, state),
  }
}
