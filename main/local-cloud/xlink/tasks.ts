// Endpoints 2, 7 and 14: reading tasks.
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { partTypes, taskTags, wireEnumOptional, wireId } from '../../clouds/xlink/wire.ts'
import { apiVersion, type CloudContext, requestOrigin } from '../cloud-context.ts'
import { findOwnProduct, findOwnTask } from '../find-owned.ts'
import { answer } from '../numbers-as-text.ts'
import { decidePage, pageFields } from '../paging.ts'
import { readRequestBody } from '../request-body.ts'
import {
  allOf,
  conditionSql,
  orderSql,
  readConditions,
  readOrder,
  type SearchFields,
  searchFields,
} from '../search-query.ts'
import { viewTask } from './task-view.ts'

export const bareListQuery = z.object({ product_id: wireId, ...pageFields })

export const listBody = z.object({
  product_id: wireId,
  ...pageFields,
  type: wireEnumOptional(partTypes),
  tag_type: wireEnumOptional(taskTags),
  ...searchFields,
})

const queryFields: SearchFields = {
  _id: { column: 'task_id' },
  id: { column: 'task_id' },
  name: { column: 'name' },
}
const orderFields: SearchFields = { ...queryFields, create_time: { column: 'create_time' } }

export function taskRoutes(app: FastifyInstance, cloud: CloudContext): void {
  app.get('/v2/upgrade/firmware/tasks', async (request) => {
    const caller = await cloud.credentials.require(request, ['corp', 'thirdParty', 'platform'])
    const query = readRequestBody(bareListQuery, request.query)
    await findOwnProduct(cloud, caller, query.product_id)
    const search = { where: sql`product_id = ${query.product_id}` }
    const { tasks } = await cloud.tasks.search(search, decidePage(query))
    const options = { origin: requestOrigin(request), apiVersion: apiVersion(request) }
    return answer(
      cloud,
      tasks.map((facts) => viewTask(facts, 'full', options)),
    )
  })

  app.post('/v2/upgrade/firmware/tasks', async (request) => {
    const caller = await cloud.credentials.require(request, ['corp', 'thirdParty', 'platform'])
    const body = readRequestBody(listBody, request.body, { type: 'TYPE_UNKNOWN' })
    const conditions = readConditions(body.query, queryFields)
    const order = readOrder(body.order, orderFields)
    await findOwnProduct(cloud, caller, body.product_id)
    const wanted = [
      sql`product_id = ${body.product_id}`,
      ...(body.type === undefined ? [] : [sql`type = ${partTypes[body.type]}`]),
      ...(body.tag_type === undefined ? [] : [sql`tag_type = ${taskTags[body.tag_type]}`]),
      ...conditions.map((one) => conditionSql(cloud.db.words, one)),
    ]
    const { total, tasks } = await cloud.tasks.search(
      {
        where: allOf(wanted),
        ...(order.length === 0 ? {} : { order: orderSql(order, 'seq') }),
      },
      decidePage(body),
    )
    const options = { origin: requestOrigin(request), apiVersion: apiVersion(request) }
    return answer(cloud, { count: total, list: tasks.map((facts) => viewTask(facts, 'full', options)) })
  })

  app.get<{ Params: { taskId: string } }>('/v2/upgrade/firmware/tasks/:taskId', async (request) => {
    const caller = await cloud.credentials.require(request, ['corp', 'thirdParty'])
    const row = await findOwnTask(cloud, caller, request.params.taskId)
    const options = { origin: requestOrigin(request), apiVersion: apiVersion(request) }
    return answer(cloud, viewTask(await cloud.tasks.facts(row), 'full', options))
  })
}
