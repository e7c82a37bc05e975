// Tasks of the local cloud: rows and the statements on them. Numbers as on the wire; no HTTP, no validation.
import { sql } from 'kysely'
import { partTypes, scopeCategories, taskStatuses } from '../../clouds/xlink/wire.ts'
import type { CloudDb } from '../cloud-database.ts'
import type { DialectWords } from '../database/dialect-words.ts'
import { fieldsOf, keptQuery } from '../database/kept-query.ts'
import { readRows } from '../database/read-rows.ts'
import type { Page } from '../paging.ts'
import type { Remembered } from '../remembered.ts'
import type { SqlPiece } from '../search-query.ts'

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
  readonly where: SqlPiece
  /** Left out: newest first. */
  readonly order?: SqlPiece
}

/** The devices of tasks for some, by `seq`: a running task is checked by each of them. */
export type ScopeMemory = Remembered<number, readonly string[]>

export interface TaskTable {
  /** Inserts, or replaces the task of the same id without losing what was counted; with its devices. In a transaction. */
  put(task: NewTaskRow, deviceIds: readonly string[]): Promise<TaskRow>
  find(taskId: string): Promise<TaskRow | undefined>
  facts(row: TaskRow): Promise<TaskFacts>
  search(search: TaskSearch, page: Page): Promise<{ total: number; tasks: TaskFacts[] }>
  /** The newest running task that starts at this version and has the device in its scope. */
  findForDevice(part: PartKey, fromVersion: number, deviceId: string): Promise<TaskRow | undefined>
  /** The newest task between two versions, running or not: its result may come late. */
  findForReport(part: PartKey, fromVersion: number, toVersion: number): Promise<TaskRow | undefined>
  /** Another task than `exceptSeq`. */
  hasName(productId: string, name: string, exceptSeq?: number): Promise<boolean>
  /** Another task than `exceptSeq`; of one tag, or of any. */
  hasFromVersion(part: PartKey, fromVersion: number, tag: number | null, exceptSeq?: number): Promise<boolean>
  change(row: TaskRow, change: TaskChange): Promise<void>
  /** With its devices and counts. */
  delete(seq: number): Promise<void>
  deviceIds(seq: number): Promise<readonly string[]>
  hasDevices(seq: number): Promise<boolean>
  /** How many were not there yet. */
  addDevices(seq: number, deviceIds: readonly string[]): Promise<number>
  /** How many were there. */
  removeDevices(seq: number, deviceIds: readonly string[]): Promise<number>
  /** How many were removed because they are not among these. */
  keepDevices(seq: number, deviceIds: readonly string[]): Promise<number>
  /** Once per task and device, however often it is told. Inside a transaction. */
  countUpgraded(seq: number, deviceId: string): Promise<void>
}

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
const changeable = [
  'name',
  'description',
  'scope_category',
  'status',
  'tag_type',
  'legacy',
  'approved',
  'audit_member_id',
] as const satisfies readonly (keyof TaskChange)[]

const newestFirst = sql`create_time DESC, seq DESC`
// What is asked for all the time has neither joins nor an order: SQLite compiles such statements anew whenever something
// is bound to them, which takes ten times as long as the search.
const corp = sql`(SELECT corp_id FROM products p WHERE p.product_id = tasks.product_id) AS corp_id`
const withCorp = sql`SELECT tasks.*, ${corp} FROM tasks`
const ofPart = ({ product_id, type, identify }: PartKey) =>
  sql`product_id = ${product_id} AND type = ${type} AND identify = ${identify}`

/** For all: an index counts them. For some: each is looked up. */
const surplus = sql`CASE WHEN tasks.type <> ${sql.lit(partTypes.wifi)} THEN NULL
  WHEN scope_category = ${sql.lit(scopeCategories.all)} THEN (SELECT count(*) FROM device_versions v
    WHERE v.product_id = tasks.product_id AND v.type = tasks.type AND v.identify = tasks.identify
      AND v.version = tasks.from_version)
  ELSE (SELECT count(*) FROM task_devices d JOIN device_versions v USING (device_id)
    WHERE d.task_seq = tasks.seq AND v.type = tasks.type AND v.identify = tasks.identify
      AND v.version = tasks.from_version) END`

const putTask = keptQuery(({ queries }, task: NewTaskRow) =>
  queries
    .insertInto('tasks')
    .values(fieldsOf(task, columns))
    .onConflict((on) =>
      on
        .column('task_id')
        .doUpdateSet(Object.fromEntries(columns.map((name) => [name, sql.ref(`excluded.${name}`)]))),
    ),
)
const findTask = keptQuery(
  (_, { taskId }: { taskId: string }) => sql<TaskRow>`${withCorp} WHERE task_id = ${taskId}`,
)
interface FactsRow extends TaskRow {
  readonly device_list: string
  readonly surplus_count: number | null
}
const factsOf = keptQuery(
  ({ words }, { seqs }: { seqs: readonly number[] }) =>
    sql<FactsRow>`SELECT tasks.*, ${corp}, ${surplus} AS surplus_count,
        (SELECT ${words.jsonList(sql`d.device_id`)} FROM task_devices d WHERE d.task_seq = tasks.seq) AS device_list
      FROM ${words.numbers(seqs)} ${words.orderedJoin} tasks ON tasks.seq = asked.value
      ORDER BY asked.key`,
)
const forDevice = keptQuery(
  (_, given: PartKey & { from: number; deviceId: string }) => sql<TaskRow>`${withCorp}
    WHERE ${ofPart(given)} AND from_version = ${given.from} AND status = ${sql.lit(taskStatuses.running)}
      AND (scope_category = ${sql.lit(scopeCategories.all)} OR EXISTS (SELECT 1 FROM task_devices d
        WHERE d.task_seq = tasks.seq AND d.device_id = ${given.deviceId}))`,
)
const forReport = keptQuery(
  (_, given: PartKey & { from: number; to: number }) => sql<TaskRow>`${withCorp}
    WHERE ${ofPart(given)} AND from_version = ${given.from} AND target_version = ${given.to}`,
)
const byName = keptQuery(
  (_, { productId, name, exceptSeq }: { productId: string; name: string; exceptSeq: number | null }) =>
    sql`SELECT 1 FROM tasks WHERE product_id = ${productId} AND name = ${name}
      AND seq IS DISTINCT FROM ${exceptSeq} LIMIT 1`,
)
const byFrom = keptQuery(
  (_, given: PartKey & { from: number; tag: number | null; exceptSeq: number | null }) =>
    sql`SELECT 1 FROM tasks WHERE ${ofPart(given)} AND from_version = ${given.from}
      AND (CAST(${given.tag} AS BIGINT) IS NULL OR tag_type = ${given.tag})
      AND seq IS DISTINCT FROM ${given.exceptSeq} LIMIT 1`,
)
const changeTask = keptQuery(({ queries }, task: TaskRow) =>
  queries.updateTable('tasks').set(fieldsOf(task, changeable)).where('seq', '=', task.seq),
)
const removeTask = keptQuery(({ queries }, { seq }: { seq: number }) =>
  queries.deleteFrom('tasks').where('seq', '=', seq),
)
const devicesOf = keptQuery(({ queries }, { seq }: { seq: number }) =>
  queries.selectFrom('task_devices').select('device_id').where('task_seq', '=', seq).orderBy('device_id'),
)
const oneDevice = keptQuery(({ queries }, { seq }: { seq: number }) =>
  queries.selectFrom('task_devices').select('device_id').where('task_seq', '=', seq).limit(sql.lit(1)),
)
interface DevicesOfTask {
  readonly seq: number
  readonly ids: readonly string[]
}
const listed = (words: DialectWords, ids: readonly string[]) => sql`(SELECT value FROM ${words.texts(ids)})`
const addDevices = keptQuery(
  ({ words }, { seq, ids }: DevicesOfTask) => sql`INSERT INTO task_devices (task_seq, device_id)
    SELECT CAST(${seq} AS BIGINT), value FROM ${words.texts(ids)} WHERE TRUE ON CONFLICT DO NOTHING`,
)
const removeDevices = keptQuery(
  ({ words }, { seq, ids }: DevicesOfTask) => sql`DELETE FROM task_devices
    WHERE task_seq = ${seq} AND device_id IN ${listed(words, ids)}`,
)
const keepDevices = keptQuery(
  ({ words }, { seq, ids }: DevicesOfTask) => sql`DELETE FROM task_devices
    WHERE task_seq = ${seq} AND device_id NOT IN ${listed(words, ids)}`,
)
const countDevice = keptQuery(({ queries }, { seq, deviceId }: { seq: number; deviceId: string }) =>
  queries
    .insertInto('upgraded_devices')
    .values({ task_seq: seq, device_id: deviceId })
    .onConflict((on) => on.doNothing()),
)
const raiseCount = keptQuery(({ queries }, { seq }: { seq: number }) =>
  queries
    .updateTable('tasks')
    .set((eb) => ({ upgrade_count: eb('upgrade_count', '+', sql.lit(1)) }))
    .where('seq', '=', seq),
)

export function createTaskTable(db: CloudDb, scopes: ScopeMemory): TaskTable {
  const find = (taskId: string) => findTask.first(db, { taskId })

  async function readFacts(seqs: readonly number[]): Promise<TaskFacts[]> {
    const rows = await factsOf.all(db, { seqs })
    return rows.map(({ device_list, surplus_count, ...row }) => {
      const deviceIds: string[] = JSON.parse(device_list)
      return { row, deviceIds, surplusCount: surplus_count }
    })
  }

  async function changeDevices(
    change: typeof addDevices,
    seq: number,
    ids: readonly string[],
  ): Promise<number> {
    const changed = await change.run(db, { seq, ids })
    scopes.forget()
    return changed
  }

  return {
    async put(task, deviceIds) {
      await putTask.run(db, task)
      const row = await find(task.task_id)
      if (row === undefined) throw new Error('the task that was just written is not there')
      await changeDevices(keepDevices, row.seq, deviceIds)
      await changeDevices(addDevices, row.seq, deviceIds)
      return row
    },
    find,
    async facts(row) {
      const [facts] = await readFacts([row.seq])
      if (facts === undefined) throw new Error('the task that was just read is not there')
      return facts
    },
    async search({ where, order = newestFirst }, { offset, limit }) {
      const [counted] = await readRows(db, sql<{ n: number }>`SELECT count(*) AS n FROM tasks WHERE ${where}`)
      const found = await readRows(
        db,
        sql<{ seq: number }>`SELECT seq FROM tasks WHERE ${where} ORDER BY ${order}
          LIMIT ${limit} OFFSET ${offset}`,
      )
      return { total: counted?.n ?? 0, tasks: await readFacts(found.map(({ seq }) => seq)) }
    },
    findForDevice: async (part, from, deviceId) =>
      newest(await forDevice.all(db, { ...part, from, deviceId })),
    findForReport: async (part, from, to) => newest(await forReport.all(db, { ...part, from, to })),
    hasName: async (productId, name, exceptSeq) =>
      (await byName.first(db, { productId, name, exceptSeq: exceptSeq ?? null })) !== undefined,
    hasFromVersion: async (part, from, tag, exceptSeq) =>
      (await byFrom.first(db, { ...part, from, tag, exceptSeq: exceptSeq ?? null })) !== undefined,
    change: async (row, change) => void (await changeTask.run(db, { ...row, ...change })),
    async delete(seq) {
      await removeTask.run(db, { seq })
      scopes.forget()
    },
    async deviceIds(seq) {
      const read = async () => (await devicesOf.all(db, { seq })).map(({ device_id }) => device_id)
      return (await scopes.recall(seq, read)) ?? []
    },
    hasDevices: async (seq) => (await oneDevice.first(db, { seq })) !== undefined,
    addDevices: (seq, ids) => changeDevices(addDevices, seq, ids),
    removeDevices: (seq, ids) => changeDevices(removeDevices, seq, ids),
    keepDevices: (seq, ids) => changeDevices(keepDevices, seq, ids),
    async countUpgraded(seq, deviceId) {
      if ((await countDevice.run(db, { seq, deviceId })) > 0) await raiseCount.run(db, { seq })
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
