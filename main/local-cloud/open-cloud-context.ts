// Opens the data folder of a local cloud, or the database that it shares with others, and composes what its routes work on.
// No HTTP.
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { createAccountTable } from './accounts/account-table.ts'
import { createCredentials } from './accounts/credentials.ts'
import { createLoginGuard } from './accounts/login-guard.ts'
import { type CloudContext, type CloudRules, type CloudScope, usualRules } from './cloud-context.ts'
import { type CloudDb, openCloudDatabase } from './cloud-database.ts'
import { createDeviceTable } from './device-table.ts'
import { createFileTable } from './file-table.ts'
import { type FilesPlace, openFileStore } from './files/files-place.ts'
import { createFirmwareFiles } from './firmware-files.ts'
import { createFirmwareLinks, readLinkKey } from './firmware-links.ts'
import { createAccessKeyPairs } from './iot-rpc/access-key-pairs.ts'
import { createCatalogueTable } from './iot-rpc/catalogue-table.ts'
import { createLivingKeys } from './living/living-keys.ts'
import { createUpgradeRecords } from './living/upgrade-records.ts'
import { createUpgrades } from './living/upgrades.ts'
import { createRemembered } from './remembered.ts'
import { createOperationTable } from './xlink/operation-table.ts'
import { createResultTable } from './xlink/result-table.ts'
import { createTaskTable, type ScopeMemory } from './xlink/task-table.ts'

const USUAL_MAX_FIRMWARE_BYTES = 512 * 1024 * 1024
/** Of devices in the scopes of all tasks together. */
const MAX_REMEMBERED_IDS = 200_000

/** Where a local cloud keeps what it has. */
export interface CloudPlace {
  /** Holds `cloud.sqlite` and `files/`. Created when missing. */
  readonly dataDir: string
  /** `postgres://user@host:port/database` in place of `cloud.sqlite`; several local clouds may be on the same one. */
  readonly database?: string
  /** Where the firmware files lie; `files/` of the data folder when left out. */
  readonly files?: FilesPlace
}

export interface CloudContextOptions extends CloudPlace {
  readonly now?: () => Date
  readonly rules?: Partial<CloudRules>
  /** Of one file that is sent in; 512 MiB when left out. */
  readonly maxFirmwareBytes?: number
}

export interface OpenCloudContext {
  readonly cloud: CloudContext
  /** Commits what waits and closes the database. */
  close(): Promise<void>
}

/**
 * STORE_NEWER, STORE_BROKEN, STORE_FULL, FILES_UNREACHABLE, FILES_REFUSED; with `database` also DATABASE_UNREACHABLE,
 * DATABASE_REFUSED and INPUT_INVALID {field: 'database'}.
 */
export async function openCloudContext(options: CloudContextOptions): Promise<OpenCloudContext> {
  const { dataDir, database: url, now = () => new Date() } = options
  // It holds the secrets of signing keys: a folder that is made here is its owner's alone.
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const store = await openFileStore(options.files, dataDir, now)
  try {
    const db = await openCloudDatabase({ file: path.join(dataDir, 'cloud.sqlite'), url })
    const rules = { ...usualRules, ...options.rules }
    const { dataVersion } = db
    const scopes: ScopeMemory = createRemembered({
      dataVersion,
      maxSize: MAX_REMEMBERED_IDS,
      sizeOf: (deviceIds) => deviceIds.length,
    })
    const scopeOf = createScopes(scopes, rules, now)
    const outside = scopeOf(db)
    const cloud: CloudContext = {
      ...outside,
      db,
      write: (subjects, work) => db.write(subjects, (inside) => work(scopeOf(inside))),
      files: createFirmwareFiles(createFileTable(db), store),
      maxFirmwareBytes: options.maxFirmwareBytes ?? USUAL_MAX_FIRMWARE_BYTES,
      logins: createLoginGuard(db, now),
      credentials: createCredentials(db, now),
      links: createFirmwareLinks(await readLinkKey(db), now),
    }
    return {
      cloud,
      async close() {
        await db.close()
        store.close()
      },
    }
  } catch (error) {
    store.close()
    throw error
  }
}

/** All transactions on SQLite have the same connection, and so the same scope. */
function createScopes(memory: ScopeMemory, rules: CloudRules, now: () => Date): (db: CloudDb) => CloudScope {
  const made = new WeakMap<CloudDb, CloudScope>()
  return (db) => {
    const known = made.get(db)
    if (known !== undefined) return known
    const devices = createDeviceTable(db)
    const tasks = createTaskTable(db, memory)
    const upgradeRecords = createUpgradeRecords(db)
    const scope: CloudScope = {
      db,
      devices,
      tasks,
      operations: createOperationTable(db),
      results: createResultTable(db),
      accounts: createAccountTable(db),
      upgrades: createUpgrades({ records: upgradeRecords, devices, tasks, rules, now }),
      upgradeRecords,
      livingKeys: createLivingKeys(db, now),
      catalogue: createCatalogueTable(db),
      accessKeyPairs: createAccessKeyPairs(db),
      rules,
      now,
    }
    made.set(db, scope)
    return scope
  }
}
