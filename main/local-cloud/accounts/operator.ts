// Under whose name an operation is written down.
import type { CloudScope } from '../cloud-context.ts'
import type { Operator } from '../xlink/operation-table.ts'
import type { Caller } from './credentials.ts'

/** The member, or the access key as third party, or the token itself where the owner issued one for neither. */
export async function operatorOf(cloud: CloudScope, caller: Caller): Promise<Operator> {
  const member = caller.memberId === null ? undefined : await cloud.accounts.findMember(caller.memberId)
  if (member !== undefined) return { id: member.member_id, name: member.name, account: member.account }
  const key = caller.accessKeyId === null ? undefined : await cloud.accounts.findAccessKey(caller.accessKeyId)
  if (key !== undefined) return { id: key.access_key_id, name: key.name, account: '' }
  return { id: `token-${caller.tokenName}`, name: 'access token', account: '' }
}
