// Pages of ota-logs, quick at any offset of a million: ids are found in indexes first, and only the page itself is read.
// How they are found is decided here by the counts that are kept, and not left to the planner, which does not know them:
//   few    through the tasks or the devices that are asked for, whichever have fewer, then sorted
//   many   along the wanted order, passing over what does not fit: among the ids where the page lies when the order is
//          theirs, else from whichever end is nearer
import type { CloudDatabase } from '../cloud-database.ts'
import { type Page, pageFromNearerEnd } from '../paging.ts'
import { type Condition, type OrderTerm, orderSql, type SearchFields, whereSql } from '../search-query.ts'
import { createStatementCache } from '../statement-cache.ts'
import { createOtaLogCounts, findPage } from './ota-log-counts.ts'

export interface FoundOtaLog {
  readonly ota_log_id: number
  readonly product_id: string
  readonly task_id: string
  readonly device_id: string
  readonly mac: string
  readonly sn: string
  readonly status: number
  readonly execute_time: string | null
  /** Of the last report of this device and task; null when there is none. */
  readonly result: number | null
  readonly desc: string | null
}

export interface OtaLogSearch {
  readonly corpId: string
  readonly conditions: readonly Condition[]
  readonly order: readonly OrderTerm[]
}

/** `l` is the log, `d` its device. */
export const otaLogQueryFields = {
  task_id: { column: 'l.task_id' },
  device_id: { column: 'd.device_id' },
  device_mac: { column: 'd.mac' },
  device_sn: { column: 'd.sn' },
} as const satisfies SearchFields

export const otaLogOrderFields = {
  id: { column: 'l.ota_log_id' },
  product_id: { column: 'l.product_id' },
  task_id: { column: 'l.task_id' },
  device_id: { column: 'l.device_id' },
  device_mac: { column: 'd.mac' },
  device_sn: { column: 'd.sn' },
  status: { column: 'l.status' },
  execute_time: { column: 'l.execute_time' },
} as const satisfies SearchFields

/** Up to so many are sorted for a page; sorting more takes longer than walking over them. */
const FEW_LOGS = 20_000

/** What stands behind FROM. */
interface Source {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** Logs to sort: all of them. */
interface FewLogs {
  readonly source: Source
  readonly total: number
}

const isOfDevice = ({ column }: { readonly column: string }) => column.startsWith('d.')
const valuesOf = (conditions: readonly Condition[]) => conditions.map(({ value }) => value)
const isFirst = (order: readonly OrderTerm[], field: keyof typeof otaLogOrderFields) =>
  order[0]?.column === otaLogOrderFields[field].column

export function createOtaLogSearch(db: CloudDatabase, fewLogs: number = FEW_LOGS) {
  const statement = createStatementCache(db)
  const counts = createOtaLogCounts(db)
  const read = db.prepare<[string], FoundOtaLog>(
    `SELECT l.ota_log_id, l.product_id, l.task_id, l.device_id, d.mac, d.sn, l.status, l.execute_time, r.result, r."desc"
     FROM json_each(?) asked CROSS JOIN ota_logs l ON l.ota_log_id = asked.value
       JOIN devices d ON d.device_id = l.device_id
       LEFT JOIN reports r ON r.report_id =
         (SELECT max(report_id) FROM reports WHERE task_id = l.task_id AND device_id = l.device_id)
     ORDER BY asked.key`,
  )

  const count = ({ sql, values }: Source): number =>
    statement<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`).get(...values)?.n ?? 0

  const findIds = ({ sql, values }: Source, order: string, { limit, offset }: Page): number[] =>
    statement<{ id: number }>(`SELECT l.ota_log_id AS id FROM ${sql} ORDER BY ${order} LIMIT ? OFFSET ?`)
      .all(...values, limit, offset)
      .map(({ id }) => id)

  function findFew({ corpId, conditions, order }: OtaLogSearch): FewLogs | null {
    const ofTask = conditions.filter((one) => !isOfDevice(one))
    const ofDevice = conditions.filter(isOfDevice)
    const withDevices = 'CROSS JOIN devices d ON d.device_id = l.device_id'
    if (ofTask.length > 0) {
      const { logs } = counts.ofTasks(corpId, ofTask)
      const asked = `SELECT l.task_id FROM ota_log_counts l WHERE l.corp_id = ? AND ${whereSql(ofTask)}`
      const source = {
        sql: `ota_logs l INDEXED BY ota_logs_by_task ${[...order, ...ofDevice].some(isOfDevice) ? withDevices : ''}
          WHERE l.corp_id = ? AND l.task_id IN (${asked}) AND ${whereSql(ofDevice)}`,
        values: [corpId, corpId, ...valuesOf(ofTask), ...valuesOf(ofDevice)],
      }
      if (logs <= fewLogs) return { source, total: ofDevice.length === 0 ? logs : count(source) }
    }
    if (ofDevice.length > 0) {
      const { logs, deviceIds } = counts.ofDevices(corpId, ofDevice)
      const source = {
        sql: `json_each(?) asked CROSS JOIN ota_logs l INDEXED BY ota_logs_by_device
          ON l.corp_id = ? AND l.device_id = asked.value ${order.some(isOfDevice) ? withDevices : ''}
          WHERE ${whereSql(ofTask)}`,
        values: [deviceIds, corpId, ...valuesOf(ofTask)],
      }
      if (logs <= fewLogs) return { source, total: ofTask.length === 0 ? logs : count(source) }
    }
    return null
  }

  function findAmongMany(
    { corpId, conditions, order }: OtaLogSearch,
    page: Page,
  ): { total: number; ids: number[] } {
    const ofTask = conditions.filter((one) => !isOfDevice(one))
    const ofDevice = conditions.filter(isOfDevice)
    const tasks = counts.ofTasks(corpId, ofTask)
    const devices = ofDevice.length === 0 ? null : counts.ofDevices(corpId, ofDevice)
    // Devices that have all the logs need not be looked for in them.
    const isOfAnyDevice = devices === null || devices.logs === counts.ofTasks(corpId, []).logs
    const source = along(corpId, order, ofTask, isOfAnyDevice ? null : devices.deviceIds)
    if (isOfAnyDevice && (order.length === 0 || isFirst(order, 'id'))) {
      const isDown = order[0]?.direction === 'DESC'
      const { lowestId, endId, before } = findPage(isDown ? tasks.blocks.toReversed() : tasks.blocks, page)
      const there = {
        sql: `${source.sql} AND l.ota_log_id >= ? AND l.ota_log_id < ?`,
        values: [...source.values, lowestId, endId],
      }
      const ids = findIds(there, `l.ota_log_id ${isDown ? 'DESC' : 'ASC'}`, { ...page, offset: before })
      return { total: tasks.logs, ids }
    }
    const total = isOfAnyDevice ? tasks.logs : ofTask.length === 0 ? devices.logs : count(source)
    const { reversed, ...near } = pageFromNearerEnd(page, total)
    const ids = findIds(source, orderSql(order, 'l.ota_log_id', reversed), near)
    return { total, ids: reversed ? ids.reverse() : ids }
  }

  return (search: OtaLogSearch, page: Page): { total: number; rows: FoundOtaLog[] } => {
    const few = findFew(search)
    if (few === null) {
      const { total, ids } = findAmongMany(search, page)
      return { total, rows: read.all(JSON.stringify(ids)) }
    }
    // A unary plus keeps the planner from walking along an index of the order.
    const order = orderSql(search.order, 'l.ota_log_id').replaceAll(/(^|, )/g, '$1+')
    return { total: few.total, rows: read.all(JSON.stringify(findIds(few.source, order, page))) }
  }
}

/** Along an index of the order; the plus keeps the planner from going along one of a condition instead. */
function along(
  corpId: string,
  order: readonly OrderTerm[],
  ofTask: readonly Condition[],
  deviceIds: string | null,
): Source {
  const plus = isFirst(order, 'task_id') ? '' : '+'
  const fitting = [
    ...ofTask.map(({ sql, value }) => ({ sql: `${plus}${sql}`, value })),
    ...(deviceIds === null
      ? []
      : [{ sql: '+l.device_id IN (SELECT value FROM json_each(?))', value: deviceIds }]),
  ]
  const from = order.some(isOfDevice)
    ? `devices d CROSS JOIN ota_logs l INDEXED BY ota_logs_by_device
        ON l.corp_id = ? AND l.device_id = d.device_id WHERE`
    : 'ota_logs l WHERE l.corp_id = ? AND'
  return { sql: `${from} ${whereSql(fitting)}`, values: [corpId, ...fitting.map(({ value }) => value)] }
}
