// Reports and ota-logs of the local cloud.
import { sql } from 'kysely'
import type { CloudDb } from '../cloud-database.ts'
import { fieldsOf, keptQuery } from '../database/kept-query.ts'
import { BLOCK_BITS } from './ota-log-counts.ts'

export interface ReportRow {
  readonly report_id: number
  /** Null: no task fits. */
  readonly task_id: string | null
  readonly device_id: string
  readonly product_id: string
  readonly type: number
  readonly identify: number
  readonly mod: string
  readonly last_version: number
  readonly current_version: number
  /** 0 success, 1 failure. */
  readonly result: number
  readonly desc: string
  readonly start_date: string | null
  readonly end_date: string | null
  readonly dates_reversed: number
  readonly received_at: string
}

export interface OtaLogRow {
  readonly ota_log_id: number
  /** That owns the product. */
  readonly corp_id: string
  readonly product_id: string
  readonly task_id: string
  readonly device_id: string
  /** 1 issued, 2 completed. */
  readonly status: number
  readonly execute_time: string | null
  readonly issued_at: string
}

type NewReport = Omit<ReportRow, 'report_id'>
type NewOtaLog = Pick<OtaLogRow, 'corp_id' | 'product_id' | 'task_id' | 'device_id' | 'issued_at'>

export interface ResultTable {
  addReport(report: NewReport): Promise<void>
  /** One open log per device and task; false when it is there already. Counts it: inside a transaction. */
  openLog(log: NewOtaLog): Promise<boolean>
  closeLog(deviceId: string, taskId: string, at: string): Promise<void>
  reports(): Promise<ReportRow[]>
  otaLogs(): Promise<OtaLogRow[]>
}

const ISSUED = 1
const COMPLETED = 2

const reportColumns = [
  'task_id',
  'device_id',
  'product_id',
  'type',
  'identify',
  'mod',
  'last_version',
  'current_version',
  'result',
  'desc',
  'start_date',
  'end_date',
  'dates_reversed',
  'received_at',
] as const satisfies readonly (keyof NewReport)[]

const addReport = keptQuery(({ queries }, report: NewReport) =>
  queries.insertInto('reports').values(fieldsOf(report, reportColumns)),
)
const openLog = keptQuery(({ queries }, log: NewOtaLog) =>
  queries
    .insertInto('ota_logs')
    .values({
      ...fieldsOf(log, ['corp_id', 'product_id', 'task_id', 'device_id', 'issued_at']),
      status: ISSUED,
      execute_time: null,
    })
    .onConflict((on) => on.doNothing())
    .returning('ota_log_id'),
)
const countLog = keptQuery(
  ({ queries }, { corp_id, task_id, block }: { corp_id: string; task_id: string; block: number }) =>
    queries
      .insertInto('ota_log_counts')
      .values({ corp_id, task_id, block, logs: 1 })
      .onConflict((on) =>
        on.columns(['corp_id', 'task_id', 'block']).doUpdateSet({ logs: sql`ota_log_counts.logs + 1` }),
      ),
)
const countOfDevice = keptQuery(({ queries }, { deviceId }: { deviceId: string }) =>
  queries
    .updateTable('devices')
    .set((eb) => ({ ota_logs: eb('ota_logs', '+', 1) }))
    .where('device_id', '=', deviceId),
)
const closeLog = keptQuery(
  ({ queries }, { deviceId, taskId, at }: { deviceId: string; taskId: string; at: string }) =>
    queries
      .updateTable('ota_logs')
      .set({ status: COMPLETED, execute_time: at })
      .where('device_id', '=', deviceId)
      .where('task_id', '=', taskId)
      .where('status', '=', sql.lit(ISSUED)),
)
const reports = keptQuery(({ queries }, _: object) =>
  queries.selectFrom('reports').selectAll().orderBy('report_id'),
)
const otaLogs = keptQuery(({ queries }, _: object) =>
  queries.selectFrom('ota_logs').selectAll().orderBy('ota_log_id'),
)

export function createResultTable(db: CloudDb): ResultTable {
  return {
    addReport: async (report) => void (await addReport.run(db, report)),
    async openLog(log) {
      const opened = await openLog.first(db, log)
      if (opened === undefined) return false
      const block = Math.floor(opened.ota_log_id / 2 ** BLOCK_BITS)
      await countLog.run(db, { corp_id: log.corp_id, task_id: log.task_id, block })
      await countOfDevice.run(db, { deviceId: log.device_id })
      return true
    },
    closeLog: async (deviceId, taskId, at) => void (await closeLog.run(db, { deviceId, taskId, at })),
    reports: () => reports.all(db, {}),
    otaLogs: () => otaLogs.all(db, {}),
  }
}
