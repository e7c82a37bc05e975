// Endpoint 15: who did what to a task, newest first. The document has no paging here: without a limit all that a page
// may hold.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { CloudContext } from '../cloud-context.ts'
import { findOwnTask } from '../find-owned.ts'
import { answer } from '../numbers-as-text.ts'
import { decidePage, MAX_LIMIT, pageFields } from '../paging.ts'
import { readRequestBody } from '../request-body.ts'

export const opLogsQuery = z.object(pageFields)

export function opLogsRoutes(app: FastifyInstance, cloud: CloudContext): void {
  app.get<{ Params: { taskId: string } }>('/v2/upgrade/firmware/tasks/:taskId/op-logs', async (request) => {
    const caller = await cloud.credentials.require(request, ['corp', 'thirdParty'])
    const query = readRequestBody(opLogsQuery, request.query)
    const task = await findOwnTask(cloud, caller, request.params.taskId)
    const { total, rows } = await cloud.operations.page(task.task_id, decidePage(query, MAX_LIMIT))
    const list = rows.map((row) => ({
      id: String(row.operation_id),
      content: row.content,
      opt_id: row.operator_id,
      opt_name: row.operator_name,
      opt_account: row.operator_account,
      create_date: row.created_at,
    }))
    return answer(cloud, { count: total, list })
  })
}
