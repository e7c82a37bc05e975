// Reports and ota-logs of the local cloud.
import type { CloudDatabase } from '../cloud-database.ts'

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

export interface ResultTable {
  addReport(report: Omit<ReportRow, 'report_id'>): void
  /** One open log per device and task; false when it is there already. */
  openLog(log: Pick<OtaLogRow, 'corp_id' | 'product_id' | 'task_id' | 'device_id' | 'issued_at'>): boolean
  closeLog(deviceId: string, taskId: string, at: string): void
  reports(): ReportRow[]
  otaLogs(): OtaLogRow[]
}

export function createResultTable(db: CloudDatabase): ResultTable {
  const addReport = db.prepare<Omit<ReportRow, 'report_id'>>(
    `INSERT INTO reports (task_id, device_id, product_id, type, identify, mod, last_version, current_version, result,
       "desc", start_date, end_date, dates_reversed, received_at)
     VALUES (@task_id, @device_id, @product_id, @type, @identify, @mod, @last_version, @current_version, @result,
       @desc, @start_date, @end_date, @dates_reversed, @received_at)`,
  )
  const openLog = db.prepare(
    `INSERT INTO ota_logs (corp_id, product_id, task_id, device_id, status, issued_at)
     VALUES (@corp_id, @product_id, @task_id, @device_id, 1, @issued_at) ON CONFLICT DO NOTHING`,
  )
  const countLog = db.prepare(
    `INSERT INTO ota_log_counts (corp_id, task_id, block, logs) VALUES (?, ?, ? >> 16, 1)
     ON CONFLICT DO UPDATE SET logs = logs + 1`,
  )
  const countOfDevice = db.prepare('UPDATE devices SET ota_logs = ota_logs + 1 WHERE device_id = ?')
  const closeLog = db.prepare(
    'UPDATE ota_logs SET status = 2, execute_time = ? WHERE device_id = ? AND task_id = ? AND status = 1',
  )
  const reports = db.prepare<[], ReportRow>('SELECT * FROM reports ORDER BY report_id')
  const otaLogs = db.prepare<[], OtaLogRow>('SELECT * FROM ota_logs ORDER BY ota_log_id')
  const openAndCount = db.transaction((log: Parameters<ResultTable['openLog']>[0]): boolean => {
    const { changes, lastInsertRowid } = openLog.run(log)
    if (changes === 0) return false
    countLog.run(log.corp_id, log.task_id, lastInsertRowid)
    countOfDevice.run(log.device_id)
    return true
  })
  return {
    addReport: (report) => void addReport.run(report),
    openLog: (log) => openAndCount(log),
    closeLog: (deviceId, taskId, at) => void closeLog.run(at, deviceId, taskId),
    reports: () => reports.all(),
    otaLogs: () => otaLogs.all(),
  }
}
