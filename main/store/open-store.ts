// Opens the station's database in a data folder: the lock, the migrations, the tables. One station per folder; the
// command line reads beside a running station.
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Job } from '../../preload/contract/index.ts'
import { type Catalogue, createCatalogue } from './catalogue.ts'
import { createDevices, type Devices } from './devices.ts'
import { createFirmwareRows, type FirmwareRows } from './firmware.ts'
import { GroupedWrites } from './grouped-writes.ts'
import { createHistory, type History } from './history.ts'
import { createJobs, type Jobs } from './jobs.ts'
import { createLanDevices, type LanDevices } from './lan-devices.ts'
import { migrate, refuseNewer, schemaVersion } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { asStoreError, lockFile, openSqlite, type SqliteDatabase } from './open.ts'
import { createOperators, type Operators } from './operators.ts'
import { createOrders, type Orders } from './orders.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { type RecoverOptions, recover } from './recover.ts'
import { createRollouts, type Rollouts } from './rollouts.ts'
import { readSizes, type StoreSizes } from './sizes.ts'
import { createSlots, type Slots } from './slots.ts'
import { createStatistics, type StatisticsRows } from './statistics.ts'
import { createSyncStates, type SyncStates } from './sync-states.ts'
import { queryBuilder } from './tables.ts'
import { createTaskList, type TaskList } from './task-list.ts'
import { createTasks, type Tasks } from './tasks.ts'
import { createUnits, type Units } from './units.ts'

export interface Store {
  readonly jobs: Jobs
  readonly history: History
  readonly outbox: Outbox
  readonly devices: Devices
  readonly tasks: Tasks
  readonly taskList: TaskList
  readonly syncStates: SyncStates
  readonly catalogue: Catalogue
  readonly slots: Slots
  readonly firmware: FirmwareRows
  readonly lanDevices: LanDevices
  readonly rollouts: Rollouts
  readonly orders: Orders
  readonly operators: Operators
  readonly statistics: StatisticsRows
  readonly units: Units
  sizes(): Promise<StoreSizes>
  /** Ends the jobs that a dead process left running; call it once, before the first job. Returns them. */
  recover(options: RecoverOptions): Promise<Job[]>
  /** Closes the database and lets the data folder go. Idempotent. */
  close(): Promise<void>
}

export interface OpenStoreOptions {
  /** No lock and no write: to look at a folder, also while a station runs on it. Without a database it is empty. */
  readonly readOnly?: boolean
  readonly now?: () => Date
}

/** DATA_IN_USE, STORE_NEWER, STORE_BROKEN, STORE_FULL. The folder is created when missing. */
export async function openStore(dataDir: string, options: OpenStoreOptions = {}): Promise<Store> {
  const now = options.now ?? (() => new Date())
  return options.readOnly === true ? openReader(dataDir, now) : openOwner(dataDir, now)
}

function openOwner(dataDir: string, now: () => Date): Store {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw asStoreError(error)
  }
  const unlock = lockFile(join(dataDir, 'station.lock'))
  try {
    const file = join(dataDir, 'station.sqlite')
    if (existsSync(file)) refuseNewerFile(file)
    const db = openSqlite(file)
    try {
      migrate(db)
      return assemble(db, now, unlock)
    } catch (error) {
      db.close()
      throw asStoreError(error)
    }
  } catch (error) {
    unlock()
    throw error
  }
}

async function openReader(dataDir: string, now: () => Date): Promise<Store> {
  const file = join(dataDir, 'station.sqlite')
  if (!existsSync(file)) {
    const empty = openSqlite(':memory:')
    migrate(empty)
    return assemble(empty, now, () => {})
  }
  refuseNewerFile(file)
  const db = openSqlite(file, { readOnly: true })
  if (schemaVersion(db) === migrations.length) return assemble(db, now, () => {})
  // From before the last update, or just being created: a writer has to bring it up to date first.
  db.close()
  await openOwner(dataDir, now).close()
  return assemble(openSqlite(file, { readOnly: true }), now, () => {})
}

/** Asked through a read-only connection: even a switch to WAL would change a file that is not ours to change. */
function refuseNewerFile(file: string): void {
  const db = openSqlite(file, { readOnly: true })
  try {
    refuseNewer(db)
  } finally {
    db.close()
  }
}

function assemble(sqlite: SqliteDatabase, now: () => Date, unlock: () => void): Store {
  const db = queryBuilder(sqlite)
  const writes = new GroupedWrites(db)
  const jobs = createJobs(db, writes, now)
  let closing: Promise<void> | null = null
  return {
    jobs,
    history: createHistory(db),
    outbox: createOutbox(db, writes),
    devices: createDevices(db, writes, now),
    tasks: createTasks(db),
    taskList: createTaskList(db),
    syncStates: createSyncStates(db),
    catalogue: createCatalogue(db),
    slots: createSlots(db, writes, now),
    firmware: createFirmwareRows(db, now),
    lanDevices: createLanDevices(db, writes),
    rollouts: createRollouts(db, writes),
    statistics: createStatistics(db),
    units: createUnits(db),
    orders: createOrders(db),
    operators: createOperators(db),
    sizes: () => readSizes(db),
    recover: (recoverOptions) => recover(db, jobs, now, recoverOptions),
    close: () => {
      closing ??= db.destroy().then(() => {
        // Kysely closes only what it has used; a second close does nothing.
        sqlite.close()
        unlock()
      })
      return closing
    },
  }
}
