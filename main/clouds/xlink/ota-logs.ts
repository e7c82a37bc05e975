// Which upgrades were issued to which devices: 9 ota-logs.
import type { OtaLogQuery, OtaLogSource, otaLogFields } from '../cloud.ts'
import { type CallXlink, callNames } from './calls.ts'
import { type LoggedResult, readLoggedResults, readOtaLogPage } from './log-schema.ts'
import { wireOrder, wireQuery } from './wire-query.ts'

const fieldNames = {
  logId: 'id',
  productId: 'product_id',
  taskId: 'task_id',
  deviceId: 'device_id',
  mac: 'device_mac',
  sn: 'device_sn',
  status: 'status',
  executedAt: 'execute_time',
} as const satisfies Record<(typeof otaLogFields)[number], string>

const RESULTS_AT_MOST = 100

export function createOtaLogSource(call: CallXlink): OtaLogSource {
  return { listOtaLogs: (query, signal) => ask(call, query, readOtaLogPage, signal) }
}

/** What the service keeps of the upgrades of this device by this task. No filter: it would take the extra fields away. */
export function listLoggedResults(
  call: CallXlink,
  about: { readonly deviceId: string; readonly taskId: string },
  signal: AbortSignal,
): Promise<{ results: LoggedResult[]; complete: boolean }> {
  // The document names no $eq for this call.
  const where = { taskId: { in: [about.taskId] }, deviceId: { in: [about.deviceId] } }
  return ask(call, { offset: 0, limit: RESULTS_AT_MOST, where }, readLoggedResults, signal)
}

function ask<T>(
  call: CallXlink,
  query: OtaLogQuery,
  read: (reply: unknown) => T,
  signal: AbortSignal,
): Promise<T> {
  const { offset, limit, fields } = query
  const body = {
    offset,
    limit,
    ...(fields === undefined ? {} : { filter: fields.map((field) => fieldNames[field]) }),
    ...wireQuery(query.where, fieldNames),
    ...wireOrder(query.order, fieldNames),
  }
  const path = '/v2/upgrade/ota-logs'
  return call({ name: callNames.listOtaLogs, method: 'POST', path, body, repeatable: true, read }, signal)
}
