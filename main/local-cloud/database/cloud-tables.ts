// All tables of the local cloud together, for the query builder; each table's row is described in the file that works on it.
import type { Generated } from 'kysely'
import type { AccessKeyRow, MemberRow, UserRow } from '../accounts/account-table.ts'
import type { FailedLoginRow } from '../accounts/login-guard.ts'
import type { TokenRow } from '../accounts/token-table.ts'
import type { SpentNonceRow } from '../call-freshness.ts'
import type { DeviceRow, ProductRow, VersionRow } from '../device-table.ts'
import type { FileRow } from '../file-table.ts'
import type { AccessKeyPairRow } from '../iot-rpc/access-key-pairs.ts'
import type { CatalogueRow } from '../iot-rpc/catalogue-table.ts'
import type { AppKeyRow, IotTokenRow } from '../living/living-keys.ts'
import type { UpgradeRecord } from '../living/upgrade-records.ts'
import type { OperationRow } from '../xlink/operation-table.ts'
import type { OtaLogRow, ReportRow } from '../xlink/result-table.ts'
import type { TaskRow } from '../xlink/task-table.ts'

/** Columns that the database fills in when nothing is said. */
type Filled<Row, Column extends keyof Row> = Omit<Row, Column> & { [Name in Column]: Generated<Row[Name]> }

export interface CloudTables {
  corps: { corp_id: string; name: string }
  members: MemberRow
  access_keys: AccessKeyRow
  users: UserRow
  tokens: TokenRow
  failed_logins: FailedLoginRow
  products: Filled<ProductRow, 'active_code_sha256'>
  devices: Filled<Omit<DeviceRow, 'corp_id'> & { ota_logs: number }, 'authorize_code_sha256' | 'ota_logs'>
  device_versions: VersionRow
  files: FileRow
  tasks: Filled<Omit<TaskRow, 'corp_id'>, 'seq' | 'upgrade_count'>
  task_devices: { task_seq: number; device_id: string }
  upgraded_devices: { task_seq: number; device_id: string }
  reports: Filled<ReportRow, 'report_id'>
  ota_logs: Filled<OtaLogRow, 'ota_log_id'>
  ota_log_counts: { corp_id: string; task_id: string; block: number; logs: number }
  operations: Filled<OperationRow, 'operation_id'>
  upgrade_records: Filled<UpgradeRecord, 'record_id'>
  app_keys: AppKeyRow
  access_key_pairs: AccessKeyPairRow
  iot_tokens: IotTokenRow
  link_keys: { only_row: number; secret: string }
  spent_nonces: SpentNonceRow
  catalogue: Filled<Omit<CatalogueRow, 'product_name'>, 'firmware_id'>
}
