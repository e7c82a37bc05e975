// GET /v2/corp/members: who may be named as reviewer of a task.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { CloudContext } from '../cloud-context.ts'
import { answer } from '../numbers-as-text.ts'
import { decidePage, MAX_LIMIT, pageFields } from '../paging.ts'
import { readRequestBody } from '../request-body.ts'
import type { MemberRow } from './account-table.ts'

/** The service's "enabled"; members cannot be disabled here. */
const ENABLED = 1

export const membersQuery = z.object(pageFields)

export function memberRoutes(app: FastifyInstance, cloud: CloudContext): void {
  app.get('/v2/corp/members', async (request) => {
    const caller = await cloud.credentials.require(request, ['corp', 'thirdParty'])
    const { offset, limit } = decidePage(readRequestBody(membersQuery, request.query), MAX_LIMIT)
    const members = await cloud.accounts.members(caller.corpId)
    return answer(cloud, { count: members.length, list: members.slice(offset, offset + limit).map(view) })
  })
}

function view({ member_id, name, account, role }: MemberRow): Record<string, unknown> {
  const isEmail = account.includes('@')
  return {
    id: member_id,
    name,
    account,
    phone: isEmail ? '' : account,
    email: isEmail ? account : '',
    role,
    status: ENABLED,
  }
}
