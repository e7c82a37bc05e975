// Tasks of the local cloud: rows and the statements on them. Numbers as on the wire; no HTTP, no validation.
import { partTypes, scopeCategories, taskStatuses } from '../../clouds/xlink/wire.ts'
import type { CloudDatabase } from '../cloud-database.ts'
import type { DataVersion } from '../outside-changes.ts'
import type { Page } from '../paging.ts'
import { createStatementCache } from '../statement-cache.ts'

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
  readonly upgrade_count: number
  /** Of its product. */
  readonly corp_id: string
}

export type NewTaskRow = Omit<TaskRow, 'seq' | 'upgrade_count' | 'corp_id'>

/** What may change in the life of a task. */
export type TaskChange = Partial<
  Pick<
    TaskRow,
    | 'name'
    | 'description'
    | 'scope_category'
    | 'status'
    | 'tag_type'
    | 'legacy'
    | 'approved'
    | 'audit_member_id'
  >
>

/** A task and what is told about it besides. */
export interface TaskFacts {
  readonly row: TaskRow
  readonly deviceIds: readonly string[]
  /** Devices in scope that still have the version the task starts from; null unless it is for wifi. */
  readonly surplusCount: number | null
}

/** Which processor or module of a product. */
export interface PartKey {
  readonly product_id: string
  readonly type: number
  readonly identify: number
}

/** A condition and order that the caller has built from known column names and placeholders only. */
export interface TaskSearch {
  readonly where: string
  /** "": newest first. */
  readonly order: string
  readonly values: readonly (string | number)[]
}

export interface TaskTable {
  /** Inserts, or replaces the task of the same id without losing what was counted; with its devices. */
  put(task: NewTaskRow, deviceIds: readonly string[]): TaskRow
  find(taskId: string): TaskRow | undefined
  facts(row: TaskRow): TaskFacts
  search(search: TaskSearch, page: Page): { total: number; tasks: TaskFacts[] }
  /** The newest running task that starts at this version and has the device in its scope. */
  findForDevice(part: PartKey, fromVersion: number, deviceId: string): TaskRow | undefined
  /** The newest task between two versions, running or not: its result may come late. */
  findForReport(part: PartKey, fromVersion: number, toVersion: number): TaskRow | undefined
  /** Another task than `exceptSeq`. */
  hasName(productId: string, name: string, exceptSeq?: number): boolean
  /** Another task than `exceptSeq`; of one tag, or of any. */
  hasFromVersion(part: PartKey, fromVersion: number, tag: number | null, exceptSeq?: number): boolean
  change(row: TaskRow, change: TaskChange): void
  /** With its devices and counts. */
  delete(seq: number): void
  deviceIds(seq: number): readonly string[]
  hasDevices(seq: number): boolean
  /** How many were not there yet. */
  addDevices(seq: number, deviceIds: readonly string[]): number
  /** How many were there. */
  removeDevices(seq: number, deviceIds: readonly string[]): number
  /** How many were removed because they are not among these. */
  keepDevices(seq: number, deviceIds: readonly string[]): number
  /** Once per task and device, however often it is told. */
  countUpgraded(seq: number, deviceId: string): void
}

/** Remembered in all, of all tasks. */
const MAX_LISTED_IDS = 200_000

const NEWEST_FIRST = 'create_time DESC, seq DESC'
// What is asked for all the time has neither joins nor an order: SQLite compiles such statements anew whenever something
// is bound to them, which takes ten times as long as the search.
const CORP = '(SELECT corp_id FROM products p WHERE p.product_id = tasks.product_id) AS corp_id'
const WITH_CORP = `SELECT *, ${CORP} FROM tasks`
const PART = 'product_id = @product_id AND type = @type AND identify = @identify'
const IN_SCOPE = `(scope_category = ${scopeCategories.all}
  OR EXISTS (SELECT 1 FROM task_devices d WHERE d.task_seq = tasks.seq AND d.device_id = @deviceId))`

/** For all: an index counts them. For some: each is looked up. */
const SURPLUS = `CASE WHEN tasks.type <> ${partTypes.wifi} THEN NULL
  WHEN scope_category = ${scopeCategories.all} THEN (SELECT count(*) FROM device_versions v
    WHERE v.product_id = tasks.product_id AND v.type = tasks.type AND v.identify = tasks.identify
      AND v.version = tasks.from_version)
  ELSE (SELECT count(*) FROM task_devices d JOIN device_versions v USING (device_id)
    WHERE d.task_seq = tasks.seq AND v.type = tasks.type AND v.identify = tasks.identify
      AND v.version = tasks.from_version) END`

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

const FOR_DEVICES = 'task_seq = ? AND device_id'

export function createTaskTable(db: CloudDatabase, dataVersion: DataVersion): TaskTable {
  const statement = createStatementCache(db)
  const put = db.prepare<NewTaskRow>(
    `INSERT INTO tasks (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})
     ON CONFLICT (task_id) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`,
  )
  const find = db.prepare<[string], TaskRow>(`${WITH_CORP} WHERE task_id = ?`)
  const factsOf = db.prepare<[string], TaskRow & { device_list: string; surplus_count: number | null }>(
    `SELECT tasks.*, ${CORP}, ${SURPLUS} AS surplus_count,
       (SELECT json_group_array(d.device_id) FROM task_devices d WHERE d.task_seq = tasks.seq) AS device_list
     FROM json_each(?) asked CROSS JOIN tasks ON tasks.seq = asked.value
     ORDER BY asked.key`,
  )
  const forDevice = db.prepare<PartKey & { from: number; deviceId: string }, TaskRow>(
    `${WITH_CORP} WHERE ${PART} AND from_version = @from AND status = ${taskStatuses.running} AND ${IN_SCOPE}`,
  )
  const forReport = db.prepare<PartKey & { from: number; to: number }, TaskRow>(
    `${WITH_CORP} WHERE ${PART} AND from_version = @from AND target_version = @to`,
  )
  const byName = db.prepare('SELECT 1 FROM tasks WHERE product_id = ? AND name = ? AND seq IS NOT ?')
  const byFrom = db.prepare(
    `SELECT 1 FROM tasks WHERE ${PART} AND from_version = @from AND (@tag IS NULL OR tag_type = @tag)
       AND seq IS NOT @exceptSeq`,
  )
  const update = db.prepare(
    `UPDATE tasks SET name = @name, description = @description, scope_category = @scope_category, status = @status,
       tag_type = @tag_type, legacy = @legacy, approved = @approved, audit_member_id = @audit_member_id
     WHERE seq = @seq`,
  )
  const remove = db.prepare('DELETE FROM tasks WHERE seq = ?')
  const devices = db
    .prepare<[number], string>('SELECT device_id FROM task_devices WHERE task_seq = ?')
    .pluck()
  const oneDevice = db.prepare('SELECT 1 FROM task_devices WHERE task_seq = ? LIMIT 1')
  const addDevices = db.prepare(
    'INSERT OR IGNORE INTO task_devices (task_seq, device_id) SELECT ?, value FROM json_each(?)',
  )
  const removeDevices = db.prepare(
    `DELETE FROM task_devices WHERE ${FOR_DEVICES} IN (SELECT value FROM json_each(?))`,
  )
  const keepDevices = db.prepare(
    `DELETE FROM task_devices WHERE ${FOR_DEVICES} NOT IN (SELECT value FROM json_each(?))`,
  )
  const count = db.prepare('INSERT OR IGNORE INTO upgraded_devices (task_seq, device_id) VALUES (?, ?)')
  const raise = db.prepare('UPDATE tasks SET upgrade_count = upgrade_count + 1 WHERE seq = ?')

  const readFacts = (seqs: readonly number[]): TaskFacts[] =>
    factsOf.all(JSON.stringify(seqs)).map(({ device_list, surplus_count, ...row }) => {
      const deviceIds: string[] = JSON.parse(device_list)
      return { row, deviceIds, surplusCount: surplus_count }
    })
  // A running task is checked by each of its devices: its list is not read for every one of them.
  const lists = new Map<number, readonly string[]>()
  let listedIds = 0
  let seenVersion = dataVersion()
  const forgetLists = () => {
    lists.clear()
    listedIds = 0
  }
  const deviceIds = (seq: number): readonly string[] => {
    const version = dataVersion()
    if (version !== seenVersion) forgetLists()
    seenVersion = version
    const known = lists.get(seq)
    if (known !== undefined) return known
    const ids = devices.all(seq)
    if (listedIds + ids.length > MAX_LISTED_IDS) forgetLists()
    lists.set(seq, ids)
    listedIds += ids.length
    return ids
  }
  const changeDevices = (change: typeof addDevices, seq: number, ids: readonly string[]): number => {
    forgetLists()
    return change.run(seq, JSON.stringify(ids)).changes
  }
  const putWithDevices = db.transaction((task: NewTaskRow, deviceIds: readonly string[]): TaskRow => {
    put.run(task)
    const row = find.get(task.task_id)
    if (row === undefined) throw new Error('the task that was just written is not there')
    changeDevices(keepDevices, row.seq, deviceIds)
    changeDevices(addDevices, row.seq, deviceIds)
    return row
  })
  return {
    put: (task, deviceIds) => putWithDevices(task, deviceIds),
    find: (taskId) => find.get(taskId),
    facts(row) {
      const [facts] = readFacts([row.seq])
      if (facts === undefined) throw new Error('the task that was just read is not there')
      return facts
    },
    search({ where, order, values }, { offset, limit }) {
      const total = statement<{ n: number }>(`SELECT count(*) AS n FROM tasks WHERE ${where}`).get(...values)
      const seqs = statement<{ seq: number }>(
        `SELECT seq FROM tasks WHERE ${where} ORDER BY ${order === '' ? NEWEST_FIRST : order} LIMIT ? OFFSET ?`,
      ).all(...values, limit, offset)
      return { total: total?.n ?? 0, tasks: readFacts(seqs.map(({ seq }) => seq)) }
    },
    findForDevice: (part, from, deviceId) => newest(forDevice.all({ ...part, from, deviceId })),
    findForReport: (part, from, to) => newest(forReport.all({ ...part, from, to })),
    hasName: (productId, name, exceptSeq) => byName.get(productId, name, exceptSeq ?? null) !== undefined,
    hasFromVersion: (part, from, tag, exceptSeq) =>
      byFrom.get({ ...part, from, tag, exceptSeq: exceptSeq ?? null }) !== undefined,
    change: (row, change) => void update.run({ ...row, ...change }),
    delete(seq) {
      forgetLists()
      remove.run(seq)
    },
    deviceIds,
    hasDevices: (seq) => oneDevice.get(seq) !== undefined,
    addDevices: (seq, ids) => changeDevices(addDevices, seq, ids),
    removeDevices: (seq, ids) => changeDevices(removeDevices, seq, ids),
    keepDevices: (seq, ids) => changeDevices(keepDevices, seq, ids),
    countUpgraded(seq, deviceId) {
      if (count.run(seq, deviceId).changes > 0) raise.run(seq)
    },
  }
}

/** Of the few that share a start version. */
function newest(rows: readonly TaskRow[]): TaskRow | undefined {
  const isNewer = (one: TaskRow, other: TaskRow) =>
    one.create_time > other.create_time || (one.create_time === other.create_time && one.seq > other.seq)
  return rows.reduce<TaskRow | undefined>(
    (best, row) => (best === undefined || isNewer(row, best) ? row : best),
    undefined,
  )
}
