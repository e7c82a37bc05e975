// The records of upgrades: one per try of a version on a module of a device. Rows and the statements on them.
import type { CloudDb } from '../cloud-database.ts'
import { fieldsOf, keptQuery } from '../database/kept-query.ts'
import type { UpgradeState, UpgradeStatus } from './upgrade-state.ts'

export interface UpgradeRecord extends UpgradeState {
  readonly record_id: number
  readonly device_id: string
  readonly module: string
  /** The service's whole number, as text. */
  readonly firmware_version: string
  readonly task_id: string
  readonly task_created_at: string
  readonly status: UpgradeStatus
  readonly description: string
  readonly updated_at: string
}

export type NewUpgradeRecord = Omit<UpgradeRecord, 'record_id'>

type RecordChange = UpgradeState & Pick<UpgradeRecord, 'description' | 'updated_at'>

export interface UpgradeRecords {
  add(record: NewUpgradeRecord): Promise<void>
  /** The newest of this version; without one, of the module. */
  find(deviceId: string, module: string, firmwareVersion?: string): Promise<UpgradeRecord | undefined>
  change(recordId: number, change: RecordChange): Promise<void>
  /** Oldest first. */
  list(): Promise<UpgradeRecord[]>
}

const columns = [
  'device_id',
  'module',
  'firmware_version',
  'task_id',
  'task_created_at',
  'status',
  'step',
  'description',
  'updated_at',
] as const satisfies readonly (keyof NewUpgradeRecord)[]

const addRecord = keptQuery(({ queries }, record: NewUpgradeRecord) =>
  queries.insertInto('upgrade_records').values(fieldsOf(record, columns)),
)
// A device has few records of a module. SQLite compiles a statement with an order or an aggregate anew whenever something
// is bound to it, which takes longer than to find the newest here.
const ofModule = keptQuery(({ queries }, { deviceId, module }: { deviceId: string; module: string }) =>
  queries
    .selectFrom('upgrade_records')
    .selectAll()
    .where('device_id', '=', deviceId)
    .where('module', '=', module),
)
const ofVersion = keptQuery(
  (
    { queries },
    { deviceId, module, firmwareVersion }: { deviceId: string; module: string; firmwareVersion: string },
  ) =>
    queries
      .selectFrom('upgrade_records')
      .selectAll()
      .where('device_id', '=', deviceId)
      .where('module', '=', module)
      .where('firmware_version', '=', firmwareVersion),
)
const changeRecord = keptQuery(({ queries }, change: RecordChange & { recordId: number }) =>
  queries
    .updateTable('upgrade_records')
    .set(fieldsOf(change, ['status', 'step', 'description', 'updated_at']))
    .where('record_id', '=', change.recordId),
)
const listRecords = keptQuery(({ queries }, _: object) =>
  queries.selectFrom('upgrade_records').selectAll().orderBy('record_id'),
)

export function createUpgradeRecords(db: CloudDb): UpgradeRecords {
  return {
    add: async (record) => void (await addRecord.run(db, record)),
    async find(deviceId, module, firmwareVersion) {
      return newest(
        firmwareVersion === undefined
          ? await ofModule.all(db, { deviceId, module })
          : await ofVersion.all(db, { deviceId, module, firmwareVersion }),
      )
    },
    change: async (recordId, change) => void (await changeRecord.run(db, { recordId, ...change })),
    list: () => listRecords.all(db, {}),
  }
}

function newest(records: readonly UpgradeRecord[]): UpgradeRecord | undefined {
  return records.reduce<UpgradeRecord | undefined>(
    (best, record) => (best === undefined || record.record_id > best.record_id ? record : best),
    undefined,
  )
}
