// Pages of ota-logs, quick at any offset of a million: ids are found in indexes first, and only the page itself is read.
// How they are found is decided here by the counts that are kept, and not left to the planner, which does not know them:
//   few    through the tasks or the devices that are asked for, whichever have fewer, then sorted
//   many   along the wanted order, passing over what does not fit: among the ids where the page lies when the order is
//          theirs, else from whichever end is nearer
import { sql } from 'kysely'
import type { CloudDb } from '../cloud-database.ts'
import { keptQuery } from '../database/kept-query.ts'
import { readRows } from '../database/read-rows.ts'
import { type Page, pageFromNearerEnd } from '../paging.ts'
import {
  allOf,
  type Condition,
  conditionSql,
  type OrderTerm,
  orderSql,
  type SearchFields,
  type SqlPiece,
} from '../search-query.ts'
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
  execute_time: { column: 'l.execute_time', isNullable: true },
} as const satisfies SearchFields

/** Up to so many are sorted for a page; sorting more takes longer than walking over them. */
const FEW_LOGS = 20_000

/** Logs to sort: all of them. `source` is what stands behind FROM. */
interface FewLogs {
  readonly source: SqlPiece
  readonly total: number
}

const isOfDevice = ({ column }: { readonly column: string }) => column.startsWith('d.')
const isFirst = (order: readonly OrderTerm[], field: keyof typeof otaLogOrderFields) =>
  order[0]?.column === otaLogOrderFields[field].column

const readLogs = keptQuery(
  ({ words }, { ids }: { ids: readonly number[] }) => sql<FoundOtaLog>`
    SELECT l.ota_log_id, l.product_id, l.task_id, l.device_id, d.mac, d.sn, l.status, l.execute_time, r.result, r."desc"
    FROM ${words.numbers(ids)} ${words.orderedJoin} ota_logs l ON l.ota_log_id = asked.value
      JOIN devices d ON d.device_id = l.device_id
      LEFT JOIN reports r ON r.report_id =
        (SELECT max(report_id) FROM reports WHERE task_id = l.task_id AND device_id = l.device_id)
    ORDER BY asked.key`,
)

export type SearchOtaLogs = (
  search: OtaLogSearch,
  page: Page,
) => Promise<{ total: number; rows: FoundOtaLog[] }>

export function createOtaLogSearch(db: CloudDb, fewLogs: number = FEW_LOGS): SearchOtaLogs {
  const { words } = db
  const counts = createOtaLogCounts(db)
  const withDevices = sql`${words.orderedJoin} devices d ON d.device_id = l.device_id`
  const byDevice = words.indexedBy('ota_logs_by_device')
  const fitting = (conditions: readonly Condition[]) =>
    allOf(conditions.map((one) => conditionSql(words, one)))

  async function count(source: SqlPiece): Promise<number> {
    const [counted] = await readRows(db, sql<{ n: number }>`SELECT count(*) AS n FROM ${source}`)
    return counted?.n ?? 0
  }

  async function findIds(source: SqlPiece, order: SqlPiece, { limit, offset }: Page): Promise<number[]> {
    const found = await readRows(
      db,
      sql<{
        id: number
      }>`SELECT l.ota_log_id AS id FROM ${source} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`,
    )
    return found.map(({ id }) => id)
  }

  async function findFew({ corpId, conditions, order }: OtaLogSearch): Promise<FewLogs | null> {
    const ofTask = conditions.filter((one) => !isOfDevice(one))
    const ofDevice = conditions.filter(isOfDevice)
    if (ofTask.length > 0) {
      const { logs } = await counts.ofTasks(corpId, ofTask)
      const needsDevices = [...order, ...ofDevice].some(isOfDevice)
      const source = sql`ota_logs l ${words.indexedBy('ota_logs_by_task')} ${needsDevices ? withDevices : sql``}
        WHERE l.corp_id = ${corpId}
          AND l.task_id IN (SELECT l.task_id FROM ota_log_counts l WHERE l.corp_id = ${corpId} AND ${fitting(ofTask)})
          AND ${fitting(ofDevice)}`
      if (logs <= fewLogs) return { source, total: ofDevice.length === 0 ? logs : await count(source) }
    }
    if (ofDevice.length > 0) {
      const { logs, deviceIds } = await counts.ofDevices(corpId, ofDevice)
      const source = sql`${words.texts(deviceIds)} ${words.orderedJoin} ota_logs l ${byDevice}
        ON l.corp_id = ${corpId} AND l.device_id = asked.value ${order.some(isOfDevice) ? withDevices : sql``}
        WHERE ${fitting(ofTask)}`
      if (logs <= fewLogs) return { source, total: ofTask.length === 0 ? logs : await count(source) }
    }
    return null
  }

  async function findAmongMany(
    { corpId, conditions, order }: OtaLogSearch,
    page: Page,
  ): Promise<{ total: number; ids: number[] }> {
    const ofTask = conditions.filter((one) => !isOfDevice(one))
    const ofDevice = conditions.filter(isOfDevice)
    const tasks = await counts.ofTasks(corpId, ofTask)
    const devices = ofDevice.length === 0 ? null : await counts.ofDevices(corpId, ofDevice)
    // Devices that have all the logs need not be looked for in them.
    const isOfAnyDevice = devices === null || devices.logs === (await counts.ofTasks(corpId, [])).logs
    const source = along(corpId, order, ofTask, isOfAnyDevice ? null : devices.deviceIds)
    if (isOfAnyDevice && (order.length === 0 || isFirst(order, 'id'))) {
      const isDown = order[0]?.direction === 'DESC'
      const { lowestId, endId, before } = findPage(isDown ? tasks.blocks.toReversed() : tasks.blocks, page)
      const there = sql`${source} AND l.ota_log_id >= ${lowestId} AND l.ota_log_id < ${endId}`
      const byId = isDown ? sql`l.ota_log_id DESC` : sql`l.ota_log_id ASC`
      return { total: tasks.logs, ids: await findIds(there, byId, { ...page, offset: before }) }
    }
    const total = isOfAnyDevice ? tasks.logs : ofTask.length === 0 ? devices.logs : await count(source)
    const { reversed, ...near } = pageFromNearerEnd(page, total)
    const ids = await findIds(source, orderSql(order, 'l.ota_log_id', { reversed }), near)
    return { total, ids: reversed ? ids.reverse() : ids }
  }

  /** Along an index of the order, and not along one of a condition. */
  function along(
    corpId: string,
    order: readonly OrderTerm[],
    ofTask: readonly Condition[],
    deviceIds: readonly string[] | null,
  ): SqlPiece {
    const before = isFirst(order, 'task_id') ? sql`` : words.noIndex
    const all = [
      ...ofTask.map((one) => conditionSql(words, one, before)),
      ...(deviceIds === null
        ? []
        : [sql`${words.noIndex}l.device_id IN (SELECT value FROM ${words.texts(deviceIds)})`]),
    ]
    return order.some(isOfDevice)
      ? sql`devices d ${words.orderedJoin} ota_logs l ${byDevice}
          ON l.corp_id = ${corpId} AND l.device_id = d.device_id WHERE ${allOf(all)}`
      : sql`ota_logs l WHERE l.corp_id = ${corpId} AND ${allOf(all)}`
  }

  return async (search, page) => {
    const few = await findFew(search)
    if (few === null) {
      const { total, ids } = await findAmongMany(search, page)
      return { total, rows: await readLogs.all(db, { ids }) }
    }
    // Sorted, and not walked through along an index of the order.
    const order = orderSql(search.order, 'l.ota_log_id', { before: words.noIndex })
    return { total: few.total, rows: await readLogs.all(db, { ids: await findIds(few.source, order, page) }) }
  }
}
