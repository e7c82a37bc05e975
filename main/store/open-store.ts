// Opens the station's database in a data folder: the lock, the migrations, the tables. One station per folder; the
// command line reads beside a running station.
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Job } from '../../preload/contract/index.ts'
import { Backups, type BackupsOptions } from './backups/backups.ts'
import { type Catalogue, createCatalogue } from './catalogue.ts'
import { readHead } from './chain.ts'
import { ChainHeadFile } from './chain-head.ts'
import { type Clients, createClients } from './clients.ts'
import { createDevices, type Devices } from './devices.ts'
import { createFirmwareRows, type FirmwareRows } from './firmware.ts'
import { GroupedWrites } from './grouped-writes.ts'
import { createHistory, type History } from './history.ts'
import type { FindPassed } from './job-store.ts'
import { createJobs, type Jobs } from './jobs.ts'
import { createKitKeys, type KitKeyRows } from './kit-keys.ts'
import { createKits, type KitRows } from './kits.ts'
import { createLanDevices, type LanDevices } from './lan-devices.ts'
import { createListeners, type Listeners } from './listeners.ts'
import { migrate, refuseNewer, schemaVersion } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { asStoreError, lockFile, openSqlite, type SqliteDatabase } from './open.ts'
import { createOperators, type Operators } from './operators.ts'
import { createOrders, type Orders } from './orders.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { createFindPassed } from './passed-before.ts'
import { createRecordChain, type RecordChain } from './record-chain.ts'
import { type RecoverOptions, recover } from './recover.ts'
import { applyAcknowledged } from './recovery/acknowledgements.ts'
import { openDatabase } from './recovery/open-database.ts'
import { createRecoveryDesk, type RecoveryDesk } from './recovery/recovery-desk.ts'
import { databaseFile, markClosed } from './recovery/recovery-files.ts'
import { withAcknowledgements } from './recovery/with-acknowledgements.ts'
import { createResultFiles, type ResultFiles } from './result-files.ts'
import { createRollouts, type Rollouts } from './rollouts.ts'
import { readSizes, type StoreSizes } from './sizes.ts'
import { createSlots, type Slots } from './slots.ts'
import { createStatistics, type StatisticsRows } from './statistics.ts'
import { createSyncStates, type SyncStates } from './sync-states.ts'
import { queryBuilder } from './tables.ts'
import { createTaskList, type TaskList } from './task-list.ts'
import { createTasks, type Tasks } from './tasks.ts'
import { createUnits, type Units } from './units.ts'
import { type MakeRoom, withRoom } from './with-room.ts'

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
  readonly kits: KitRows
  readonly kitKeys: KitKeyRows
  readonly resultFiles: ResultFiles
  readonly clients: Clients
  readonly listeners: Listeners
  readonly statistics: StatisticsRows
  readonly units: Units
  readonly findPassed: FindPassed
  readonly chain: RecordChain
  readonly recovery: RecoveryDesk
  /** From now on, until it is closed; before the store is. */
  keepBackups(parts: Omit<BackupsOptions, 'dataDir' | 'changes'>): Backups
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
  /** Asked when the disk is full, before a write is refused. */
  readonly makeRoom?: MakeRoom
}

/** DATA_IN_USE, STORE_NEWER, STORE_BROKEN, STORE_FULL. The folder is created when missing. */
export async function openStore(dataDir: string, options: OpenStoreOptions = {}): Promise<Store> {
  const now = options.now ?? (() => new Date())
  return options.readOnly === true ? openReader(dataDir, now) : openOwner(dataDir, now, options.makeRoom)
}

async function openOwner(dataDir: string, now: () => Date, makeRoom: MakeRoom = () => false): Promise<Store> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw asStoreError(error)
  }
  const unlock = lockFile(join(dataDir, 'station.lock'))
  try {
    const { sqlite, isProved } = await openDatabase(dataDir, now())
    return assemble(dataDir, sqlite, now, { unlock, isProved, makeRoom })
  } catch (error) {
    unlock()
    throw asStoreError(error)
  }
}

async function openReader(dataDir: string, now: () => Date): Promise<Store> {
  const file = databaseFile(dataDir)
  if (!existsSync(file)) {
    const empty = openSqlite(':memory:')
    migrate(empty)
    return assemble(dataDir, empty, now, null)
  }
  refuseNewerFile(file)
  const db = openSqlite(file, { readOnly: true })
  if (schemaVersion(db) === migrations.length) return assemble(dataDir, db, now, null)
  // From before the last update, or just being created: a writer has to bring it up to date first.
  db.close()
  await (await openOwner(dataDir, now)).close()
  return assemble(dataDir, openSqlite(file, { readOnly: true }), now, null)
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

interface Owned {
  readonly unlock: () => void
  readonly isProved: boolean
  readonly makeRoom: MakeRoom
}

/** `owned` null: only to read. */
function assemble(dataDir: string, sqlite: SqliteDatabase, now: () => Date, owned: Owned | null): Store {
  const db = queryBuilder(sqlite)
  const makeRoom = owned?.makeRoom ?? (() => false)
  const writes = new GroupedWrites(db, makeRoom)
  const head = owned && new ChainHeadFile(dataDir, () => readHead(db))
  const jobs = createJobs(db, writes, now, () => head?.touch())
  let closing: Promise<void> | null = null
  return {
    jobs,
    history: createHistory(db),
    outbox: withAcknowledgements(createOutbox(db, writes), db, dataDir),
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
    findPassed: createFindPassed(db),
    orders: createOrders(db),
    operators: createOperators(db),
    kits: createKits(db),
    kitKeys: createKitKeys(db),
    resultFiles: createResultFiles(db),
    clients: createClients(db),
    listeners: createListeners(db),
    chain: createRecordChain(db, dataDir, now),
    recovery: createRecoveryDesk(dataDir, now, owned?.isProved ?? true),
    keepBackups: (parts) =>
      new Backups({
        ...{ ...parts, dataDir },
        changes: () => Number(sqlite.prepare('SELECT total_changes()').pluck().get()),
      }),
    sizes: () => readSizes(db),
    recover: async (recoverOptions) => {
      const ended = await withRoom(makeRoom, () => recover(db, jobs, now, recoverOptions))
      // What it owes now may have been told before the part of the database that said so was lost.
      if (ended.length > 0) applyAcknowledged(sqlite, dataDir, now())
      return ended
    },
    close: () => {
      closing ??= (async () => {
        await head?.close()
        await db.destroy()
        // Kysely closes only what it has used; a second close does nothing.
        sqlite.close()
        if (!owned) return
        markClosed(dataDir)
        owned.unlock()
      })()
      return closing
    },
  }
}
