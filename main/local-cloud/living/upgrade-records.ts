// The records of upgrades: one per try of a version on a module of a device. Rows and the statements on them.
import type { CloudDatabase } from '../cloud-database.ts'
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

export interface UpgradeRecords {
  add(record: NewUpgradeRecord): void
  /** The newest of this version; without one, of the module. */
  find(deviceId: string, module: string, firmwareVersion?: string): UpgradeRecord | undefined
  change(recordId: number, change: UpgradeState & Pick<UpgradeRecord, 'description' | 'updated_at'>): void
  /** Oldest first. */
  list(): UpgradeRecord[]
}

export function createUpgradeRecords(db: CloudDatabase): UpgradeRecords {
  const add = db.prepare<NewUpgradeRecord>(
    `INSERT INTO upgrade_records (device_id, module, firmware_version, task_id, task_created_at, status, step,
       description, updated_at)
     VALUES (@device_id, @module, @firmware_version, @task_id, @task_created_at, @status, @step, @description,
       @updated_at)`,
  )
  // A device has few records of a module. SQLite compiles a statement with an order or an aggregate anew whenever something
  // is bound to it, which takes longer than to find the newest here.
  const ofModule = db.prepare<[string, string], UpgradeRecord>(
    'SELECT * FROM upgrade_records WHERE device_id = ? AND module = ?',
  )
  const ofVersion = db.prepare<[string, string, string], UpgradeRecord>(
    'SELECT * FROM upgrade_records WHERE device_id = ? AND module = ? AND firmware_version = ?',
  )
  const change = db.prepare(
    'UPDATE upgrade_records SET status = ?, step = ?, description = ?, updated_at = ? WHERE record_id = ?',
  )
  const list = db.prepare<[], UpgradeRecord>('SELECT * FROM upgrade_records ORDER BY record_id')
  return {
    add: (record) => void add.run(record),
    find: (deviceId, module, firmwareVersion) =>
      firmwareVersion === undefined
        ? newest(ofModule.all(deviceId, module))
        : newest(ofVersion.all(deviceId, module, firmwareVersion)),
    change: (recordId, { status, step, description, updated_at }) =>
      void change.run(status, step, description, updated_at, recordId),
    list: () => list.all(),
  }
}

function newest(records: readonly UpgradeRecord[]): UpgradeRecord | undefined {
  return records.reduce<UpgradeRecord | undefined>(
    (best, record) => (best === undefined || record.record_id > best.record_id ? record : best),
    undefined,
  )
}
