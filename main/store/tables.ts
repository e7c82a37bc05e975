// All tables together, for the query builder; each table's row is described in the table's own file.
import { Kysely, SqliteDialect, SqliteDriver } from 'kysely'
import type { CatalogueTable } from './catalogue.ts'
import type { RecordChainTable } from './chain-entry.ts'
import type { ClientsTable } from './clients.ts'
import type { DevicesTable } from './devices.ts'
import type { EventsTable } from './events.ts'
import type { FirmwareTable } from './firmware.ts'
import type { JobsTable } from './job-row.ts'
import { keepStatements } from './kept-statements.ts'
import type { KitKeysTable } from './kit-keys.ts'
import type { KitSeriesTable, KitsTable } from './kits.ts'
import type { LanDevicesTable } from './lan-devices.ts'
import type { DropInTable, ListenersTable } from './listeners.ts'
import type { SqliteDatabase } from './open.ts'
import type { OperatorsTable } from './operators.ts'
import type { OrderEventsTable } from './order-events.ts'
import type { OrderImagesTable, OrdersTable, OrderUnitsTable } from './orders.ts'
import type { OutboxTable } from './outbox-row.ts'
import type { ResultFilesTable, ResultRecordsTable } from './result-files.ts'
import type { RolloutsTable } from './rollouts.ts'
import type { SlotsTable } from './slots.ts'
import type { StepsTable } from './steps.ts'
import type { SyncStatesTable } from './sync-states.ts'
import type { TasksTable } from './tasks.ts'

export interface Tables {
  devices: DevicesTable
  tasks: TasksTable
  sync_states: SyncStatesTable
  catalogue: CatalogueTable
  firmware: FirmwareTable
  slots: SlotsTable
  jobs: JobsTable
  steps: StepsTable
  events: EventsTable
  outbox: OutboxTable
  lan_devices: LanDevicesTable
  rollouts: RolloutsTable
  orders: OrdersTable
  order_units: OrderUnitsTable
  order_events: OrderEventsTable
  order_images: OrderImagesTable
  operators: OperatorsTable
  clients: ClientsTable
  listeners: ListenersTable
  drop_in: DropInTable
  record_chain: RecordChainTable
  kit_keys: KitKeysTable
  kits: KitsTable
  kit_series: KitSeriesTable
  result_files: ResultFilesTable
  result_records: ResultRecordsTable
}
/** A connection or a transaction on it. */
export type StoreDb = Kysely<Tables>

/**
 * SQLite itself rolls back when the disk is full; a second rollback would then fail and hide why. So it is left out
 * when no transaction is open any more.
 */
class ForgivingDriver extends SqliteDriver {
  readonly #db: SqliteDatabase

  constructor(db: SqliteDatabase) {
    super({ database: keepStatements(db) })
    this.#db = db
  }

  override async rollbackTransaction(
    connection: Parameters<SqliteDriver['rollbackTransaction']>[0],
  ): Promise<void> {
    if (this.#db.inTransaction) await super.rollbackTransaction(connection)
  }
}

class StoreDialect extends SqliteDialect {
  readonly #db: SqliteDatabase

  constructor(db: SqliteDatabase) {
    super({ database: db })
    this.#db = db
  }

  override createDriver(): SqliteDriver {
    return new ForgivingDriver(this.#db)
  }
}

/** Closing the result closes the database. */
export function queryBuilder(db: SqliteDatabase): StoreDb {
  return new Kysely<Tables>({ dialect: new StoreDialect(db) })
}
