// Endpoint 9: which upgrades were issued, and which were completed. Oldest first unless asked otherwise, so that pages
// stay where they are while logs are added. `result` and `desc` are ours: they tell the failures, which stay "issued".
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { CloudContext } from '../cloud-context.ts'
import { macText } from '../mac-text.ts'
import { answer } from '../numbers-as-text.ts'
import { decidePage, pageFields } from '../paging.ts'
import { readRequestBody } from '../request-body.ts'
import { filterField, pick, readConditions, readOrder, searchFields } from '../search-query.ts'
import {
  createOtaLogSearch,
  type FoundOtaLog,
  otaLogOrderFields,
  otaLogQueryFields,
} from './ota-log-search.ts'

export const otaLogsBody = z.object({ ...pageFields, filter: filterField, ...searchFields })

const queryFields = {
  ...otaLogQueryFields,
  device_mac: { ...otaLogQueryFields.device_mac, form: macText },
}

export function otaLogsRoutes(app: FastifyInstance, cloud: CloudContext): void {
  const search = createOtaLogSearch(cloud.db)
  app.post('/v2/upgrade/ota-logs', async (request) => {
    const caller = await cloud.credentials.require(request, ['corp', 'thirdParty'])
    const body = readRequestBody(otaLogsBody, request.body)
    const conditions = readConditions(body.query, queryFields)
    const order = readOrder(body.order, otaLogOrderFields)
    const { total, rows } = await search({ corpId: caller.corpId, conditions, order }, decidePage(body))
    return answer(cloud, { count: total, list: rows.map((row) => pick(view(row), body.filter)) })
  })
}

function view(row: FoundOtaLog): Readonly<Record<string, unknown>> {
  return {
    id: String(row.ota_log_id),
    product_id: row.product_id,
    task_id: row.task_id,
    device_id: row.device_id,
    device_mac: row.mac,
    device_sn: row.sn,
    status: row.status,
    execute_time: row.execute_time,
    result: row.result,
    desc: row.desc ?? '',
  }
}
