// Tasks of the local cloud: rows and the statements on them. Numbers as on the wire; no HTTP, no validation.
import { scopeCategories, taskStatuses } from '../clouds/xlink/wire.ts'
import type { CloudDatabase } from './cloud-database.ts'

export interface TaskRow {
  readonly seq: number
  readonly task_id: string
  readonly product_id: string
  readonly name: string
  readonly description: string
  readonly from_version: number
  readonly from_url: string
  readonly from_md5: string
  readonly from_size: number
  readonly target_version: number
  readonly target_url: string
  readonly target_md5: string
  readonly target_size: number
  readonly type: number
  readonly identify: number
  readonly task_type: number
  readonly tag_type: number
  readonly scope_category: number
  readonly status: number
  readonly legacy: number
  readonly approved: number
  readonly audit_member_id: string
  readonly create_time: string
}

export type NewTaskRow = Omit<TaskRow, 'seq'>

/** Which processor or module of a product. */
export interface PartKey {
  readonly product_id: string
  readonly type: number
  readonly identify: number
}

/** A condition and order that the caller has built from known column names and placeholders only. */
export interface TaskSearch {
  readonly where: string
  readonly order: string
  readonly values: readonly (string | number)[]
}

export interface TaskTable {
  /** Inserts, or replaces the task of the same id without losing what was counted; with its devices. */
  put(task: NewTaskRow, deviceIds: readonly string[]): TaskRow
  find(taskId: string): TaskRow | undefined
  search(search: TaskSearch, offset: number, limit: number): { total: number; rows: TaskRow[] }
  /** The newest running task that starts at this version and has the device in its scope. */
  findForDevice(part: PartKey, fromVersion: number, deviceId: string): TaskRow | undefined
  /** The newest task between two versions, running or not: its result may come late. */
  findForReport(part: PartKey, fromVersion: number, toVersion: number): TaskRow | undefined
  hasName(productId: string, name: string): boolean
  hasFromVersion(part: PartKey, fromVersion: number): boolean
  setStatus(seq: number, status: number): void
  deviceIds(seq: number): string[]
  countUpgraded(seq: number, deviceId: string): void
  upgradeCount(seq: number): number
  /** Devices in scope that still have the version the task starts from. */
  surplusCount(task: TaskRow): number
}

const NEWEST_FIRST = 'create_time DESC, seq DESC'
const IN_SCOPE = `(scope_category = ${scopeCategories.all}
  OR EXISTS (SELECT 1 FROM task_devices d WHERE d.task_seq = tasks.seq AND d.device_id = @deviceId))`

const columns = [
  'task_id',
  'product_id',
  'name',
  'description',
  'from_version',
  'from_url',
  'from_md5',
  'from_size',
  'target_version',
  'target_url',
  'target_md5',
  'target_size',
  'type',
  'identify',
  'task_type',
  'tag_type',
  'scope_category',
  'status',
  'legacy',
  'approved',
  'audit_member_id',
  'create_time',
] as const satisfies readonly (keyof NewTaskRow)[]

const PART = 'product_id = @product_id AND type = @type AND identify = @identify'

export function createTaskTable(db: CloudDatabase): TaskTable {
  const put = db.prepare<NewTaskRow>(
    `INSERT INTO tasks (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})
     ON CONFLICT (task_id) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`,
  )
  const find = db.prepare<[string], TaskRow>('SELECT * FROM tasks WHERE task_id = ?')
  const clearDevices = db.prepare('DELETE FROM task_devices WHERE task_seq = ?')
  const addDevice = db.prepare('INSERT OR IGNORE INTO task_devices (task_seq, device_id) VALUES (?, ?)')
  const forDevice = db.prepare<PartKey & { from: number; deviceId: string }, TaskRow>(
    `SELECT * FROM tasks WHERE ${PART} AND from_version = @from AND status = ${taskStatuses.running}
       AND ${IN_SCOPE} ORDER BY ${NEWEST_FIRST} LIMIT 1`,
  )
  const forReport = db.prepare<PartKey & { from: number; to: number }, TaskRow>(
    `SELECT * FROM tasks WHERE ${PART} AND from_version = @from AND target_version = @to
       ORDER BY ${NEWEST_FIRST} LIMIT 1`,
  )
  const byName = db.prepare('SELECT 1 FROM tasks WHERE product_id = ? AND name = ?')
  const byFrom = db.prepare(`SELECT 1 FROM tasks WHERE ${PART} AND from_version = @from`)
  const setStatus = db.prepare('UPDATE tasks SET status = ? WHERE seq = ?')
  const devices = db.prepare<[number], { device_id: string }>(
    'SELECT device_id FROM task_devices WHERE task_seq = ? ORDER BY device_id',
  )
  const count = db.prepare('INSERT OR IGNORE INTO upgraded_devices (task_seq, device_id) VALUES (?, ?)')
  const counted = db.prepare<[number], { n: number }>(
    'SELECT count(*) AS n FROM upgraded_devices WHERE task_seq = ?',
  )
  const surplus = db.prepare<TaskRow, { n: number }>(
    `SELECT count(*) AS n FROM devices JOIN device_versions v USING (device_id)
     WHERE devices.product_id = @product_id AND v.type = @type AND v.identify = @identify
       AND v.version = @from_version
       AND (@scope_category = ${scopeCategories.all}
         OR EXISTS (SELECT 1 FROM task_devices d WHERE d.task_seq = @seq AND d.device_id = devices.device_id))`,
  )
  const putWithDevices = db.transaction((task: NewTaskRow, deviceIds: readonly string[]): TaskRow => {
    put.run(task)
    const row = find.get(task.task_id)
    if (row === undefined) throw new Error('the task that was just written is not there')
    clearDevices.run(row.seq)
    for (const deviceId of deviceIds) addDevice.run(row.seq, deviceId)
    return row
  })
  return {
    put: (task, deviceIds) => putWithDevices(task, deviceIds),
    find: (taskId) => find.get(taskId),
    search({ where, order, values }, offset, limit) {
      const total = db
        .prepare<unknown[], { n: number }>(`SELECT count(*) AS n FROM tasks WHERE ${where}`)
        .get(...values)
      const orderBy = order === '' ? NEWEST_FIRST : `${order}, seq`
      const rows = db
        .prepare<unknown[], TaskRow>(
          `SELECT * FROM tasks WHERE ${where} ORDER BY ${orderBy} LIMIT ? OFFSET ?`,
        )
        .all(...values, limit, offset)
      return { total: total?.n ?? 0, rows }
    },
    findForDevice: (part, from, deviceId) => forDevice.get({ ...part, from, deviceId }),
    findForReport: (part, from, to) => forReport.get({ ...part, from, to }),
    hasName: (productId, name) => byName.get(productId, name) !== undefined,
    hasFromVersion: (part, from) => byFrom.get({ ...part, from }) !== undefined,
    setStatus: (seq, status) => void setStatus.run(status, seq),
    deviceIds: (seq) => devices.all(seq).map((row) => row.device_id),
    countUpgraded: (seq, deviceId) => void count.run(seq, deviceId),
    upgradeCount: (seq) => counted.get(seq)?.n ?? 0,
    surplusCount: (task) => surplus.get(task)?.n ?? 0,
  }
}
