// Endpoints 7 and 14: reading tasks.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  blankToUndefined,
  partTypes,
  taskTags,
  wireEnumOptional,
  wireId,
  wireIntOptional,
} from '../clouds/xlink/wire.ts'
import { apiVersion, type CloudContext, requestOrigin } from './cloud-context.ts'
import { CloudRefusal } from './cloud-refusal.ts'
import { readRequestBody } from './request-body.ts'
import { searchConditions, searchOrder } from './task-query.ts'
import type { TaskRow } from './task-table.ts'
import { type TaskFacts, viewTask } from './task-view.ts'

export const MAX_INT32 = 2_147_483_647
const DEFAULT_LIMIT = 10
const MAX_LIMIT = 1000

const listBody = z.object({
  product_id: wireId,
  offset: wireIntOptional(0, MAX_INT32),
  limit: wireIntOptional(-MAX_INT32, MAX_INT32),
  type: wireEnumOptional(partTypes),
  tag_type: wireEnumOptional(taskTags),
  query: z.preprocess(blankToUndefined, z.record(z.string(), z.unknown()).default({})),
  order: z.preprocess(blankToUndefined, z.record(z.string(), z.unknown()).default({})),
})

export function taskRoutes(app: FastifyInstance, cloud: CloudContext): void {
  app.post('/v2/upgrade/firmware/tasks', (request) => {
    cloud.credentials.require(request, ['corp', 'thirdParty', 'platform'])
    const body = readRequestBody(listBody, request.body, { type: 'TYPE_UNKNOWN' })
    if (!cloud.devices.hasProduct(body.product_id)) throw new CloudRefusal('PRODUCT_UNKNOWN', body.product_id)
    const conditions = [
      { sql: 'product_id = ?', values: [body.product_id] },
      ...(body.type === undefined ? [] : [{ sql: 'type = ?', values: [partTypes[body.type]] }]),
      ...(body.tag_type === undefined ? [] : [{ sql: 'tag_type = ?', values: [taskTags[body.tag_type]] }]),
      ...searchConditions(body.query),
    ]
    const found = cloud.tasks.search(
      {
        where: conditions.map((condition) => condition.sql).join(' AND '),
        values: conditions.flatMap((condition) => condition.values),
        order: searchOrder(body.order),
      },
      body.offset ?? 0,
      Math.min(Math.max(body.limit ?? DEFAULT_LIMIT, 1), MAX_LIMIT),
    )
    const options = { origin: requestOrigin(request), apiVersion: apiVersion(request) }
    return {
      count: found.total,
      list: found.rows.map((row) => viewTask(taskFacts(cloud, row), 'full', options)),
    }
  })

  app.get<{ Params: { taskId: string } }>('/v2/upgrade/firmware/tasks/:taskId', (request) => {
    cloud.credentials.require(request, ['corp', 'thirdParty'])
    const row = cloud.tasks.find(request.params.taskId)
    if (row === undefined) throw new CloudRefusal('TASK_UNKNOWN', request.params.taskId)
    return viewTask(taskFacts(cloud, row), 'full', {
      origin: requestOrigin(request),
      apiVersion: apiVersion(request),
    })
  })
}

/** The row and what is counted about it. */
export function taskFacts(cloud: CloudContext, row: TaskRow): TaskFacts {
  return {
    row,
    deviceIds: cloud.tasks.deviceIds(row.seq),
    upgradeCount: cloud.tasks.upgradeCount(row.seq),
    surplusCount: cloud.tasks.surplusCount(row),
  }
}
